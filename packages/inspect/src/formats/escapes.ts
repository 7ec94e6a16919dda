import type { Decoded, Format } from '../format.ts';
import { mark } from '../text/marks.ts';

/**
 * Escapes of string literals, written out in a text: `\u0027`, `\u{27}`, `\x27`, `\47`, `\n` (ECMA-262 §12.9.4; the same in C, Java, Python, PHP and
 * JSON), and of CSS (`\6a avascript`, CSS Syntax §4.3.7). A line end that is only spelt still becomes one where a program prints or logs it.
 */
export const escapes: Format = {
  id: 'escapes',
  title: 'Escapes of string literals',
  document: 'https://tc39.es/ecma262/#sec-literals-string-literals',
  reads: 'text',
  needs: mark.backslash,
  canDecode: (text) => text.includes('\\'),
  decode(text) {
    const views: Decoded[] = [];
    if (hasEscape(text)) views.push({ kind: 'text', step: 'escapes', text: decodeEscapes(text) });
    const css = decodeCss(text);
    if (css !== text) views.push({ kind: 'text', step: 'css-escapes', text: css });
    return views;
  },
};

const backslash = 92;

/** `text` with the escapes of string literals resolved; what is none keeps its backslash. */
export function decodeEscapes(text: string): string {
  let result = '';
  let copied = 0;
  for (let at = text.indexOf('\\'); at >= 0 && at < text.length - 1; at = text.indexOf('\\', at)) {
    const end = escapeEnd(text, at);
    if (end === at) {
      at++;
      continue;
    }
    result += text.slice(copied, at) + meaning(text, at, end);
    copied = end;
    at = end;
  }
  return copied === 0 ? text : result + text.slice(copied);
}

/** Whether one of the escapes is worth a view. That of a quote or of a backslash alone is not: the lexers of the languages read those themselves. */
function hasEscape(text: string): boolean {
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at)) {
    const end = escapeEnd(text, at);
    const code = text.charCodeAt(at + 1);
    if (end > at + 2 || (end === at + 2 && (code > 96 || isQuoteOfData(text, at, code)))) return true;
    at = end > at ? end : at + 1;
  }
  return false;
}

// `{\"a\":\"b\"}`, the inside of a JSON string that somebody cut out of its document.
function isQuoteOfData(text: string, at: number, code: number): boolean {
  const before = text.charCodeAt(at - 1);
  return code === 34 && (before === 123 || before === 91 || before === 58 || before === 44);
}

/** Where the escape at `at` ends, `at` when there is none. */
function escapeEnd(text: string, at: number): number {
  const code = text.charCodeAt(at + 1);
  switch (code) {
    case 117: // u
      if (text.charCodeAt(at + 2) === 123) {
        const close = hexEnd(text, at + 3, at + 11);
        return close > at + 3 && text.charCodeAt(close) === 125 ? close + 1 : at;
      }
      // Java allows any number of u (JLS §3.3).
      return fixedHex(text, afterUs(text, at + 2), 4, at);
    case 85: // U
      return fixedHex(text, at + 2, 8, at);
    case 120: {
      if (text.charCodeAt(at + 2) === 123) {
        const close = hexEnd(text, at + 3, at + 11);
        return close > at + 3 && text.charCodeAt(close) === 125 ? close + 1 : at;
      }
      return fixedHex(text, at + 2, 2, at);
    }
    case 110: // n
    case 114: // r
    case 116: // t
    case 118: // v
    case 102: // f
    case 34:
    case 39:
    case 47:
    case backslash:
      return at + 2;
  }
  if (code < 48 || code > 55) return at;
  // One digit is a reference of a regular expression rather than a control character, but \0 ends strings.
  let end = at + 2;
  while (end < at + 4 && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 55) end++;
  return end > at + 2 || (code === 48 && !(text.charCodeAt(end) >= 56 && text.charCodeAt(end) <= 57)) ? end : at;
}

function meaning(text: string, at: number, end: number): string {
  const code = text.charCodeAt(at + 1);
  if (end === at + 2) {
    if (code === 48) return '\0';
    const letter = 'nrtvf'.indexOf(text[at + 1] as string);
    return letter >= 0 ? ('\n\r\t\v\f'[letter] as string) : (text[at + 1] as string);
  }
  if (code <= 55) return String.fromCharCode(Number.parseInt(text.slice(at + 1, end), 8) & 0xff);
  const isBraced = text.charCodeAt(at + 2) === 123;
  const point = Number.parseInt(isBraced ? text.slice(at + 3, end - 1) : text.slice(code === 117 ? end - 4 : at + 2, end), 16);
  return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
}

function afterUs(text: string, from: number): number {
  let at = from;
  while (at < from + 8 && text.charCodeAt(at) === 117) at++;
  return at;
}

function fixedHex(text: string, from: number, count: number, none: number): number {
  return hexEnd(text, from, from + count) === from + count ? from + count : none;
}

function hexEnd(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && isHex(text.charCodeAt(at))) at++;
  return at;
}

function isHex(code: number): boolean {
  return (code >= 48 && code <= 57) || ((code | 32) >= 97 && (code | 32) <= 102);
}

/**
 * CSS: one to six digits, then one blank that belongs to the escape. Only where each of them stands for a character of ASCII: `\data` in a Windows
 * path is none.
 */
function decodeCss(text: string): string {
  let result = '';
  let copied = 0;
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at + 1)) {
    const end = hexEnd(text, at + 1, at + 7);
    if (end < at + 3) continue;
    const point = Number.parseInt(text.slice(at + 1, end), 16);
    if (point < 32 || point > 126) return text;
    result += text.slice(copied, at) + String.fromCharCode(point);
    copied = text.charCodeAt(end) === 32 ? end + 1 : end;
  }
  return copied === 0 ? text : result + text.slice(copied);
}
