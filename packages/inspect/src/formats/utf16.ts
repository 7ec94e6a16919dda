import type { Format } from '../format.ts';
import { isPrintable } from '../text/bytes.ts';

/** Enough to be sure, few enough to cost nothing. */
const lookedAt = 256;

/** UTF-16 (RFC 2781) by its byte order mark, or because every other byte is zero: what PowerShell and Windows APIs write. */
export const utf16: Format = {
  id: 'utf16',
  title: 'UTF-16',
  document: 'https://www.rfc-editor.org/rfc/rfc2781',
  reads: 'bytes',
  certainty: 'form',
  canDecode: (bytes) => orderOf(bytes) !== undefined,
  decode(bytes) {
    const order = orderOf(bytes);
    if (order === undefined) return [];
    const high = order === 'be' ? 0 : 1;
    const units = new Uint16Array(4096);
    let text = '';
    for (let at = hasMark(bytes) ? 2 : 0; at + 1 < bytes.length; ) {
      let count = 0;
      for (; count < units.length && at + 1 < bytes.length; at += 2)
        units[count++] = ((bytes[at + high] as number) << 8) | (bytes[at + 1 - high] as number);
      text += String.fromCharCode.apply(null, units.subarray(0, count) as unknown as number[]);
    }
    return [{ kind: 'text', step: `utf16${order}`, text }];
  },
};

function hasMark(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function orderOf(bytes: Uint8Array): 'le' | 'be' | undefined {
  if (bytes.length < 4) return undefined;
  if (hasMark(bytes)) return bytes[0] === 0xff ? 'le' : 'be';
  // ASCII letters: one byte of each pair is zero, the other printable. One pair in eight may be of another script.
  if (bytes[0] !== 0 && bytes[1] !== 0 && bytes[2] !== 0 && bytes[3] !== 0) return undefined;
  let le = 0;
  let be = 0;
  const pairs = Math.min(bytes.length, lookedAt) >> 1;
  for (let i = 0; i < pairs; i++) {
    const first = bytes[2 * i] as number;
    const second = bytes[2 * i + 1] as number;
    if (second === 0 && isPrintable(first)) le++;
    else if (first === 0 && isPrintable(second)) be++;
  }
  return le > pairs * 0.85 ? 'le' : be > pairs * 0.85 ? 'be' : undefined;
}
