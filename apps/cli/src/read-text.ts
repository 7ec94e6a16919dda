import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { PosternError } from '@postern/core';
import type { Io } from './command.ts';
import { describeFileError } from './files.ts';

/** More than any input that is read whole; events beyond it are read one a line. */
const largestInput = 256 * 1024 * 1024;

/** The text of a file named by the user. `PSTN_INPUT_UNREADABLE` says what is wrong with it. */
export function readTextFile(path: string, io: Pick<Io, 'cwd'>): Promise<string> {
  return readText(createReadStream(resolve(io.cwd, path)), path);
}

/** The text of a file, or of standard input under the name `-`. */
export function readTextInput(path: string, io: Pick<Io, 'cwd' | 'stdin'>): Promise<string> {
  return path === '-' ? readText(io.stdin, nameOfInput(path)) : readTextFile(path, io);
}

/** What messages call an input. */
export function nameOfInput(path: string): string {
  return path === '-' ? 'standard input' : path;
}

/** All of a stream as UTF-8, without the byte order mark that some editors put in front. */
export async function readText(stream: Readable, name: string, largest: number = largestInput): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer | string>) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      size += bytes.length;
      if (size > largest) throw unreadable(name, `is larger than ${largest / (1024 * 1024)} MB`);
      chunks.push(bytes);
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
    throw unreadable(name, describeFileError(cause, 'read'), cause);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw unreadable(name, 'is no text in UTF-8', cause);
  }
}

function unreadable(file: string, problem: string, cause?: unknown): PosternError {
  return new PosternError('PSTN_INPUT_UNREADABLE', { file, problem }, { cause });
}
