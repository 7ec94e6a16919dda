import type { Decoded, Format } from '../format.ts';
import { mark } from '../text/marks.ts';
import { decodeUtf8 } from '../text/utf8.ts';

/** Percent-encoding (RFC 3986 §2.1), read leniently as `querystring.unescape` does, with the `%uXXXX` of `unescape` (ECMA-262 §B.2.1.2). */
export const url: Format = {
  id: 'url',
  title: 'Percent-encoding',
  document: 'https://www.rfc-editor.org/rfc/rfc3986#section-2.1',
  reads: 'text',
  needs: mark.percent,
  canDecode: (text) => firstEscape(text) >= 0,
  decode(text) {
    const views: Decoded[] = [{ kind: 'text', step: 'url', text: decodePercent(text) }];
    if (hasOverlongLead(text)) views.push({ kind: 'text', step: 'url-overlong', text: decodePercent(text, true) });
    return views;
  },
};

/** `text` with `%XX` runs read as UTF-8; what is no escape stays as it is. */
export function decodePercent(text: string, acceptOverlong = false): string {
  let result = '';
  let copied = 0;
  let at = text.indexOf('%');
  while (at >= 0) {
    const end = runEnd(text, at);
    if (end === at + 3 && text.charCodeAt(at + 1) < 56) {
      // One byte of ASCII, the usual case: a blank, a slash, a quote.
      result += text.slice(copied, at) + String.fromCharCode((hexDigit(text, at + 1) << 4) | hexDigit(text, at + 2));
      copied = end;
    } else if (end > at) {
      const bytes = new Uint8Array((end - at) / 3);
      for (let i = 0; i < bytes.length; i++) bytes[i] = (hexDigit(text, at + 3 * i + 1) << 4) | hexDigit(text, at + 3 * i + 2);
      result += text.slice(copied, at) + decodeUtf8(bytes, 0, bytes.length, acceptOverlong);
      copied = end;
    } else if (isUnicodeEscape(text, at)) {
      result += text.slice(copied, at) + String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 6), 16));
      copied = at + 6;
    }
    at = text.indexOf('%', Math.max(copied, at + 1));
  }
  return copied === 0 ? text : result + text.slice(copied);
}

function firstEscape(text: string): number {
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
    if (runEnd(text, at, at + 3) > at || isUnicodeEscape(text, at)) return at;
  }
  return -1;
}

function runEnd(text: string, start: number, limit: number = text.length): number {
  let end = start;
  while (end < limit && text.charCodeAt(end) === 37 && hexDigit(text, end + 1) >= 0 && hexDigit(text, end + 2) >= 0) end += 3;
  return end;
}

function isUnicodeEscape(text: string, at: number): boolean {
  if ((text.charCodeAt(at + 1) | 32) !== 117) return false;
  for (let i = at + 2; i < at + 6; i++) if (hexDigit(text, i) < 0) return false;
  return true;
}

// Lead bytes of a sequence that can be longer than needed: C0, C1, E0, F0.
function hasOverlongLead(text: string): boolean {
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
    const high = text.charCodeAt(at + 1) | 32;
    const low = text.charCodeAt(at + 2);
    if ((high === 99 && (low === 48 || low === 49)) || ((high === 101 || high === 102) && low === 48)) return true;
  }
  return false;
}

function hexDigit(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
