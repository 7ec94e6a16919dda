import type { Format } from '../format.ts';
import { mark } from '../text/marks.ts';

/** JSON documents that are an object, an array or a string (RFC 8259); a byte order mark before it is skipped. Numbers and literals carry no text. */
export const json: Format = {
  id: 'json',
  title: 'JSON',
  document: 'https://www.rfc-editor.org/rfc/rfc8259',
  reads: 'text',
  needs: mark.brace | mark.square | mark.doubleQuote,
  canDecode(text) {
    // A throwing parser costs more than a look at what a document must begin and end with: most texts in brackets are Markdown or code.
    const start = skipSpace(text, 0);
    const first = text.charCodeAt(start);
    if (first !== brace && first !== bracket && first !== quote) return false;
    const last = lastUnit(text);
    if (first === quote) return last === quote && text.length > 2;
    const second = text.charCodeAt(skipSpace(text, start + 1));
    if (first === brace) return last === 125 && (second === quote || second === 125);
    return last === 93 && (second === quote || second === brace || second === bracket || second === 93 || isScalarStart(second));
  },
  decode(text) {
    try {
      return [{ kind: 'data', step: 'json', data: JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) }];
    } catch {
      return [];
    }
  },
};

const brace = 123;
const bracket = 91;
const quote = 34;

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9 || code === 0xfeff;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

function lastUnit(text: string): number {
  let at = text.length - 1;
  while (at >= 0 && isSpace(text.charCodeAt(at))) at--;
  return text.charCodeAt(at);
}

// A number, true, false, null.
function isScalarStart(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 45 || code === 116 || code === 102 || code === 110;
}
