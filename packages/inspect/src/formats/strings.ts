import type { Decoded, Format } from '../format.ts';
import { hasAt, isPrintable, isTextBytes } from '../text/bytes.ts';
import { decodeUtf8 } from '../text/utf8.ts';

/** Noise rarely holds as many printable characters in a row. */
const shortest = 6;
const mostStrings = 2000;

/**
 * The runs of printable text in bytes that are of no known form, as strings(1) shows them: Avro and Thrift records, serialized objects, pictures.
 * Detectors that know how a value begins and ends need the run alone. Bytes that a deserializer takes are shown as Latin-1 too, one unit each:
 * read as UTF-8, what tells them is lost.
 */
export const strings: Format = {
  id: 'strings',
  title: 'Binary data with text in it',
  document: 'https://pubs.opengroup.org/onlinepubs/9699919799/utilities/strings.html',
  reads: 'bytes',
  certainty: 'guess',
  canDecode: (bytes) => bytes.length > shortest && !isTextBytes(bytes),
  decode(bytes) {
    const found: Decoded[] = [];
    if (isSerialized(bytes)) found.push({ kind: 'text', step: 'latin1', text: latin1(bytes) });
    for (let start = 0; start < bytes.length && found.length < mostStrings; start++) {
      if (!isPrintable(bytes[start] as number)) continue;
      let end = start + 1;
      while (end < bytes.length && isPrintable(bytes[end] as number)) end++;
      if (end - start >= shortest) addPieces(bytes, start, end, found);
      start = end;
    }
    return found;
  },
};

/** Java (`aced0005`), Python's pickle (protocols 2 to 5), .NET's BinaryFormatter, Ruby's Marshal (4.8). */
export function isSerialized(bytes: Uint8Array): boolean {
  return (
    hasAt(bytes, 0, 0xac, 0xed, 0, 5) ||
    (bytes[0] === 0x80 && (bytes[1] as number) >= 2 && (bytes[1] as number) <= 5 && bytes[bytes.length - 1] === 0x2e) ||
    hasAt(bytes, 0, 0, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff) ||
    hasAt(bytes, 0, 4, 8)
  );
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode.apply(null, bytes.subarray(at, at + 4096) as unknown as number[]);
  return text;
}

/** A run whose characters are also lengths is cut there: strings with a length before them, of 32 to 126 characters, stand so in a row. */
function addPieces(bytes: Uint8Array, start: number, end: number, found: Decoded[]): void {
  for (const doubling of [2, 1]) {
    let at = start;
    while (at < end) {
      const length = (bytes[at] as number) / doubling;
      if (!Number.isInteger(length) || at + 1 + length > end) break;
      at += 1 + length;
    }
    if (at !== end) continue;
    for (at = start; at < end; ) {
      const next = at + 1 + (bytes[at] as number) / doubling;
      found.push({ kind: 'text', step: 'strings', text: decodeUtf8(bytes, at + 1, next) });
      at = next;
    }
    return;
  }
  found.push({ kind: 'text', step: 'strings', text: decodeUtf8(bytes, start, end) });
}
