import { isKnownBinary } from '../binary-form.ts';
import type { Format } from '../format.ts';
import { isTextBytes } from '../text/bytes.ts';

/** Shorter ones are numbers, colours and parts of identifiers. */
const fewestBytes = 3;

/**
 * Hexadecimal text (RFC 4648 §8): `0x2e2e2f`, SQL's `X'2e2e2f'`, PostgreSQL's `\x2e2e2f`, plain, and pairs with blanks, colons, commas or dashes between.
 * Digests and identifiers are hexadecimal too: only what decodes to text or to a known binary form is a view.
 */
export const hex: Format = {
  id: 'hex',
  title: 'Hexadecimal',
  document: 'https://www.rfc-editor.org/rfc/rfc4648#section-8',
  reads: 'text',
  canDecode(text) {
    // Most texts are told at one of their first characters.
    const start = startOf(text);
    for (let i = start; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127 || (digits[code] === 0 && !isGap(code) && !(start === 2 && code === 39 && i === text.length - 1))) return false;
    }
    return text.length - start >= 2 * fewestBytes;
  },
  decode(text) {
    const bytes = decodeHex(text);
    return bytes !== undefined && bytes.length >= fewestBytes && (isTextBytes(bytes) || isKnownBinary(bytes))
      ? [{ kind: 'bytes', step: 'hex', bytes }]
      : [];
  },
};

// The value of a hexadecimal digit plus one.
const digits = new Uint8Array(128);
for (let i = 0; i < 22; i++) digits['0123456789abcdefABCDEF'.charCodeAt(i)] = (i < 16 ? i : i - 6) + 1;

function startOf(text: string): number {
  const second = text.charCodeAt(1) | 32;
  const first = text.charCodeAt(0);
  if (second === 120) return first === 48 || first === 92 ? 2 : 0; // 0x \x
  return text.charCodeAt(1) === 39 && (first | 32) === 120 ? 2 : 0; // x'
}

function isGap(code: number): boolean {
  return code === 32 || code === 58 || code === 44 || code === 45 || code === 10 || code === 13;
}

/** The bytes of hexadecimal text; `undefined` when digits stand alone or the pairs are torn. */
export function decodeHex(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length >> 1);
  let length = 0;
  for (let i = startOf(text); i < text.length; ) {
    const code = text.charCodeAt(i);
    const high = code < 128 ? (digits[code] as number) : 0;
    if (high === 0) {
      if (!isGap(code) && code !== 39) return undefined;
      i++;
      continue;
    }
    const next = text.charCodeAt(i + 1);
    const low = next < 128 ? (digits[next] as number) : 0;
    if (low === 0) return undefined;
    bytes[length++] = (high - 1) * 16 + low - 1;
    i += 2;
  }
  return bytes.subarray(0, length);
}
