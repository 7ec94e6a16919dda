import { createReadStream, lstatSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PosternError } from '@postern/core';
import { lakeFiles } from '@postern/lake';
import type { Io } from './command.ts';

/** What a folder holds that may be a log: other files in it are not ours to read. */
const logNames = /\.(?:jsonl|ndjson|json|log|txt)$/;
const maxFiles = 10_000;

/** What `postern query` was pointed at: files of a lake, ready to be asked, and inputs that must be read first. */
export interface QueryInput {
  readonly lake: readonly string[];
  readonly logs: readonly { readonly name: string; open(): AsyncIterable<Uint8Array | string> }[];
}

export function findInputs(paths: readonly string[], io: Io): QueryInput {
  const lake: string[] = [];
  const logs: { name: string; open(): AsyncIterable<Uint8Array | string> }[] = [];
  for (const path of paths) {
    if (path === '-') {
      logs.push({ name: 'standard input', open: () => io.stdin });
      continue;
    }
    const full = resolve(io.cwd, path);
    const addFile = (file: string, name: string): void => {
      logs.push({ name, open: () => createReadStream(file) });
    };
    if (isFolder(full, path)) {
      const files = lakeFiles(full);
      if (files.length > 0) lake.push(...files);
      else for (const name of logFiles(full)) addFile(join(full, name), join(path, name));
    } else addFile(full, path);
  }
  return { lake, logs };
}

function isFolder(full: string, path: string): boolean {
  try {
    const stat = lstatSync(full);
    if (stat.isDirectory()) return true;
    if (stat.isFile() || stat.isSymbolicLink() || stat.isFIFO()) return false;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new PosternError(
      'PSTN_INPUT_UNREADABLE',
      { file: path, problem: code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})` },
      { cause },
    );
  }
  throw new PosternError('PSTN_INPUT_UNREADABLE', { file: path, problem: 'is neither a file nor a folder' });
}

/** Logs below a folder; links are not followed. */
function logFiles(folder: string): readonly string[] {
  const found: string[] = [];
  const visit = (below: string, depth: number): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      if (found.length >= maxFiles) return;
      const name = join(below, entry.name);
      if (entry.isDirectory() && depth < 16 && entry.name !== 'node_modules' && entry.name !== '.git') visit(name, depth + 1);
      else if (entry.isFile() && logNames.test(entry.name)) found.push(name);
    }
  };
  visit('', 0);
  return found.sort();
}
