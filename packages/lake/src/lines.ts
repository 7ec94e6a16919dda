/** The longest line that is read; a Postern record is far below it. */
export const maxLineBytes: number = 1024 * 1024;

export interface Line {
  readonly number: number;
  /** Undefined for a line beyond the limit, which is passed over without being kept. */
  readonly text: string | undefined;
}

/** Lines of a stream that may never end one: at most {@link maxLineBytes} of it are held. */
export async function* readLines(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8');
  let number = 0;
  let held = '';
  let isTooLong = false;
  for await (const chunk of chunks) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    let at = 0;
    for (let end = text.indexOf('\n', at); end >= 0; end = text.indexOf('\n', at)) {
      const line = held + text.slice(at, end);
      number++;
      yield { number, text: isTooLong || line.length > maxLineBytes ? undefined : line.endsWith('\r') ? line.slice(0, -1) : line };
      held = '';
      isTooLong = false;
      at = end + 1;
    }
    if (isTooLong) continue;
    held += text.slice(at);
    if (held.length > maxLineBytes) {
      held = '';
      isTooLong = true;
    }
  }
  if (held !== '' || isTooLong) yield { number: number + 1, text: isTooLong ? undefined : held };
}
