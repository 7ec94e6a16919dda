import type { Readable } from 'node:stream';

/** A line of a stream without its end, or why it could not be read as one. */
export type Line = { readonly number: number; readonly text: string } | { readonly number: number; readonly problem: string };

/** Room for the largest event that a platform delivers many times over; beyond it a line is skipped, so that memory stays bounded. */
const longestLine: number = 128 * 1024 * 1024;

const lineFeed = 10;

/** The lines of a stream of UTF-8, one at a time: what is not read yet is not held. A line too long or no UTF-8 is a problem, not the end. */
export async function* readLines(stream: Readable, longest: number = longestLine): AsyncGenerator<Line> {
  let number = 1;
  let pending: Buffer[] = [];
  let length = 0;
  const take = (last: Buffer): Line => {
    const line = length + last.length > longest ? tooLong(number, longest) : decode(number, Buffer.concat([...pending, last]));
    pending = [];
    length = 0;
    number++;
    return line;
  };
  for await (const chunk of stream as AsyncIterable<Buffer | string>) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      yield take(bytes.subarray(start, end));
      start = end + 1;
    }
    length += bytes.length - start;
    if (length <= longest) pending.push(bytes.subarray(start));
    else pending = [];
  }
  if (length > 0) yield take(Buffer.alloc(0));
}

function tooLong(number: number, longest: number): Line {
  return { number, problem: `the line is longer than ${longest} bytes` };
}

function decode(number: number, bytes: Buffer): Line {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { number, text: text.endsWith('\r') ? text.slice(0, -1) : text };
  } catch {
    return { number, problem: 'the line is no text in UTF-8' };
  }
}
