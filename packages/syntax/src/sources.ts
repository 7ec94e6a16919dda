import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Result } from '@postern/core';
import { parseSource } from './parse-source.ts';
import type { SourceProblem } from './problem.ts';
import type { SyntaxTree } from './tree.ts';

/** The files of a project. Names are relative to its root, with `/`; what lies outside, also by a link, is not read. */
export interface Sources {
  /** The real, absolute folder. */
  readonly root: string;
  /** The text of a file in UTF-8, a byte order mark left out. */
  read(file: string, maxBytes?: number): Result<string, SourceProblem>;
  /** `outside` for a link that leads out of the root. */
  kindOf(file: string): 'file' | 'folder' | 'outside' | undefined;
  /** The entries of a folder, sorted; links are not followed. Empty if it can't be listed. */
  list(folder: string): readonly { readonly name: string; readonly kind: 'file' | 'folder' | 'link' }[];
  /** The parsed file, parsed once; its parser must be loaded (`loadParsers`). */
  parse(file: string): Result<SyntaxTree, SourceProblem>;
}

const defaultMaxBytes = 8 * 1024 * 1024;

/** Opens a folder. Throws what `realpathSync` throws if it does not exist. */
export function openSources(root: string): Sources {
  const realRoot = realpathSync(root);
  const trees = new Map<string, Result<SyntaxTree, SourceProblem>>();

  function realPath(file: string): string | 'outside' | undefined {
    // Where a path leads is asked of the file system: `a/../b` through a link is not `b`.
    const path = join(realRoot, file);
    if (!isInside(realRoot, path)) return 'outside';
    try {
      const real = realpathSync(path);
      return isInside(realRoot, real) ? real : 'outside';
    } catch {
      try {
        return lstatSync(path).isSymbolicLink() ? 'outside' : undefined;
      } catch {
        return undefined;
      }
    }
  }

  function read(file: string, maxBytes = defaultMaxBytes): Result<string, SourceProblem> {
    const fail = (problem: string, line = 1, column = 1): Result<string, SourceProblem> => ({
      ok: false,
      problem: { location: { file, line, column }, problem },
    });
    const path = realPath(file);
    if (path === undefined) return fail('does not exist');
    if (path === 'outside') return fail('leads out of the folder that is read, so it is not read');
    let bytes: Buffer;
    try {
      const status = statSync(path);
      // A pipe or a device would never end.
      if (!status.isFile()) return fail('is no regular file');
      if (status.size > maxBytes) return fail(`is ${megabytes(status.size)} MB; files up to ${megabytes(maxBytes)} MB are read`);
      bytes = readFileSync(path);
    } catch (cause) {
      return fail(`can't be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown error'})`);
    }
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      if (!text.includes('\0')) return { ok: true, value: text };
      const before = text.slice(0, text.indexOf('\0')).split('\n');
      return fail('is binary: it contains a zero byte', before.length, (before.at(-1) as string).length + 1);
    } catch {
      return fail('is no text in UTF-8');
    }
  }

  return {
    root: realRoot,
    read,
    kindOf(file) {
      const path = realPath(file);
      if (path === undefined || path === 'outside') return path;
      try {
        const status = statSync(path);
        return status.isDirectory() ? 'folder' : status.isFile() ? 'file' : undefined;
      } catch {
        return undefined;
      }
    },
    list(folder) {
      const path = realPath(folder);
      if (path === undefined || path === 'outside') return [];
      try {
        return readdirSync(path, { withFileTypes: true })
          .flatMap((entry) => {
            const kind = kindOfEntry(entry);
            return kind === undefined ? [] : [{ name: entry.name, kind }];
          })
          .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
      } catch {
        return [];
      }
    },
    parse(file) {
      let tree = trees.get(file);
      if (!tree) {
        const text = read(file);
        tree = text.ok ? parseSource(text.value, file) : text;
        trees.set(file, tree);
      }
      return tree;
    },
  };
}

function kindOfEntry(entry: Dirent): 'file' | 'folder' | 'link' | undefined {
  if (entry.isSymbolicLink()) return 'link';
  return entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : undefined;
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !(sep === '\\' && /^[A-Za-z]:/.test(way));
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(bytes % (1024 * 1024) === 0 ? 0 : 1);
}
