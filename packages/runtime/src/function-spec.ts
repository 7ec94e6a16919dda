import { statSync } from 'node:fs';
import { PosternError } from '@postern/core';

export const nodeRuntimes = ['nodejs20.x', 'nodejs22.x', 'nodejs24.x'] as const;
export type NodeRuntimeName = (typeof nodeRuntimes)[number];
/** `python3.x`: the `python3` of this machine, whichever it is; the semantics do not differ by version. */
export type RuntimeName = NodeRuntimeName | `python3.${string}`;

/** A function as its template describes it. */
export interface FunctionSpec {
  readonly name: string;
  readonly runtime: RuntimeName;
  /** Folder of the code, absolute: `LAMBDA_TASK_ROOT`. */
  readonly root: string;
  /** `app.handler`, `src/app.handler`. */
  readonly handler: string;
  /** The function's own environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Seconds, 3 by default as on the platform. */
  readonly timeout?: number;
  /** Megabytes, 128 by default as on the platform. */
  readonly memory?: number;
}

export const defaultTimeout = 3;
export const defaultMemory = 128;

export function isRuntimeName(text: string): text is RuntimeName {
  return (nodeRuntimes as readonly string[]).includes(text) || /^python3\.(?:x|\d{1,2})$/.test(text);
}

export function isPython(runtime: RuntimeName): boolean {
  return runtime.startsWith('python');
}

/** Throws a `PSTN_USAGE` error that says what is wrong with a specification that came from outside. */
export function checkSpec(spec: FunctionSpec): void {
  const problem = findProblem(spec);
  if (problem !== undefined) throw new PosternError('PSTN_USAGE', { problem });
}

function findProblem({ name, runtime, root, timeout = defaultTimeout, memory = defaultMemory }: FunctionSpec): string | undefined {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) return `"${name}" is no function name: letters, digits, "-" and "_", at most 64.`;
  if (!isRuntimeName(runtime)) return `"${runtime}" is no runtime known here. Use one of ${nodeRuntimes.join(', ')}, python3.x.`;
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    return `${root} is no folder: the function's code can't be loaded from it.`;
  if (!(timeout > 0 && timeout <= 900)) return `A timeout of ${timeout} seconds is not possible: the platform takes up to 900.`;
  if (!(memory >= 128 && memory <= 10_240)) return `A memory of ${memory} MB is not possible: the platform takes 128 to 10240.`;
  return undefined;
}
