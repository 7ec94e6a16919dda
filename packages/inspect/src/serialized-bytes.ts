import { decodeBase64 } from './formats/base64.ts';

/** How much of a serialized object is decoded: what it would make and call stands at its beginning or soon after. */
const decodedUnits = 8192;

/** Bytes one unit each, of the base64 or hexadecimal text that begins at `at`. */
export function decodeAt(text: string, at: number, encoding: 'base64' | 'hex'): string {
  const part = text.slice(at, at + decodedUnits);
  if (encoding === 'hex') {
    let bytes = '';
    for (let i = 0; i + 1 < part.length; i += 2) {
      const code = Number.parseInt(part.slice(i, i + 2), 16);
      if (Number.isNaN(code)) break;
      bytes += String.fromCharCode(code);
    }
    return bytes;
  }
  const end = part.search(/[^A-Za-z0-9+/_-]/);
  const bytes = decodeBase64(end < 0 ? part : part.slice(0, end));
  let units = '';
  for (let i = 0; i < bytes.length; i++) units += String.fromCharCode(bytes[i] as number);
  return units;
}

/** A unit that an encoded object can follow: it is a value of its own, not letters in the middle of another. */
export function beginsValue(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text[at - 1] as string;
  return ' \t\n\r"\'=:,;>({['.includes(before);
}
