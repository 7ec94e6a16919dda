/** A token of program text: a name, the content of a string, text that a shell runs (between backquotes), a number, or what else was written. */
export interface CodeToken {
  readonly kind: 'name' | 'string' | 'command' | 'number' | 'other';
  /** Disguises taken off: escapes are decoded, strings put together, `->`, `::`, `?.` and `&.` are `.`, and `['a']` behind an operand is `.a`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads what Python, PHP, Ruby, Perl, Lua, Java, C# and the expression languages of templates have in common: names, strings, numbers and brackets. It is
 * asked at a place where a name begins, so that it does not matter in which quotes of which language the text before stands; tokens are read only
 * when they are looked at. Never throws; the work is bounded by `room` units from `from`.
 */
export class CodeReader {
  readonly #text: string;
  readonly #end: number;
  readonly #tokens: CodeToken[] = [];
  #at: number;

  constructor(text: string, from = 0, room = 600) {
    this.#text = text;
    this.#at = from;
    this.#end = Math.min(text.length, from + room);
  }

  at(index: number): CodeToken | undefined {
    while (this.#tokens.length <= index + 3 && this.#at < this.#end) this.#read();
    return this.#tokens[index];
  }

  /** Whether a token other than a string reads so. */
  is(index: number, text: string): boolean {
    const token = this.at(index);
    return token !== undefined && token.text === text && token.kind !== 'string' && token.kind !== 'command';
  }

  /** The name at `index`, or nothing. */
  name(index: number): string {
    const token = this.at(index);
    return token?.kind === 'name' ? token.text : '';
  }

  /** The content of the string at `index`. */
  string(index: number): string | undefined {
    const token = this.at(index);
    return token?.kind === 'string' ? token.text : undefined;
  }

  /** The index of the bracket that closes the one at `index`; of the last token when none does. */
  close(index: number): number {
    let depth = 0;
    for (let i = index; ; i++) {
      const token = this.at(i);
      if (token === undefined) return Math.max(index, i - 1);
      if (token.kind !== 'other') continue;
      if (token.text === '(' || token.text === '[' || token.text === '{') depth++;
      else if ((token.text === ')' || token.text === ']' || token.text === '}') && --depth <= 0) return i;
    }
  }

  /** Where the token at `index` ends, or the last one before it. */
  end(index: number): number {
    this.at(index);
    return this.#tokens[Math.min(index, this.#tokens.length - 1)]?.end ?? this.#at;
  }

  #read(): void {
    const text = this.#text;
    const start = this.#at;
    const code = text.charCodeAt(start);
    if (code <= 32 || code === 160) {
      this.#at++;
      return;
    }
    if (code === slash && text.charCodeAt(start + 1) === star) {
      const close = text.indexOf('*/', start + 2);
      this.#at = close < 0 || close > this.#end ? this.#end : close + 2;
      return;
    }
    if (isQuote(code) || (code === backslash && isQuote(text.charCodeAt(start + 1)))) this.#string(start);
    else if (isNameUnit(code) || (code === backslash && text.charCodeAt(start + 1) === lowerU)) this.#name(start);
    else {
      let length = 1;
      const next = text.charCodeAt(start + 1);
      // Member access in its many spellings.
      if ((code === dash && next === greater) || (code === colon && next === colon)) length = 2;
      else if ((code === question || code === ampersand) && next === dot) length = 2;
      this.#push('other', length === 2 ? '.' : (text[start] as string), start, start + length);
      if (code === squareClose) this.#foldMember();
    }
  }

  #name(start: number): void {
    const text = this.#text;
    let at = start;
    let isPlain = true;
    while (at < this.#end) {
      const code = text.charCodeAt(at);
      if (isNameUnit(code)) {
        if (code > 127) isPlain = false;
        at++;
      } else if (code === backslash && text.charCodeAt(at + 1) === lowerU) {
        isPlain = false;
        at += 2;
      } else break;
    }
    const written = text.slice(start, at);
    // Python folds look-alike letters of names (PEP 3131: NFKC).
    const name = isPlain ? written : unescapeText(written).normalize('NFKC');
    const next = text.charCodeAt(at);
    if (isQuote(next) && stringPrefix.test(name)) {
      this.#string(at, start);
      return;
    }
    const isNumber = code0(name) >= 48 && code0(name) <= 57;
    this.#push(isNumber ? 'number' : 'name', name, start, at);
  }

