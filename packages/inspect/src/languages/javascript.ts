export type JsTokenKind =
  | 'identifier'
  | 'keyword'
  | 'number'
  | 'string'
  | 'template' // one literal piece of a template: from ` or } to ${ or `
  | 'regex'
  | 'punctuator'
  | 'comment';

export interface JsToken {
  readonly kind: JsTokenKind;
  readonly start: number;
  readonly end: number;
  /** False for a string, template, regular expression or comment that is not finished. */
  readonly closed: boolean;
}

interface Bracket {
  readonly opener: '(' | '[' | '{' | '${';
  /** Whether a `/` after the closing bracket divides: after an expression it does, after a block or a condition it starts a regular expression. */
  readonly isExpression: boolean;
}

const keywords = new Set(
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield'.split(
    ' ',
  ),
);
// A `/` after these divides; after every other keyword it starts a regular expression.
const values = new Set(['this', 'super', 'null', 'true', 'false']);
const conditions = new Set(['if', 'while', 'for', 'with']);
// Longest first; the tokens of ECMA-262 §12.8.
const punctuators = [
  '>>>=', '...', '===', '!==', '**=', '<<=', '>>=', '>>>', '&&=', '||=', '??=',
  '=>', '==', '!=', '<=', '>=', '&&', '||', '??', '?.', '++', '--', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<', '>>', '**',
] as const; // biome-ignore format: a table
const punctuatorsByFirst: ReadonlyMap<string, readonly string[]> = new Map(
  punctuators.map((one) => [one.charAt(0), punctuators.filter((other) => other.startsWith(one.charAt(0)))]),
);

/**
 * The tokens of a JavaScript text (ECMA-262 §12), without blanks. Whether `/` divides or starts a regular expression is decided by the
 * token before it and the kind of the bracket it closes. Never throws; linear; what is not JavaScript comes out as punctuators.
 */
export function tokenizeJavaScript(text: string): JsToken[] {
  return new JsLexer(text).read();
}

class JsLexer {
  private readonly text: string;
  private readonly tokens: JsToken[] = [];
  private readonly brackets: Bracket[] = [];
  /** Whether the text so far ends in an operand, so that what follows is an operator. */
  private afterOperand = false;
  private lastWord = '';
  private lastPunctuator = '';
  private unfinishedRegexes = 0;

  constructor(text: string) {
    this.text = text;
  }

