import { existsSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { didYouMean, PosternError, printable } from '@postern/core';
import { isRuntimeName, nodeRuntimes, type RuntimeName } from '@postern/runtime';

/** The function that a command line names. */
export interface Target {
  readonly root: string;
  readonly handler: string;
  readonly runtime: RuntimeName;
  /** The handler's file name, for want of a better name. */
  readonly name: string;
}

export interface TargetOptions {
  readonly cwd: string;
  /** `--root`: the folder that becomes the root of the function's code. */
  readonly root?: string | undefined;
  readonly runtime?: string | undefined;
}

/**
 * Reads `<file.handler>` as the platform reads a handler's name: the path of a module without its extension, a dot, the export.
 * The root is the current folder when the file is inside of it, and the file's folder otherwise.
 */
export function findTarget(argument: string, options: TargetOptions): Target {
  const base = basename(argument);
  const dot = base.indexOf('.', 1);
  if (dot < 0 || dot === base.length - 1 || argument.endsWith('/'))
    throw usage(
      `"${printable(argument)}" names no handler. Write the module without extension, a dot and the export: functions/app.handler.`,
    );
  const folder = resolve(options.cwd, dirname(argument));
  const inside = (root: string): boolean => {
    const path = relative(root, folder);
    return path !== '..' && !path.startsWith('../') && !isAbsolute(path);
  };
  const root = options.root === undefined ? (inside(options.cwd) ? options.cwd : folder) : resolve(options.cwd, options.root);
  if (options.root !== undefined && !statSync(root, { throwIfNoEntry: false })?.isDirectory())
    throw usage(`--root ${printable(options.root)} is no folder.`);
  if (!inside(root)) throw usage(`${printable(argument)} is outside of --root ${printable(options.root as string)}.`);

  const exported = base.slice(dot + 1);
  if (['js', 'mjs', 'cjs', 'py', 'ts', 'mts'].includes(exported) && existsSync(join(folder, base)))
    throw usage(
      `${printable(argument)} is a file. The name of a handler ends with the export: ${printable(base.slice(0, dot))}.handler for its export "handler".`,
    );
  const file = join(folder, base.slice(0, dot));
  const extensions = ['.js', '.mjs', '.cjs', '.py'].filter((extension) => existsSync(file + extension));
  const runtime = options.runtime === undefined ? defaultRuntime(extensions) : readRuntime(options.runtime);
  const isPython = runtime.startsWith('python');
  const fits = extensions.some((extension) => (extension === '.py') === isPython) || (!isPython && existsSync(file));
  if (!fits) {
    const looked = isPython ? '.py' : '.js, .mjs or .cjs';
    const hint =
      extensions.length > 0
        ? ` There is ${printable(base.slice(0, dot))}${extensions[0]}: choose its runtime with --runtime.`
        : existsSync(`${file}.ts`) || existsSync(`${file}.mts`)
          ? ' TypeScript has to be built first.'
          : '';
    throw usage(`${printable(argument)}: there is no ${printable(base.slice(0, dot))}${looked} in ${printable(folder)}.${hint}`);
  }
  const name =
    base
      .slice(0, dot)
      .replace(/[^A-Za-z0-9_-]/g, '-')
      .slice(0, 64) || 'function';
  return { root, handler: join(relative(root, folder), base), runtime, name };
}

/** For Node, the platform's runtime nearest to the Node that runs: its semantics and its engine then agree. */
function defaultRuntime(extensions: readonly string[]): RuntimeName {
  if (extensions.length > 0 && extensions.every((extension) => extension === '.py')) return 'python3.x';
  const major = Number(process.versions.node.split('.')[0]);
  return major < 22 ? 'nodejs20.x' : major < 24 ? 'nodejs22.x' : 'nodejs24.x';
}

function readRuntime(text: string): RuntimeName {
  if (isRuntimeName(text)) return text;
  const known = [...nodeRuntimes, 'python3.x'];
  throw usage(`--runtime "${printable(text)}" is none of ${known.join(', ')}.${didYouMean(text, known)}`);
}

function usage(problem: string): PosternError {
  return new PosternError('PSTN_USAGE', { problem });
}
