import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PosternError } from '@postern/core';
import { defaultMemory, type FunctionSpec, isPython } from './function-spec.ts';

const bootstraps = {
  node: fileURLToPath(new URL('../bootstrap/node/bootstrap.cjs', import.meta.url)),
  python: fileURLToPath(new URL('../bootstrap/python/bootstrap.py', import.meta.url)),
};

/** What is started for a function, with the flags that the platform gives it. */
export interface Interpreter {
  readonly program: string;
  readonly args: readonly string[];
  readonly bootstrap: string;
  /** `20.20.2`, `3.11.7`. */
  readonly version: string;
}

export interface InterpreterOptions {
  readonly node?: string;
  readonly python?: string;
}

export async function findInterpreter(spec: FunctionSpec, options: InterpreterOptions): Promise<Interpreter> {
  if (isPython(spec.runtime)) {
    const found = await findPython(options.python);
    if (!found)
      throw new PosternError('PSTN_USAGE', { problem: `${options.python ?? 'python3'} can't be run: ${spec.runtime} functions need it.` });
    // As on the platform, nothing is written into the function's folder.
    return { ...found, args: ['-B'], bootstrap: bootstraps.python };
  }
  const program = options.node ?? process.execPath;
  const version = program === process.execPath ? process.versions.node : await ask(program, ['-p', 'process.versions.node']);
  if (version === undefined) throw new PosternError('PSTN_USAGE', { problem: `${program} can't be run as Node.` });
  return { program, version, args: nodeFlags(spec, version), bootstrap: bootstraps.node };
}

/** The `python3` of this machine. Version managers put scripts in its place that need their own environment: ask it where it really is. */
export async function findPython(python = 'python3'): Promise<{ program: string; version: string } | undefined> {
  const answer = await ask(python, ['-c', 'import sys; print(sys.executable); print(sys.version.split()[0])']);
  const [program, version] = answer?.split('\n') ?? [];
  return program && version ? { program, version } : undefined;
}

const answers = new Map<string, Promise<string | undefined>>();

function ask(program: string, args: readonly string[]): Promise<string | undefined> {
  const key = JSON.stringify([program, args]);
  let answer = answers.get(key);
  if (!answer) {
    answer = promisify(execFile)(program, args, { timeout: 10_000 }).then(
      ({ stdout }) => stdout.trim(),
      () => undefined,
    );
    answers.set(key, answer);
  }
  return answer;
}

/**
 * The platform turns off what newer Nodes turned on within a release line, unless the function's NODE_OPTIONS turn it on again
 * (https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html), and sizes the heap by the function's memory.
 */
function nodeFlags(spec: FunctionSpec, version: string): string[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const options = spec.env?.['NODE_OPTIONS'] ?? '';
  const flags = ['--expose-gc', '--max-http-header-size=81920'];
  const memory = spec.memory ?? defaultMemory;
  const young = Math.floor(memory / 10);
  if (!/--max[-_](?:semi|old)[-_]space[-_]size/.test(options))
    flags.push(`--max-semi-space-size=${Math.floor(young / 2)}`, `--max-old-space-size=${memory - young}`);
  const turnsOff = (feature: string): void => {
    if (!options.includes(`--experimental-${feature}`)) flags.push(`--no-experimental-${feature}`);
  };
  if (spec.runtime !== 'nodejs24.x' && (major > 20 || minor >= 17)) turnsOff('require-module');
  if (spec.runtime === 'nodejs22.x' && (major > 20 || minor >= 10)) turnsOff('detect-module');
  return flags;
}
