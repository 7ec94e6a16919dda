/** The published runtime interface client, where `node scripts/conformance.mjs install` has built it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FunctionSpec } from '../../function-spec.ts';
import { findInterpreter } from '../../interpreter.ts';
import { RunningFunction, type StartOptions } from '../../running-function.ts';

const packageFolder = fileURLToPath(new URL('../../../', import.meta.url));
const { package: name, version } = JSON.parse(readFileSync(join(packageFolder, 'conformance/client.json'), 'utf8')) as {
  readonly package: string;
  readonly version: string;
};
const folder = join(packageFolder, '../../.postern/ric', `${version}-${process.platform}-${process.arch}`);

export const publishedClient: string = `${name} ${version}`;
export const isClientBuilt: boolean = existsSync(join(folder, 'dist/rapid-client.node'));

/**
 * How the client learns the handler's name: from the environment when preloads have run, as in the platform's managed runtimes, or from
 * the command line, as in container images.
 */
export type NamedBy = 'environment' | 'command line';

/** Starts a function as `startFunction` does, with the published client in the place of our invoke loop. */
export async function startWithClient(
  spec: FunctionSpec,
  options: StartOptions = {},
  namedBy: NamedBy = 'environment',
): Promise<RunningFunction> {
  const bootstrap = join(packageFolder, 'conformance/client.mjs');
  const interpreter = { ...(await findInterpreter(spec, options)), bootstrap };
  const env = { ...spec.env, CONFORMANCE_CLIENT: folder, ...(namedBy === 'command line' ? { CONFORMANCE_COMMAND: spec.handler } : {}) };
  const running = new RunningFunction({ ...spec, env }, options, interpreter);
  await running.warm();
  return running;
}
