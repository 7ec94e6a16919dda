import { posix } from 'node:path';
import { printable, type Result } from '@postern/core';
import type { Sources } from './sources.ts';

export interface HandlerQuery {
  /** The folder that the platform unpacks, relative to the root. */
  readonly folder: string;
  /** `functions/resize.handler`, `package.module.handler`. */
  readonly handler: string;
  /** The platform's runtime, `nodejs22.x`, `python3.12`. */
  readonly runtime: string;
  /** Files that a bundler makes the package from (`EntryPoints` of SAM's esbuild build), relative to the folder. */
  readonly entryPoints?: readonly string[];
}

export interface Handler {
  readonly file: string;
  readonly exportName: string;
}

// The platform looks for the first three; the others are what a compiler makes them from.
const nodeExtensions = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.jsx'];
const builtFolders = ['dist', 'build', 'lib', 'out', 'bundle', '.build'];
const sourceFolders = ['src', 'lib', ''];

/** The file and export that a platform calls, or why they were not found. Reads names of files, and the text of the one it finds. */
export function resolveHandler(sources: Sources, query: HandlerQuery): Result<Handler> {
  if (/^node/i.test(query.runtime)) return resolveNode(sources, query);
  if (/^python/i.test(query.runtime)) return resolvePython(sources, query);
  return { ok: false, problem: `the code of runtime ${printable(query.runtime)} is not read yet` };
}

function resolveNode(sources: Sources, { folder, handler, entryPoints = [] }: HandlerQuery): Result<Handler> {
  const base = posix.basename(handler);
  const dot = base.indexOf('.'); // the first one: `index.api.handler` is `api.handler` of index (aws-lambda-nodejs-runtime-interface-client, UserFunction)
  if (dot <= 0 || dot === base.length - 1) return malformed(handler, 'file.export');
  const module = posix.join(posix.dirname(handler), base.slice(0, dot));
  const exportName = base.slice(dot + 1);
  if (handler.startsWith('/'))
    return { ok: false, problem: `the handler ${printable(handler)} lies in a layer, outside of the code that is read` };
  const stems = [posix.join(folder, module)];
  for (const entry of entryPoints)
    if (posix.basename(entry).replace(/\.[^.]+$/, '') === posix.basename(module))
      stems.push(posix.join(folder, entry.replace(/\.[^.]+$/, '')));
  stems.push(...unbuilt(folder, module));
  return find(
    sources,
    stems
      .flatMap((stem) => nodeExtensions.map((extension) => stem + extension))
      .concat(stems.flatMap((stem) => ['.js', '.mjs', '.ts'].map((extension) => `${stem}/index${extension}`))),
    exportName,
    handler,
    folder,
  );
}

/** Where the source of a built file may lie: `dist/app` comes from `src/app`. */
function unbuilt(folder: string, module: string): readonly string[] {
  const whole = posix.join(folder, module).split('/');
  return whole.flatMap((segment, index) =>
    builtFolders.includes(segment)
      ? sourceFolders.map((source) => posix.join(...whole.slice(0, index), source, ...whole.slice(index + 1)))
      : [],
  );
}

function resolvePython(sources: Sources, { folder, handler }: HandlerQuery): Result<Handler> {
  const dot = handler.lastIndexOf('.');
  if (dot <= 0 || dot === handler.length - 1) return malformed(handler, 'module.function');
  const stem = posix.join(folder, handler.slice(0, dot).replaceAll('.', '/'));
  return find(
    sources,
    [`${stem}.py`, `${stem}/__init__.py`, `${posix.join(folder, 'src', stem.slice(folder.length))}.py`],
    handler.slice(dot + 1),
    handler,
    folder,
  );
}

function malformed(handler: string, form: string): Result<Handler> {
  return { ok: false, problem: `the handler "${printable(handler)}" has not the form ${form}` };
}

function find(sources: Sources, candidates: readonly string[], exportName: string, handler: string, folder: string): Result<Handler> {
  for (const file of candidates) {
    const kind = sources.kindOf(file);
    if (kind === 'outside') return { ok: false, problem: `the handler ${printable(handler)} leads out of the folder that is read` };
    if (kind !== 'file') continue;
    const text = sources.read(file);
    // The name must be written somewhere, unless everything of another module is exported: an exact answer needs a parser.
    const name = exportName.split('.')[0] as string;
    if (text.ok && !text.value.includes(name) && !/export\s*\*|module\.exports\s*=\s*require|import\s+\*/.test(text.value))
      return { ok: false, problem: `${printable(file)} exports no ${printable(name)}, which the handler ${printable(handler)} names` };
    return { ok: true, value: { file, exportName } };
  }
  const where = folder === '.' || folder === '' ? '' : ` in ${printable(folder)}`;
  return {
    ok: false,
    problem: `the handler ${printable(handler)} was not found${where}: there is no ${printable(candidates[0] as string)}`,
  };
}
