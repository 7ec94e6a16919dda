import { isKnownBinary } from '../binary-form.ts';
import type { Decoded, Format } from '../format.ts';

/** Shorter than this, words of prose are base64 too: only what decodes to plain text counts. */
const wordLength = 12;
/** Random bytes rarely hold this many printable characters in a row; a payload padded with garbage still does. */
const printableRun = 6;

/** base64 and base64url (RFC 4648 §4, §5), with line breaks (RFC 2045 §6.8), padding optional; `data:` URLs (RFC 2397). */
export const base64: Format = {
  id: 'base64',
  title: 'base64',
  document: 'https://www.rfc-editor.org/rfc/rfc4648',
  reads: 'text',
  canDecode(text) {
    if (text.length < 4 || (text.length === 36 && isUuid(text))) return false;
    // Prose and code are told at their first blank or dot.
    const end = contentEnd(text);
    let seen = 0;
    for (let i = contentStart(text); i < end; i++) {
      const code = text.charCodeAt(i);
      const kind = code < 128 ? (alphabets[code] as number) : neither;
      if (kind === neither) return code === 58 && text.startsWith('data:') && dataUrlStart(text) > 0;
      seen |= kind;
    }
    // Node reads both alphabets in one text; a path has units of both too, but is no text when decoded.
    if ((seen & both) === both) return text.length >= wordLength && isText(decodeBase64(text), false);
    return text.length >= wordLength || isShortText(text);
  },
  decode(text) {
    const start = text.startsWith('data:') ? dataUrlStart(text) : 0;
    const bytes = decodeBase64(text, start);
    const step: Decoded = { kind: 'bytes', step: text.includes('-', start) || text.includes('_', start) ? 'base64url' : 'base64', bytes };
    return start > 0 || isWorthAView(bytes) ? [step] : [];
  },
};

// `+`, `/` and line breaks belong to the one alphabet, `-` and `_` to the other; letters, digits and `=` to both.
const standard = 1;
const urlSafe = 2;
const both = standard | urlSafe;
const neither = 4;
const alphabets = new Uint8Array(128).fill(neither);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789=') alphabets[character.charCodeAt(0)] = 0;
for (const character of '+/\r\n') alphabets[character.charCodeAt(0)] = standard;
for (const character of '-_') alphabets[character.charCodeAt(0)] = urlSafe;

/** A UUID (RFC 9562) is of the alphabet of base64url, and no handler takes it for that. */
function isUuid(text: string): boolean {
  for (let i = 0; i < 36; i++) {
    const code = text.charCodeAt(i);
    const isDash = i === 8 || i === 13 || i === 18 || i === 23;
    if (isDash ? code !== 45 : !((code >= 48 && code <= 57) || ((code | 32) >= 97 && (code | 32) <= 102))) return false;
  }
  return true;
}

// Blanks and line ends around it are skipped by every decoder.
function contentStart(text: string): number {
  let at = 0;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  return at;
}

function contentEnd(text: string): number {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) === 32 || text.charCodeAt(end - 1) === 9)) end--;
  return end;
}

const sextets = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) sextets['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.charCodeAt(i)] = i;
sextets[45] = 62; // '-'
sextets[95] = 63; // '_'

/** Bytes of base64 in either alphabet as Node's `Buffer.from(text, 'base64')` reads it: what is not in the alphabet is skipped, `=` ends it. */
export function decodeBase64(text: string, start = 0): Uint8Array {
  const padding = text.indexOf('=', start);
  const end = padding < 0 ? text.length : padding;
  const bytes = new Uint8Array(Math.floor(((end - start) * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    const sextet = code < 128 ? (sextets[code] as number) : -1;
    if (sextet < 0) continue;
    bits = (bits << 6) | sextet;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[length++] = (bits >> held) & 0xff;
    }
    bits &= 0xff;
  }
  return length === bytes.length ? bytes : bytes.subarray(0, length);
}

function dataUrlStart(text: string): number {
  const marker = text.slice(0, 256).indexOf(';base64,');
  return marker < 0 ? 0 : marker + 8;
}

// A miss here would hide a payload: bytes count as text when all of them are, or as soon as a run of them is; what is compressed or packed counts too.
function isWorthAView(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false;
  let run = 0;
  let isText = true;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (isPrintable(byte)) {
      if (++run >= printableRun) return true;
    } else {
      run = 0;
      if (byte < 128) isText = false;
    }
  }
  return (isText && isUtf8Text(bytes)) || isKnownBinary(bytes);
}

// Words of prose are base64 of noise: told at the first byte of it, without decoding the rest.
function isShortText(text: string): boolean {
  const bytes = decodeBase64(text.slice(0, 4));
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] as number) < 128 && !isPrintable(bytes[i] as number)) return false;
  return bytes.length > 0 && isUtf8Text(decodeBase64(text));
}

function isPrintable(byte: number): boolean {
  return (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13;
}

/** Whether all bytes are UTF-8 text; with `isCut` the last character may be cut off. */
export function isText(bytes: Uint8Array, isCut: boolean): boolean {
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] as number) < 128 && !isPrintable(bytes[i] as number)) return false;
  if (!isCut) return bytes.length > 0 && isUtf8Text(bytes);
  let end = bytes.length;
  while (end > 0 && end > bytes.length - 3 && (bytes[end - 1] as number) >= 128) end--;
  return bytes.length > 0 && isUtf8Text(bytes.subarray(0, end));
}

// Lead and continuation bytes alternate as they should: enough to tell Cyrillic from noise.
function isUtf8Text(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i++] as number;
    let more = byte < 0x80 ? 0 : byte >= 0xc2 && byte < 0xe0 ? 1 : byte >= 0xe0 && byte < 0xf0 ? 2 : byte >= 0xf0 && byte < 0xf5 ? 3 : -1;
    if (more < 0) return false;
    for (; more > 0; more--) if (((bytes[i++] ?? 0) & 0xc0) !== 0x80) return false;
  }
  return true;
}
