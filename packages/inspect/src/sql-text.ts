import type { Span } from '@postern/core';
import type { SqlToken, SqlTokenKind } from './languages/sql.ts';

/** The tokens of a part of a text without its comments, read by position; a comment is remembered where it stands. */
export class SqlText {
  readonly length: number;
  readonly #text: string;
  readonly #offset: number;
  readonly #tokens: SqlToken[] = [];
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

  kind(index: number): SqlTokenKind | 'end' {
    return this.#tokens[index]?.kind ?? 'end';
  }

  /** The token as written, words in lower case. */
  at(index: number): string {
    const token = this.#tokens[index];
    if (token === undefined) return '';
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
    return /[\s(]/.test(this.#text[this.#offset - 2] ?? 'x') && /[a-zA-Z]/.test(this.#text[this.#offset] ?? '');
  }

  /** Whether the part begins with one word in quotation marks of its own: the "or" key. */
  isQuotedWord(): boolean {
    const mark = this.#text[this.#offset - 1];
    const end = this.#offset + (this.#tokens[0]?.end ?? 0);
    return this.followsOpeningQuote() && this.#text[end] === mark && !/[\w'"`]/.test(this.#text[end + 1] ?? ' ');
  }

  isEnd(index: number): boolean {
    return index >= this.#tokens.length;
  }

  span(from: number, to: number): Span {
    const first = this.#tokens[Math.min(from, this.#tokens.length - 1)];
    const last = this.#tokens[Math.min(to, this.#tokens.length - 1)];
    if (first === undefined || last === undefined) return [this.#offset, this.#text.length];
    return [this.#offset + first.start, this.#offset + Math.max(first.end, last.end)];
  }
}
