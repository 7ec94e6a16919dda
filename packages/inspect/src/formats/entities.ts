import type { Format } from '../format.ts';
import { decodeEntities } from '../languages/markup.ts';
import { mark } from '../text/marks.ts';

/** Character references of HTML and XML in any text (WHATWG HTML §13.2.5.72): decimal, hexadecimal, named; with zeros in front, without `;`. */
export const entities: Format = {
  id: 'entities',
  title: 'HTML and XML character references',
  document: 'https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state',
  reads: 'text',
  needs: mark.separator,
  canDecode(text) {
    for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) if (isReference(text, at)) return true;
    return false;
  },
  decode: (text) => [{ kind: 'text', step: 'entities', text: decodeEntities(text) }],
};

/** `&#…`, `&name;`, or one of the names that need no `;`. A pair of a query such as `&num=5` is none of them. */
function isReference(text: string, at: number): boolean {
  const code = text.charCodeAt(at + 1);
  if (code === 35) {
    const next = text.charCodeAt(at + 2);
    return (next >= 48 && next <= 57) || (next | 32) === 120;
  }
  let end = at + 1;
  while (end < at + 9 && (text.charCodeAt(end) | 32) >= 97 && (text.charCodeAt(end) | 32) <= 122) end++;
  if (end < at + 3) return false;
  return text.charCodeAt(end) === 59 || (text.charCodeAt(end) !== 61 && bare.has(text.slice(at + 1, end).toLowerCase()));
}

const bare = new Set(['lt', 'gt', 'amp', 'quot']);