  #string(quoteAt: number, start = quoteAt): void {
    const text = this.#text;
    // Inside of a string of the carrier the quotes themselves are escaped: `\"id\"`.
    const isEscaped = text.charCodeAt(quoteAt) === backslash;
    const open = isEscaped ? quoteAt + 1 : quoteAt;
    const quote = text.charCodeAt(open);
    const triple = text.charCodeAt(open + 1) === quote && text.charCodeAt(open + 2) === quote && !isEscaped;
    let at = open + (triple ? 3 : 1);
    const begin = at;
    for (; at < this.#end; at++) {
      const code = text.charCodeAt(at);
      if (code === backslash) {
        if (isEscaped && text.charCodeAt(at + 1) === quote) break;
        at++;
      } else if (code === quote && (!triple || (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote))) break;
    }
    const isClosed = at < this.#end;
    const content = unescapeText(text.slice(begin, Math.min(at, this.#end)));
    const end = Math.min(this.#end, at + (!isClosed ? 0 : triple ? 3 : isEscaped ? 2 : 1));
    if (!isClosed && start === open && quote !== backquote) {
      // A quote that nothing closes: the one that the text breaks out with.
      this.#push('other', text[open] as string, start, open + 1);
      return;
    }
    if (quote === backquote) {
      this.#push('command', content, start, Math.max(end, open + 1));
      return;
    }
    this.#pushString(content, start, Math.max(end, open + 1));
  }

  /** `'a' + 'b'`, `'a' . 'b'`, `'a' ~ 'b'`, `'a' .. 'b'` and, in Python and Ruby, `'a' 'b'`. */
  #pushString(content: string, start: number, end: number): void {
    const tokens = this.#tokens;
    let last = tokens.length - 1;
    while (last >= 0 && tokens[last]?.kind === 'other' && isConcat.test((tokens[last] as CodeToken).text) && tokens.length - last < 3)
      last--;
    const left = tokens[last];
    if (left?.kind === 'string' && (last < tokens.length - 1 || left.end < start)) {
      tokens.length = last;
      this.#push('string', left.text + content, left.start, end);
    } else this.#push('string', content, start, end);
  }

  #push(kind: CodeToken['kind'], text: string, start: number, end: number): void {
    this.#tokens.push({ kind, text, start, end });
    this.#at = end;
  }

  // x [ 'a' ] → x . a
  #foldMember(): void {
    const tokens = this.#tokens;
    const { length } = tokens;
    const inside = tokens[length - 2];
    const open = tokens[length - 3];
    const before = tokens[length - 4];
    if (inside?.kind !== 'string' || open?.text !== '[' || open.kind !== 'other' || before === undefined) return;
    if (before.kind === 'other' && !isOperandEnd.test(before.text)) return;
    if (before.kind === 'number') return;
    const { end } = tokens[length - 1] as CodeToken;
    tokens.length = length - 3;
    tokens.push({ kind: 'other', text: '.', start: open.start, end: open.end });
    tokens.push({ kind: 'name', text: inside.text, start: inside.start, end });
  }
}

const slash = 47;
const star = 42;
const backslash = 92;
const backquote = 96;
const dash = 45;
const greater = 62;
const colon = 58;
const question = 63;
const ampersand = 38;
const dot = 46;
const lowerU = 117;
const squareClose = 93;

const stringPrefix = /^(?:[bBfFrRuU]|[bBfFrR]{2})$/;
const isConcat = /^[+.~]$/;
const isOperandEnd = /^[)\]}]$/;

function code0(name: string): number {
  return name.charCodeAt(0);
}

function isQuote(code: number): boolean {
  return code === 39 || code === 34 || code === backquote;
}

function isNameUnit(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    (code > 160 && code !== 0x2028 && code !== 0x2029)
  );
}

/** The escapes that these languages share: `\x41`, `\u0041`, `\u{41}`, `\101`, `\n`. */
export function unescapeText(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(escapeSequence, (_, hex, unicode, point, octal, other) => {
    const code = octal === undefined ? Number.parseInt(hex ?? unicode ?? point ?? '', 16) : Number.parseInt(octal, 8);
    if (Number.isNaN(code)) return other === 'n' ? '\n' : other === 't' ? '\t' : (other ?? '');
    return code > 0x10ffff ? '' : String.fromCodePoint(code);
  });
}

const escapeSequence = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|([0-3][0-7]{2})|([\s\S]))/g;
