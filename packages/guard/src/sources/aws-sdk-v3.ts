/**
 * Reads through the AWS SDK for JavaScript v3. The bytes arrive as HTTP answers; what this adds is their name: which service, which
 * operation, which object. It is set on the asynchronous context of the call, and the answer's source takes it from there.
 */

import { awsLabel } from '../analysis.ts';
import type { Foreign, ForeignFunction } from '../host.ts';
import { onFile } from '../modules.ts';
import type { Source } from '../unit.ts';

/** The packages that the class every client extends has lived in, oldest first. */
const files = ['/node_modules/@smithy/smithy-client/dist-cjs/index.js', '/node_modules/@smithy/core/dist-cjs/submodules/client/index.js'];

export const awsSdkV3: Source = {
  id: 'aws-sdk-v3',
  summary: 'What the AWS SDK v3 reads, under the name of service, operation and resource.',
  arm(guarding) {
    const { host } = guarding;
    for (const file of files)
      onFile(file, (exports) => {
        const prototype = (exports['Client'] as ForeignFunction | undefined)?.prototype as Foreign | undefined;
        const send = prototype?.['send'];
        if (!prototype || typeof send !== 'function') return;
        prototype['send'] = host.expose((self, args) => {
          const invocation = guarding.current();
          const command = args[0] as Foreign | undefined;
          if (!invocation || !command) return host.call(send as ForeignFunction, self, args);
          const config = (self as Foreign)['config'] as Foreign | undefined;
          const name = String((command['constructor'] as ForeignFunction | undefined)?.name ?? '').replace(/Command$/, '');
          const label = awsLabel(String(config?.['serviceId'] ?? 'aws'), name, command['input'] as Foreign | undefined, 'v3');
          return host.runWith(guarding.labelled(invocation, label), send as ForeignFunction, self, args);
        }, send as ForeignFunction);
      });
    return 'waiting';
  },
};
