import type { Decoded, Format } from '../format.ts';
import { asciiTable } from '../text/characters.ts';
import { mark } from '../text/marks.ts';
import { isPlainName, memberPath } from '../value.ts';
import { decodePercent } from './url.ts';

/**
 * `application/x-www-form-urlencoded` (URL Standard §5): pairs of a form body, or of the query of a URL. Without a pair only `+` is left of it:
 * a single value as in an S3 key.
 */
export const form: Format = {
  id: 'form',
  title: 'Form encoding',
  document: 'https://url.spec.whatwg.org/#application/x-www-form-urlencoded',
  reads: 'text',
  canDecode: (text) => (text.includes('=') && pairsStart(text) >= 0) || hasPlus(text),
  needs: mark.equals | mark.plus,
  decode(text) {
    const views: Decoded[] = [];
    const start = text.includes('=') ? pairsStart(text) : -1;
    // A `+` before the first `=`: the `=` may be part of the value, as in `1+or+1=1`.
    if ((start < 0 || text.lastIndexOf('+', text.indexOf('=')) >= start) && hasPlus(text)) {
      views.push({ kind: 'text', step: 'form', text: decodeForm(text) });
    }
    if (start < 0) return views;
    for (let at = start; at < text.length; ) {
      let end = text.indexOf('&', at);
      if (end < 0) end = text.length;
      let equals = text.indexOf('=', at);
      if (equals < 0 || equals > end) equals = end;
      const key = decodeForm(text.slice(at, equals));
      const value = decodeForm(text.slice(equals + 1, end));
      const step = `form:${memberPath('$', key)}`;
      if (!isPlainName(key)) views.push({ kind: 'text', step: 'form', text: key, isKey: true });
      if (value !== '') views.push({ kind: 'text', step, text: value });
      at = end + 1;
    }
    return views;
  },
};

/**
 * Whether the whole text is pairs and nothing else: `id=5&page=2`. All that can be an attack in it stands in a value of its own then;
 * a part without `=` (`x&reboot&y=1`) is no pair, and may be what a shell runs.
 */
export function isPairs(text: string): boolean {
  if (!text.includes('=') || pairsStart(text) !== 0) return false;
  for (let at = 0; at < text.length; ) {
    let end = text.indexOf('&', at);
    if (end < 0) end = text.length;
    const equals = text.indexOf('=', at);
    if (equals <= at || equals > end || !isPlainName(text.slice(at, equals))) return false;
    at = end + 1;
  }
  return true;
}

/** One name or value: `+` is a space, then percent-encoding. */
export function decodeForm(text: string): string {
  return decodePercent(text.includes('+') ? text.replaceAll('+', ' ') : text);
}

/** Whether blanks may be written as `+` in it: then there are no others. */
function hasPlus(text: string): boolean {
  return text.includes('+') && !/\s/.test(text);
}

/** Where the pairs begin: at the start, or behind the `?` of a URL. -1 when the first name has characters that no client leaves bare in one. */
function pairsStart(text: string): number {
  const question = text.indexOf('?');
  const equals = text.indexOf('=');
  const start = question >= 0 && question < equals ? question + 1 : 0;
  for (let i = 0; i < start - 1; i++) if (text.charCodeAt(i) <= 32) return -1;
  for (let i = start; i < equals; i++) {
    const code = text.charCodeAt(i);
    if (code > 126 || nameUnits[code] === 0) return -1;
  }
  // Padding of base64 is no pair.
  for (let i = equals; i < text.length; i++) if (text.charCodeAt(i) !== 61) return equals > start ? start : -1;
  return -1;
}

const nameUnits = /* @__PURE__ */ asciiTable('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789%+-._~$&*[]');
