/** Reads through the AWS SDK for JavaScript v2 (`aws-sdk`), whose every request runs through `AWS.Request.prototype.runTo`. */
import { awsLabel } from '../analysis.ts';
import type { Foreign, ForeignFunction } from '../host.ts';
import { onFile } from '../modules.ts';
import type { Source } from '../unit.ts';

export const awsSdkV2: Source = {
  id: 'aws-sdk-v2',
  summary: 'What the AWS SDK v2 reads, under the name of service, operation and resource.',
  arm(guarding) {
    const { host } = guarding;
    onFile('/node_modules/aws-sdk/lib/core.js', (AWS) => {
      const prototype = (AWS['Request'] as ForeignFunction | undefined)?.prototype as Foreign | undefined;
      const runTo = prototype?.['runTo'];
      if (!prototype || typeof runTo !== 'function') return;
      prototype['runTo'] = host.expose((self, args) => {
        const invocation = guarding.current();
        if (!invocation) return host.call(runTo as ForeignFunction, self, args);
        const request = self as Foreign;
        const service = String((request['service'] as Foreign | undefined)?.['serviceIdentifier'] ?? 'aws');
        const operation = String(request['operation']);
        const label = awsLabel(
          service,
          operation.charAt(0).toUpperCase() + operation.slice(1),
          request['params'] as Foreign | undefined,
          'v2',
        );
        return host.runWith(guarding.labelled(invocation, label), runTo as ForeignFunction, self, args);
      }, runTo as ForeignFunction);
    });
    return 'waiting';
  },
};
