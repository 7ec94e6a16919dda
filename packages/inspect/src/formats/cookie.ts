import type { Decoded, Format } from '../format.ts';
import { mark } from '../text/marks.ts';
import { isIdentifier, memberPath } from '../value.ts';

/** Pairs of a `Cookie` or `Set-Cookie` field (RFC 6265 §4.2.1): `a=b; c="d"`. What is percent-encoded in a value has its own turn. */
export const cookie: Format = {
  id: 'cookie',
  title: 'Cookies',
  document: 'https://www.rfc-editor.org/rfc/rfc6265#section-4.2.1',
  reads: 'text',
  needs: mark.separator,
  canDecode(text, marks) {
    if ((marks & mark.equals) === 0) return false;
    const semicolon = text.indexOf(';');
    return semicolon > 0 && equalsOf(text, 0, semicolon) > 0 && equalsOf(text, skipBlanks(text, semicolon + 1), text.length) > 0;
  },
  decode(text) {
    const views: Decoded[] = [];
    for (let at = 0; at < text.length; ) {
      let end = text.indexOf(';', at);
      if (end < 0) end = text.length;
      const equals = equalsOf(text, at, end);
      if (equals > 0) {
        const name = text.slice(at, equals);
        if (!isIdentifier(name)) views.push({ kind: 'text', step: 'cookie', text: name, isKey: true });
        const value = contentOf(text.slice(equals + 1, end).trim());
        if (value !== '') views.push({ kind: 'text', step: `cookie:${memberPath('$', name)}`, text: value });
      }
      at = skipBlanks(text, end + 1);
    }
    return views;
  },
};

/** Without its quotes, and without the mark by which Express tells JSON (`j:`) and signed values (`s:`). */
function contentOf(value: string): string {
  const inner = value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
  return /^[js](?::|%3a)/i.test(inner) ? inner.slice(inner.charCodeAt(1) === 58 ? 2 : 4) : inner;
}

/** The `=` behind the name that begins at `at`; -1 when no name does. */
function equalsOf(text: string, at: number, limit: number): number {
  for (let i = at; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code === 61) return i > at ? i : -1;
    // The units of a token (RFC 9110 §5.6.2), with the brackets that PHP reads as lists.
    if (code <= 32 || code > 126 || '"(),/:;<>?@\\{}&'.includes(text[i] as string)) return -1;
  }
  return -1;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === 32) at++;
  return at;
}
