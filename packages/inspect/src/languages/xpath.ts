export type XPathTokenKind =
  | 'name' // also or, and, div, mod, which only their place tells from names
  | 'axis' // child::
  | 'number'
  | 'string'
  | 'variable' // $name
  | 'slash' // / and //
  | 'operator' // | = != < <= > >= << >> + - * ||
  | 'punctuation' // ( ) [ ] { } , @ . .. ; and what the grammar does not have
  | 'comment'; // (: … :) of XPath 2.0

export interface XPathToken {
  readonly kind: XPathTokenKind;
  readonly start: number;
  readonly end: number;
  /** False for a string or comment that the text ends inside of. */
  readonly closed: boolean;
}

/**
 * The lexical structure of XPath 1.0 §3.7 with what 2.0 and 3.1 §A.2 add: comments, doubled quotes in strings, `||`, `<<`, `>>`.
 * Without blanks. Names hold dashes and dots, as in `string-length`. Never throws; linear.
 */
export function tokenizeXPath(text: string): XPathToken[] {
  const tokens: XPathToken[] = [];
  const push = (kind: XPathTokenKind, start: number, end: number, closed = true): number => {
    tokens.push({ kind, start, end, closed });
    return end;
  };
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    if (code <= 32 || code === 0xa0) at++;
    else if (code === 0x27 || code === 0x22) {
      const end = stringEnd(text, at, code);
      at = end < 0 ? push('string', at, text.length, false) : push('string', at, end);
    } else if (isNameStart(code)) {
      let end = nameEnd(text, at);
      // `a:b` is a name with its prefix, `a::` an axis.
      if (text.charCodeAt(end) === 0x3a && isNameStart(text.charCodeAt(end + 1))) end = nameEnd(text, end + 1);
      at = text.startsWith('::', end) ? push('axis', at, end + 2) : push('name', at, end);
    } else if (isDigit(code) || (code === 0x2e && isDigit(next))) {
      let end = at;
      while (isDigit(text.charCodeAt(end)) || text.charCodeAt(end) === 0x2e) end++;
      at = push('number', at, end);
    } else if (code === 0x24 && isNameStart(next)) at = push('variable', at, nameEnd(text, at + 1));
    else if (code === 0x2f) at = push('slash', at, next === 0x2f ? at + 2 : at + 1);
    else if (code === 0x28 && next === 0x3a) {
      const end = text.indexOf(':)', at + 2);
      at = end < 0 ? push('comment', at, text.length, false) : push('comment', at, end + 2);
    } else if (code === 0x2e && next === 0x2e) at = push('punctuation', at, at + 2);
    else {
      const pair = text.slice(at, at + 2);
      if (pairs.includes(pair) && pair.length === 2) at = push('operator', at, at + 2);
      else at = push('|=<>+-*!'.includes(text.charAt(at)) ? 'operator' : 'punctuation', at, at + 1);
    }
  }
  return tokens;
}

const pairs = ['!=', '<=', '>=', '||', '<<', '>>'];

/** Behind the closing quote; a doubled one stands for itself. -1 when there is none. */
function stringEnd(text: string, at: number, quote: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text.charCodeAt(i) !== quote) continue;
    if (text.charCodeAt(i + 1) !== quote) return i + 1;
    i++;
  }
  return -1;
}

function nameEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (!isNameStart(code) && !isDigit(code) && code !== 0x2d && !(code === 0x2e && text.charCodeAt(end + 1) !== 0x2e)) break;
    end++;
  }
  return end;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isNameStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code > 0xa0;
}