  read(): JsToken[] {
    const { text } = this;
    let at = text.startsWith('#!') ? this.push('comment', 0, this.lineEnd(0)) : 0;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      at = isSpace(code) ? at + 1 : this.token(at, code);
    }
    return this.tokens;
  }

  private token(at: number, code: number): number {
    const { text } = this;
    if (isIdentifierStart(code) || code === hash) return this.word(at);
    if (isDigit(code) || (code === dot && isDigit(text.charCodeAt(at + 1)))) return this.number(at);
    if (code === quote || code === doubleQuote) return this.operand('string', at, this.stringEnd(at, code));
    if (code === backquote) return this.template(at);
    if (code === slash) {
      const next = text.charCodeAt(at + 1);
      if (next === slash) return this.push('comment', at, this.lineEnd(at));
      if (next === star) {
        const close = text.indexOf('*/', at + 2);
        return this.push('comment', at, close < 0 ? text.length : close + 2, close >= 0);
      }
      if (!this.afterOperand) {
        const end = this.regexEnd(at);
        if (end > 0) return this.operand('regex', at, end);
      }
    }
    return this.punctuator(at);
  }

  private word(at: number): number {
    const { text } = this;
    let end = at + 1;
    while (end < text.length) {
      const code = text.charCodeAt(end);
      // \u0061 and \u{61} are letters of an identifier (§12.7): an escaped name must not fall apart into harmless pieces.
      if (code === backslash && text[end + 1] === 'u') end += 2;
      else if (isIdentifierStart(code) || isDigit(code)) end++;
      else if ((code === braceOpen || code === braceClose) && isEscapedBrace(text, end)) end++;
      else break;
    }
    const word = end - at > 12 ? '' : text.slice(at, end);
    // A name after a dot is a property, whatever it is called.
    const isKeyword = this.lastPunctuator !== '.' && this.lastPunctuator !== '?.' && keywords.has(word);
    this.push(isKeyword ? 'keyword' : 'identifier', at, end);
    this.afterOperand = !isKeyword || values.has(word);
    this.lastWord = isKeyword ? word : '';
    this.lastPunctuator = '';
    return end;
  }

  private number(at: number): number {
    const { text } = this;
    let end = at + 1;
    while (end < text.length) {
      const code = text.charCodeAt(end);
      const isExponentSign =
        (code === plus || code === dash) && /[eE]/.test(text[end - 1] as string) && !/^0[xX]/.test(text.slice(at, at + 2));
      if (isDigit(code) || (isIdentifierStart(code) && code !== backslash) || code === dot || isExponentSign) end++;
      else break;
    }
    return this.operand('number', at, end);
  }

  private template(at: number): number {
    const { text } = this;
    for (let i = at + 1; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === backslash) i++;
      else if (code === backquote) return this.operand('template', at, i + 1);
      else if (code === dollar && text.charCodeAt(i + 1) === braceOpen) {
        this.brackets.push({ opener: '${', isExpression: true });
        this.push('template', at, i + 2);
        this.afterOperand = false;
        this.lastWord = this.lastPunctuator = '';
        return i + 2;
      }
    }
    return this.operand('template', at, text.length, false);
  }

  private punctuator(at: number): number {
    const { text } = this;
    const first = text[at] as string;
    if (first === '(' || first === '[' || first === '{') {
      const isExpression = first === '[' || (first === '(' ? !conditions.has(this.lastWord) : this.startsObject());
      this.brackets.push({ opener: first, isExpression });
      return this.operator(at, first);
    }
    if (first === ')' || first === ']' || first === '}') {
      const bracket = this.brackets.pop();
      if (bracket?.opener === '${' && first === '}') return this.template(at);
      this.operator(at, first);
      this.afterOperand = bracket?.isExpression ?? first !== '}';
      return at + 1;
    }
    const candidates = punctuatorsByFirst.get(first);
    if (candidates)
      for (let i = 0; i < candidates.length; i++) {
        const candidate = candidates[i] as string;
        if (!text.startsWith(candidate, at)) continue;
        // `a?.5:1` is a condition with the number .5 (§12.8).
        if (candidate === '?.' && isDigit(text.charCodeAt(at + 2))) continue;
        const wasOperand = this.afterOperand;
        this.operator(at, candidate);
        // After an operand ++ and -- belong to it.
        if (candidate === '++' || candidate === '--') this.afterOperand = wasOperand;
        return at + candidate.length;
      }
    return this.operator(at, first);
  }

  /** A `{` in the place of an operand opens an object; at the start of a statement or after `)`, `=>` or a keyword it opens a block. */
  private startsObject(): boolean {
    if (this.afterOperand) return false;
    if (this.lastWord !== '')
      return this.lastWord !== 'else' && this.lastWord !== 'do' && this.lastWord !== 'try' && this.lastWord !== 'finally';
    return this.lastPunctuator !== '' && ![';', '{', '}', ')', '=>', ':'].includes(this.lastPunctuator);
  }

  private operator(at: number, punctuator: string): number {
    this.push('punctuator', at, at + punctuator.length);
    this.afterOperand = false;
    this.lastWord = '';
    this.lastPunctuator = punctuator;
    return at + punctuator.length;
  }

  private operand(kind: JsTokenKind, at: number, end: number, closed = isFinished(this.text, kind, at, end)): number {
    this.afterOperand = true;
    this.lastWord = this.lastPunctuator = '';
    return this.push(kind, at, end, closed);
  }

  private push(kind: JsTokenKind, start: number, end: number, closed = true): number {
    this.tokens.push({ kind, start, end, closed });
    return end;
  }

  private stringEnd(at: number, close: number): number {
    const { text } = this;
    for (let i = at + 1; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === close) return i + 1;
      if (code === backslash) i++;
      else if (code === 0x0a || code === 0x0d) return i; // U+2028 and U+2029 may stand in a string (§12.9.4)
    }
    return text.length;
  }

  private regexEnd(at: number): number {
    const { text } = this;
    if (this.unfinishedRegexes >= unfinishedRegexLimit) return -1;
    let inClass = false;
    for (let i = at + 1; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (isLineEnd(code)) break;
      if (code === backslash) i++;
      else if (code === bracketOpen) inClass = true;
      else if (code === bracketClose) inClass = false;
      else if (code === slash && !inClass) {
        let end = i + 1;
        while (end < text.length && isIdentifierStart(text.charCodeAt(end))) end++;
        return end;
      }
    }
    this.unfinishedRegexes++;
    return -1;
  }

  private lineEnd(at: number): number {
    let end = at;
    while (end < this.text.length && !isLineEnd(this.text.charCodeAt(end))) end++;
    return end;
  }
}

function isFinished(text: string, kind: JsTokenKind, start: number, end: number): boolean {
  if (kind !== 'string') return true;
  if (end - start < 2 || text[end - 1] !== text[start]) return false;
  let backslashes = 0;
  for (let i = end - 2; i > start && text.charCodeAt(i) === backslash; i--) backslashes++;
  return backslashes % 2 === 0;
}

/** Whether the brace at `at` belongs to a `\u{…}` escape: looks back a bounded way only. */
function isEscapedBrace(text: string, at: number): boolean {
  if (text.charCodeAt(at) === braceOpen) return text[at - 1] === 'u' && text[at - 2] === '\\';
  for (let i = at - 1; i > at - 10 && i >= 2; i--) if (text.charCodeAt(i) === braceOpen) return text[i - 1] === 'u' && text[i - 2] === '\\';
  return false;
}

// A regular expression that its line does not finish is no JavaScript, and looking for its end again at every `/` would cost quadratic
// time. Past the limit a `/` is a punctuator: what follows stays visible.
const unfinishedRegexLimit = 16;
const quote = 0x27;
const doubleQuote = 0x22;
const backquote = 0x60;
const backslash = 0x5c;
const slash = 0x2f;
const star = 0x2a;
const dollar = 0x24;
const hash = 0x23;
const dot = 0x2e;
const plus = 0x2b;
const dash = 0x2d;
const braceOpen = 0x7b;
const braceClose = 0x7d;
const bracketOpen = 0x5b;
const bracketClose = 0x5d;

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029;
}

function isSpace(code: number): boolean {
  return (
    code <= 0x20 ||
    code === 0xa0 ||
    code === 0xfeff ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isIdentifierStart(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === dollar ||
    code === 0x5f ||
    code === backslash ||
    (code >= 0x80 && !isSpace(code))
  );
}
