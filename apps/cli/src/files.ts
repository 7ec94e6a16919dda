import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PosternError } from '@postern/core';
import type { Io } from './command.ts';

const maxInputBytes = 256 * 1024 * 1024;

/** The text of a file named by the user. `PSTN_INPUT_UNREADABLE` says what is wrong with it. */
export function readTextFile(path: string, io: Pick<Io, 'cwd'>): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(io.cwd, path));
  } catch (cause) {
    throw new PosternError('PSTN_INPUT_UNREADABLE', { file: path, problem: describeFileError(cause, 'read') }, { cause });
  }
  if (bytes.length > maxInputBytes) throw new PosternError('PSTN_INPUT_UNREADABLE', { file: path, problem: 'is larger than 256 MB' });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new PosternError('PSTN_INPUT_UNREADABLE', { file: path, problem: 'is no text in UTF-8' }, { cause });
  }
}

/** Writes beside the target and renames, so that whoever reads the file sees the old one or the new one, never a half. */
export function writeWholeFile(path: string, text: string, io: Pick<Io, 'cwd'>): void {
  const target = resolve(io.cwd, path);
  const beside = `${target}.${process.pid}.new`;
  let created = false;
  try {
    // `wx`: a file or link that lies there already is not ours to follow.
    const file = openSync(beside, 'wx');
    created = true;
    try {
      writeFileSync(file, text);
    } finally {
      closeSync(file);
    }
    renameSync(beside, target);
  } catch (cause) {
    if (created) rmSync(beside, { force: true });
    throw new PosternError('PSTN_INPUT_UNREADABLE', { file: path, problem: describeFileError(cause, 'written') }, { cause });
  }
}

export function describeFileError(error: unknown, verb: 'read' | 'written'): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return verb === 'read' ? 'does not exist' : 'cannot be written: its folder does not exist';
  if (code === 'EISDIR') return 'is a folder, not a file';
  if (code === 'EACCES' || code === 'EPERM') return `may not be ${verb} by this user`;
  return `cannot be ${verb} (${code ?? (error as Error).message})`;
}
