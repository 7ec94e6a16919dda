import type { Decoded, Format } from '../format.ts';
import { mark } from '../text/marks.ts';
import { decodeEscapes } from './escapes.ts';

/** String literals of a GraphQL document (GraphQL specification §2.9.4), each with the fields and the argument that it belongs to. */
export const graphql: Format = {
  id: 'graphql',
  title: 'GraphQL document',
  document: 'https://spec.graphql.org/October2021/#sec-String-Value',
  reads: 'text',
  needs: mark.brace,
  canDecode: (text, marks) => (marks & mark.doubleQuote) !== 0 && isDocument(text),
  decode(text) {
    const views: Decoded[] = [];
    // The field or argument before each bracket that is open. Those too deep to be kept close early, which only shortens paths.
    const open: string[] = [];
    let name = '';
    for (let at = 0; at < text.length; ) {
      const code = text.charCodeAt(at);
      if (code === 34) {
        const isBlock = text.startsWith('"""', at);
        const end = stringEnd(text, at, isBlock);
        const content = text.slice(at + (isBlock ? 3 : 1), end - (isBlock ? 3 : 1));
        const path = open.slice(0, 16).join('') + (name === '' ? '' : `.${name}`);
        if (content !== '') views.push({ kind: 'text', step: `graphql:$${path}`, text: isBlock ? content : decodeEscapes(content) });
        at = end;
      } else if (code === 35) {
        const line = text.indexOf('\n', at);
        at = line < 0 ? text.length : line;
      } else if (code === 40 || code === 123) {
        // `mutation {` and `query Name(` are no fields.
        if (open.length < 64) open.push(name === '' || open.length === 0 ? '' : `.${name}`);
        name = '';
        at++;
      } else if (code === 41 || code === 125) {
        const closed = open.pop() ?? '';
        // A field keeps its name behind its arguments: its selection follows.
        name = code === 41 ? closed.slice(1) : '';
        at++;
      } else if (isNameStart(code)) {
        let end = at + 1;
        while (isNameStart(text.charCodeAt(end)) || isDigit(text.charCodeAt(end))) end++;
        name = text.slice(at, Math.min(end, at + 64));
        at = end;
      } else at++;
    }
    return views;
  },
};

const documentStart = /(?:query|mutation|subscription|fragment)\b|\{\s*(?:[A-Za-z_]|#)/y;

/** Behind white space and comments. */
function isDocument(text: string): boolean {
  let at = 0;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 0xfeff || code === 44) at++;
    else if (code === 35) {
      at = text.indexOf('\n', at);
      if (at < 0) return false;
    } else break;
  }
  documentStart.lastIndex = at;
  return documentStart.test(text);
}

function stringEnd(text: string, start: number, isBlock: boolean): number {
  if (isBlock) {
    let close = text.indexOf('"""', start + 3);
    while (close > 0 && text.charCodeAt(close - 1) === 92) close = text.indexOf('"""', close + 3);
    return close < 0 ? text.length : close + 3;
  }
  let at = start + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1;
    if (code === 10) return at;
    at += code === 92 ? 2 : 1;
  }
  return text.length;
}

function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
