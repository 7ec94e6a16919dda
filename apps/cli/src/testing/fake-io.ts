import { Readable, Writable } from 'node:stream';
import type { Io } from '../command.ts';

export interface FakeIo extends Io {
  output(): string;
  errors(): string;
}

/** A world for one command: text on standard input, and what it wrote kept. */
export function fakeIo(options: { readonly stdin?: string; readonly cwd?: string; readonly env?: Io['env'] } = {}): FakeIo {
  const stdout: string[] = [];
  const stderr: string[] = [];
  return {
    stdin: Readable.from(options.stdin === undefined ? [] : [options.stdin]),
    stdout: keeping(stdout),
    stderr: keeping(stderr),
    env: options.env ?? {},
    cwd: options.cwd ?? process.cwd(),
    output: () => stdout.join(''),
    errors: () => stderr.join(''),
  };
}

function keeping(chunks: string[]): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
}
