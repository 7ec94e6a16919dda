/**
 * Who is calling. The error that is captured here belongs to the private realm: the function's `Error.prepareStackTrace`,
 * `stackTraceLimit` and source-map hooks neither see nor change it.
 */
import type { Frame } from '@postern/core';

interface CallSite {
  getFileName(): string | null;
  getFunctionName(): string | null;
  getMethodName(): string | null;
  getTypeName(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  isConstructor(): boolean;
  isEval(): boolean;
}

export interface CapturedStack {
  /** Frames of the function and its packages, nearest first; Node's and the guard's own left out. */
  readonly frames: readonly Frame[];
  /** The outermost function of Node's library between the guard and the caller: `execSync` of `node:child_process`. */
  readonly api: { readonly module: string; readonly name: string } | undefined;
}

const depth = 32;
const kept = 12;

/** Makes this realm's errors carry call sites; called once at start. */
export function prepareStacks(): void {
  Error.stackTraceLimit = depth;
  (Error as { prepareStackTrace?: unknown }).prepareStackTrace = (_error: unknown, sites: unknown) => sites;
}

/** `guardFile` is the loader's file, whose frames are the guard's own; `taskRoot` the folder of the function's code, where known. */
export function captureStack(guardFile: string, taskRoot: string | undefined): CapturedStack {
  const sites = new Error().stack as unknown as readonly CallSite[];
  const frames: Frame[] = [];
  let api: CapturedStack['api'];
  for (let i = 0; i < sites.length && frames.length < kept; i++) {
    const site = sites[i] as CallSite;
    const file = site.getFileName() ?? (site.isEval() ? 'eval' : '');
    if (file === '' || file === 'postern:guard' || file === guardFile) continue;
    if (file.startsWith('node:')) {
      const module = publicModule(file);
      const name = site.getFunctionName();
      if (frames.length === 0 && module !== undefined && name) api = { module, name: lastName(name) };
      continue;
    }
    frames.push({
      function: site.getFunctionName() ?? (site.isConstructor() ? 'constructor' : '<anonymous>'),
      file: pathOf(file),
      line: site.getLineNumber() ?? 0,
      column: site.getColumnNumber() ?? 0,
      package: packageOf(file, taskRoot),
    });
  }
  return { frames, api };
}

/** ES modules are named by URL, CommonJS by path: records carry paths. */
function pathOf(file: string): string {
  if (!file.startsWith('file://')) return file;
  const path = file.slice('file://'.length);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function lastName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** `fs.promises` for `node:internal/fs/promises`; undefined for what no program calls by name. */
function publicModule(file: string): string | undefined {
  const name = file.slice('node:'.length);
  if (name === 'internal/fs/promises') return 'fs.promises';
  return name.startsWith('internal/') ? undefined : name;
}

/**
 * The npm package of a file: the last `node_modules` segment says it. Otherwise it is the function's own code, `app`, or, where its folder
 * is known and the file lies elsewhere, the platform's `runtime`.
 */
export function packageOf(file: string, taskRoot: string | undefined): string {
  const at = file.lastIndexOf('/node_modules/');
  if (at < 0) {
    const path = pathOf(file);
    const isOutside =
      taskRoot !== undefined && path.startsWith('/') && !path.startsWith(taskRoot.endsWith('/') ? taskRoot : `${taskRoot}/`);
    return isOutside ? 'runtime' : 'app';
  }
  const rest = file.slice(at + '/node_modules/'.length).split('/');
  return rest[0]?.startsWith('@') ? `${rest[0]}/${rest[1] ?? ''}` : (rest[0] ?? 'app');
}
