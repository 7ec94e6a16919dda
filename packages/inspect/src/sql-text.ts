import type { Span } from '@postern/core';
import type { SqlToken, SqlTokenKind } from './languages/sql.ts';

/** The tokens of a part of a text without its comments, read by position; a comment is remembered where it stands. */
export class SqlText {
  readonly length: number;
  readonly #text: string;
  readonly #offset: number;
  readonly #tokens: SqlToken[] = [];
  #wasEndAsked = false;
  /** Indexes of tokens that a comment follows or precedes: `commentAt.has(i)` means that one stands before token `i`. */
  readonly #comments: Set<number> = new Set();

  constructor(text: string, offset: number, tokens: readonly SqlToken[]) {
    this.#text = text;
    this.#offset = offset;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i] as SqlToken;
      if (token.kind === 'comment') this.#comments.add(this.#tokens.length);
      else this.#tokens.push(token);
    }
    this.length = this.#tokens.length;
  }

  /** Whether a value stands before the part. */
  get isBehindValue(): boolean {
    return this.#offset > 0;
  }

  /** Whether it was asked for what stands behind the last token, so that more text could change the answers. */
  get wasEndAsked(): boolean {
    return this.#wasEndAsked;
  }

  kind(index: number): SqlTokenKind | 'end' {
    if (index >= this.length) this.#wasEndAsked = true;
    return this.#tokens[index]?.kind ?? 'end';
  }

  /** The token as written, words in lower case. */
  at(index: number): string {
    const token = this.#tokens[index];
    if (token === undefined) {
      this.#wasEndAsked = true;
      return '';
    }
    // The last token of a part may go on behind it.
    if (index === this.length - 1) this.#wasEndAsked = true;
    const text = this.#text.slice(this.#offset + token.start, this.#offset + token.end);
    return token.kind === 'word' || token.kind === 'parameter' ? text.toLowerCase() : text;
  }

  is(index: number, ...words: readonly string[]): boolean {
    return words.includes(this.at(index));
  }

  isWord(index: number): boolean {
    return this.kind(index) === 'word';
  }

  isClosed(index: number): boolean {
    return this.#tokens[index]?.closed ?? true;
  }

  hasCommentBefore(index: number): boolean {
    return this.#comments.has(index);
  }

  hasComment(): boolean {
    return this.#comments.size > 0;
  }

  /** Whether nothing stands between the token and the next one, as between the name and the bracket of a call. */
  touches(index: number): boolean {
    return this.#tokens[index]?.end === this.#tokens[index + 1]?.start;
  }

  /** Whether only words, numbers and the marks of a sentence stand from `index` on: nothing that makes words SQL. */
  hasOnlyWords(index: number): boolean {
    for (let i = index; i < this.#tokens.length; i++) {
      const { kind } = this.#tokens[i] as SqlToken;
      if (kind !== 'word' && kind !== 'number' && !this.is(i, ',', '.', ';', '-', '!', '?', ':', '/', '&', '%', '$') && kind !== 'string')
        return false;
      // An apostrophe opens a string that nothing closes.
      if (kind === 'string' && this.isClosed(i)) return false;
      if (this.hasCommentBefore(i)) return false;
    }
    return !this.hasCommentBefore(this.#tokens.length);
  }

  /** Whether the part begins behind a quote that opens a quotation: a blank before it, a letter behind it. */
  followsOpeningQuote(): boolean {
    return /[\s(:=,[]/.test(this.#text[this.#offset - 2] ?? 'x') && /[a-zA-Z]/.test(this.#text[this.#offset] ?? '');
  }

  /** Whether the quote before the part stands where a quotation begins, behind a blank or a bracket: "expected '+' here". */
  followsBlank(): boolean {
    return /[\s([{<,:]/.test(this.#text[this.#offset - 2] ?? 'x');
  }

  /** Whether the quote before the part begins the text and words follow: `'----boundary'`, "--option": a string, no value that was left. */
  isOpening(): boolean {
    const before = this.#text.slice(Math.max(0, this.#offset - 32), Math.max(0, this.#offset - 1));
    return /(?:^|[\s:=([,])$/.test(before) && /[A-Za-z]/.test(this.#text.slice(this.#offset));
  }

  /** Whether a number stands before the part. */
  followsNumber(): boolean {
    return /\d[\s)]{0,8}$/.test(this.#text.slice(Math.max(0, this.#offset - 16), this.#offset));
  }

  /** Whether a long hexadecimal number stands in it: a string that needs no quotes. */
  hasHex(): boolean {
    return /\b0x[\da-f]{8}/i.test(this.#text);
  }

  /** Whether the part begins with one word in quotation marks of its own: the "or" key. */
  isQuotedWord(): boolean {
    const mark = this.#text[this.#offset - 1];
    const end = this.#offset + (this.#tokens[0]?.end ?? 0);
    return this.followsOpeningQuote() && this.#text[end] === mark && !/[\w'"`]/.test(this.#text[end + 1] ?? ' ');
  }

  isEnd(index: number): boolean {
    if (index >= this.length) this.#wasEndAsked = true;
    return index >= this.#tokens.length;
  }

  span(from: number, to: number): Span {
    const first = this.#tokens[Math.min(from, this.#tokens.length - 1)];
    const last = this.#tokens[Math.min(to, this.#tokens.length - 1)];
    if (first === undefined || last === undefined) return [this.#offset, this.#text.length];
    return [this.#offset + first.start, this.#offset + Math.max(first.end, last.end)];
  }

  /** Whether the token is a word in capitals. */
  isUpperCase(index: number): boolean {
    const token = this.#tokens[index];
    return (
      token !== undefined && token.kind === 'word' && !/[a-z]/.test(this.#text.slice(this.#offset + token.start, this.#offset + token.end))
    );
  }

  /** Whether one of the words stands anywhere in the first tokens. */
  has(word: string): boolean {
    for (let i = 0; i < this.length && i < mostRead; i++) if (this.is(i, word)) return true;
    return false;
  }

  /** Whether the part ends in the sign of a comment that holds no words: nothing is remarked, the rest is cut off. */
  cutsOff(): boolean {
    const end = this.#text.length;
    return cutOff.test(this.#text.slice(Math.max(this.#offset, end - 16)));
  }

  /** Whether an operator that joins conditions begins the part. */
  startsCondition(): boolean {
    for (let i = 0; i < 4; i++) if (this.is(i, 'or', 'and', '||', '&&', ';', '+', '|')) return true;
    return false;
  }

  /** Whether no two words stand side by side but where one is a keyword, as every expression of SQL has it and no sentence. */
  isExpression(): boolean {
    for (let i = 1; i < this.length && i < mostRead; i++)
      if (this.isWord(i) && this.isWord(i - 1) && !keywords.has(this.at(i)) && !keywords.has(this.at(i - 1))) return false;
    return true;
  }
}

const mostRead = 128;
const cutOff = /(?:--|#|\/\*|\0)[\s+'"`)*/;-]{0,8}$/;
const keywords = new Set(
  'select from where and or xor not in is like rlike regexp between union all distinct top as by order group having limit offset into values set null true false exists case when then else end if exec execute declare cast convert char varchar nvarchar int waitfor delay time table database on join div mod asc desc begin user identified create drop insert update delete grant to with for current over fetch first rows only infile outfile dumpfile program data copy load using interval collate escape returning xor rlike'.split(
    ' ',
  ),
);
