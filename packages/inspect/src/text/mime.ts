import { decodeBase64 } from '../formats/base64.ts';
import { decodePercent } from '../formats/url.ts';
import { decodeUtf7 } from '../formats/utf7.ts';
import { decodeUtf8 } from './utf8.ts';

/** One field of a header, unfolded. */
export interface HeaderField {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
}

export interface Header {
  readonly fields: readonly HeaderField[];
  /** Where the body begins. */
  readonly end: number;
}

/** The fields from `start` to the first empty line (RFC 5322 §2.2, folding as in §2.2.3); a line that is no field ends them too. */
export function readHeader(text: string, start: number, limit: number = text.length): Header {
  const fields: HeaderField[] = [];
  let at = start;
  while (at < limit) {
    let end = lineEnd(text, at, limit);
    const line = trimmedEnd(text, at, end);
    if (line === at) return { fields, end: Math.min(end + 1, limit) };
    const colon = fieldColon(text, at, line);
    if (colon < 0) break;
    let value = text.slice(colon + 1, line);
    while (end + 1 < limit && isBlank(text.charCodeAt(end + 1))) {
      const next = end + 1;
      end = lineEnd(text, next, limit);
      value += text.slice(next, trimmedEnd(text, next, end));
    }
    fields.push({ name: text.slice(at, colon).toLowerCase(), value: value.trim() });
    at = end + 1;
  }
  return { fields, end: Math.min(at, limit) };
}

export function fieldOf({ fields }: Header, name: string): string {
  for (let i = 0; i < fields.length; i++) if ((fields[i] as HeaderField).name === name) return (fields[i] as HeaderField).value;
  return '';
}

/** The colon behind the name of a field that begins at `at` (RFC 5322 §3.6.8, as far as anybody uses it); -1 when there is none. */
export function fieldColon(text: string, at: number, limit: number): number {
  let end = at;
  while (end < limit && end < at + 64) {
    const code = text.charCodeAt(end);
    if (code === 58) return end > at ? end : -1;
    const isName = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 45 || code === 95;
    if (!isName) return -1;
    end++;
  }
  return -1;
}

/** The parameters of a field: `; name="a b"`; `name*=utf-8''a%20b` and those in pieces `name*0*=` (RFC 2231, RFC 5987) under the plain name. */
export function readParameters(value: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (let at = value.indexOf(';'); at >= 0 && at < value.length; ) {
    let equals = at + 1;
    while (equals < value.length && value.charCodeAt(equals) !== 61 && value.charCodeAt(equals) !== 59) equals++;
    if (value.charCodeAt(equals) !== 61) {
      at = equals < value.length ? equals : -1;
      continue;
    }
    const name = value
      .slice(at + 1, equals)
      .trim()
      .toLowerCase();
    let start = equals + 1;
    while (isBlank(value.charCodeAt(start))) start++;
    let content = '';
    if (value.charCodeAt(start) === 34) {
      let end = start + 1;
      let copied = end;
      while (end < value.length && value.charCodeAt(end) !== 34) {
        // A browser does not escape the backslash of a Windows path, so only a quote or another backslash is.
        const next = value.charCodeAt(end + 1);
        if (value.charCodeAt(end) === 92 && (next === 34 || next === 92)) {
          content += value.slice(copied, end);
          copied = end + 1;
          end++;
        }
        end++;
      }
      content += value.slice(copied, end);
      at = value.indexOf(';', end);
    } else {
      at = value.indexOf(';', start);
      content = value.slice(start, at < 0 ? value.length : at).trim();
    }
    const star = name.indexOf('*');
    const plain = star < 0 ? name : name.slice(0, star);
    if (name.endsWith('*')) content = decodePercent(content.replace(/^[\w-]{0,40}'[\w-]{0,40}'/, ''));
    const isPiece = star >= 0 && name.charCodeAt(star + 1) >= 48 && name.charCodeAt(star + 1) <= 57;
    // The extended form says more than the plain one beside it.
    if (isPiece) parameters.set(plain, (parameters.get(plain) ?? '') + content);
    else if (star >= 0 || !parameters.has(plain)) parameters.set(plain, content);
  }
  return parameters;
}

/** Encoded words (RFC 2047) in a text, those in a row joined. */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text;
  let result = '';
  let copied = 0;
  let wasWord = false;
  for (let at = text.indexOf('=?'); at >= 0; at = text.indexOf('=?', at + 2)) {
    const word = readWord(text, at);
    if (word === undefined) {
      wasWord = false;
      continue;
    }
    const between = text.slice(copied, at);
    // Blanks between two words are no part of the text (§6.2).
    result += (wasWord && between.trim() === '' ? '' : between) + word.text;
    wasWord = true;
    copied = word.end;
    at = word.end - 2;
  }
  return copied === 0 ? text : result + text.slice(copied);
}

const wordStart = /=\?([\w.:-]{1,40})(?:\*[\w-]{1,20})?\?([bqBQ])\?/y;

function readWord(text: string, at: number): { readonly text: string; readonly end: number } | undefined {
  wordStart.lastIndex = at;
  const match = wordStart.exec(text);
  if (match === null) return undefined;
  const start = wordStart.lastIndex;
  // 75 units by the standard, which nobody holds to; another `?` ends it.
  const mark = text.indexOf('?', start);
  if (mark < 0 || text.charCodeAt(mark + 1) !== 61) return undefined;
  const content = text.slice(start, mark);
  const bytes = (match[2] as string).toLowerCase() === 'b' ? decodeBase64(content) : decodeQuotedPrintable(content.replaceAll('_', ' '));
  return { text: decodeCharset(bytes, match[1] as string), end: mark + 2 };
}

/** Quoted-printable (RFC 2045 §6.7): `=XX`, and `=` at the end of a line that goes on. What is none stays. */
export function decodeQuotedPrintable(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 61) {
      const byte = hexByte(text, i + 1);
      if (byte >= 0) {
        bytes.push(byte);
        i += 2;
        continue;
      }
      const end = softBreakEnd(text, i);
      if (end > i) {
        i = end - 1;
        continue;
      }
    }
    // What should have been encoded is kept as UTF-8.
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else {
      const point = text.codePointAt(i) as number;
      if (point > 0xffff) i++;
      if (point > 0xffff) bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63));
      else bytes.push(0xe0 | (point >> 12));
      bytes.push(0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
    }
  }
  return Uint8Array.from(bytes);
}

/** The end of a `=` that breaks a line softly; `at` when it does not. */
export function softBreakEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < at + 64 && isBlank(text.charCodeAt(end))) end++;
  if (text.charCodeAt(end) === 13) end++;
  return text.charCodeAt(end) === 10 ? end + 1 : at;
}

/** The byte that two hexadecimal digits at `at` spell; -1 when there are none. */
export function hexByte(text: string, at: number): number {
  const high = hexDigit(text.charCodeAt(at));
  const low = hexDigit(text.charCodeAt(at + 1));
  return high < 0 || low < 0 ? -1 : (high << 4) | low;
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** Bytes in a named character set, as far as it matters: what is ASCII in it is an attack's part. */
export function decodeCharset(bytes: Uint8Array, charset: string): string {
  if (/8859|125\d|latin/i.test(charset)) {
    let text = '';
    for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i] as number);
    return text;
  }
  const text = decodeUtf8(bytes);
  return /^(?:unicode-1-1-)?utf-?7$/i.test(charset) ? decodeUtf7(text) : text;
}

function lineEnd(text: string, at: number, limit: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 || end > limit ? limit : end;
}

function trimmedEnd(text: string, start: number, end: number): number {
  return end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
