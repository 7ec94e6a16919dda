import { PosternError } from '@postern/core';
import { maxEventBytes } from '@postern/runtime';
import type { Io } from '../command.ts';
import { parseJsonText } from '../json-text.ts';
import { nameOfInput, readTextInput } from '../read-text.ts';

/** The event of `--event`: a file, `-` for standard input, or JSON itself, which begins with `{` or `[`. Answers its text, unchanged. */
export async function readEvent(argument: string, io: Io): Promise<string> {
  if (argument.trim() === '')
    throw new PosternError('PSTN_USAGE', { problem: '--event is empty. Give a JSON file, "-" for standard input, or JSON: {}.' });
  const isInline = /^[ \t\r\n]*[{[]/.test(argument);
  const name = isInline ? '--event' : nameOfInput(argument);
  const text = isInline ? argument : await readTextInput(argument, io);
  const bytes = Buffer.byteLength(text);
  if (bytes > maxEventBytes)
    throw new PosternError('PSTN_INPUT_UNREADABLE', {
      file: name,
      problem: `the event has ${bytes} bytes; the platform takes at most ${maxEventBytes}, so no function ever gets it`,
    });
  parseJsonText(text, name);
  return text;
}
