import { PosternError } from '@postern/core';
import { maxEventBytes } from '@postern/runtime';
import type { Io } from '../command.ts';
import { readTextFile } from '../files.ts';
import { parseJsonText } from '../json-text.ts';

/** The event of `--event`: a file, `-` for standard input, or JSON itself, which begins with `{` or `[`. Answers its text, unchanged. */
export async function readEvent(argument: string, io: Io): Promise<string> {
  const isInline = /^[ \t\r\n]*[{[]/.test(argument);
  const name = isInline ? '--event' : argument === '-' ? 'standard input' : argument;
  const text = isInline ? argument : argument === '-' ? await readAll(io) : readTextFile(argument, io);
  const bytes = Buffer.byteLength(text);
  if (bytes > maxEventBytes)
    throw new PosternError('PSTN_INPUT_UNREADABLE', {
      file: name,
      problem: `the event has ${bytes} bytes; the platform takes at most ${maxEventBytes}, so no function ever gets it`,
    });
  parseJsonText(text, name);
  return text;
}

async function readAll({ stdin }: Io): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin as AsyncIterable<Buffer | string>) {
    const bytes = Buffer.from(chunk as string);
    size += bytes.length;
    // Far beyond what can be an event there is nothing to count.
    if (size > 16 * maxEventBytes)
      throw new PosternError('PSTN_INPUT_UNREADABLE', { file: 'standard input', problem: `is larger than ${16 * maxEventBytes} bytes` });
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
