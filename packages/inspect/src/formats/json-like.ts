import type { Format } from '../format.ts';
import { mark } from '../text/marks.ts';
import { decodeEscapes } from './escapes.ts';

/** Deeper than this a text is no configuration that somebody wrote: it stays text. */
const mostDepth = 100;

/**
 * What parsers kinder than `JSON.parse` read as data: comments, commas at the end, names without quotes, single quotes (JSON5, JSONC, YAML's flow style,
 * literals of JavaScript and Python), JSON behind a prefix against inclusion (`)]}'`) or in a call (JSONP). The text itself is still looked at:
 * it may be code.
 */
export const jsonLike: Format = {
  id: 'json-like',
  title: 'JSON5, JSONP and their kin',
  document: 'https://spec.json5.org/',
  reads: 'text',
  needs: mark.brace | mark.square,
  canDecode(text) {
    const last = lastUnit(text);
    const code = text.charCodeAt(last);
    return (code === 125 || code === 93 || (code === 41 && last > 4)) && documentStart(text) >= 0;
  },
  decode(text) {
    const data = new Parser(text, documentStart(text)).read();
    return data === undefined ? [] : [{ kind: 'data', step: 'json', data, isPartial: true }];
  },
};

const prefix = /\)\]\}',?|for\s?\(;;\);|while\s?\(1\);|(?:\/\*\*\/)?\s?[\w$.]{1,80}\(/y;

/** Where an object or an array begins, behind what may stand before one; -1 when none does. */
function documentStart(text: string): number {
  let start = skipBlank(text, 0);
  if (!isOpening(text.charCodeAt(start))) {
    prefix.lastIndex = start;
    if (!prefix.test(text)) return -1;
    start = skipBlank(text, prefix.lastIndex);
    if (!isOpening(text.charCodeAt(start))) return -1;
  }
  // Most braces open a block of code or a template: a member begins with a quote, or with a name and its colon.
  return text.charCodeAt(start) === 91 || member.test(text.slice(start + 1, start + 257)) ? start : -1;
}

function isOpening(code: number): boolean {
  return code === 123 || code === 91;
}

function skipBlank(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) <= 32 || text.charCodeAt(at) === 0xfeff) at++;
  return at;
}

const member = /^\s*(?:["'}]|\/[/*]|[\w$-]{1,80}\s{0,8}:)/;

/** Behind the last bracket only `)`, `;` and white space may stand. */
function lastUnit(text: string): number {
  let at = text.length - 1;
  while (at >= 0 && (text.charCodeAt(at) <= 32 || text.charCodeAt(at) === 59)) at--;
  return at;
}

class Parser {
  readonly #text: string;
  #at: number;
  #strings = 0;
  #failed = false;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#at = start;
  }

  /** The data, or undefined when the text is something else or holds no string. */
  read(): unknown {
    const data = this.#value(0);
    this.#skip();
    while (this.#unit === 41 || this.#unit === 59) {
      this.#at++;
      this.#skip();
    }
    return this.#failed || this.#at < this.#text.length || this.#strings === 0 ? undefined : data;
  }

  get #unit(): number {
    return this.#text.charCodeAt(this.#at);
  }

  #fail(): undefined {
    this.#failed = true;
    return undefined;
  }

  #value(depth: number): unknown {
    this.#skip();
    const code = this.#unit;
    if (depth > mostDepth) return this.#fail();
    if (code === 123) return this.#object(depth);
    if (code === 91) return this.#list(depth);
    if (code === 34 || code === 39) return this.#string(code);
    const word = this.#word();
    // A word or number without quotes holds nothing that could break out of anything.
    return word === '' ? this.#fail() : word;
  }

  #object(depth: number): unknown {
    const members: Record<string, unknown> = Object.create(null);
    this.#at++;
    for (;;) {
      this.#skip();
      if (this.#unit === 125) break;
      const code = this.#unit;
      const name = code === 34 || code === 39 ? this.#string(code) : this.#word();
      this.#skip();
      if (this.#failed || name === '' || this.#unit !== 58) return this.#fail();
      this.#at++;
      const content = this.#value(depth + 1);
      if (this.#failed) return undefined;
      members[name] = content;
      if (!this.#comma(125)) return undefined;
    }
    this.#at++;
    return members;
  }

  #list(depth: number): unknown {
    const items: unknown[] = [];
    this.#at++;
    for (;;) {
      this.#skip();
      if (this.#unit === 93) break;
      const item = this.#value(depth + 1);
      if (this.#failed) return undefined;
      items.push(item);
      if (!this.#comma(93)) return undefined;
    }
    this.#at++;
    return items;
  }

  #comma(close: number): boolean {
    this.#skip();
    if (this.#unit === 44) this.#at++;
    else if (this.#unit !== close) this.#fail();
    return !this.#failed;
  }

  #string(quote: number): string {
    const text = this.#text;
    const start = this.#at + 1;
    let at = start;
    let hasEscapes = false;
    while (at < text.length && text.charCodeAt(at) !== quote) {
      if (text.charCodeAt(at) === 92) {
        hasEscapes = true;
        at++;
      }
      at++;
    }
    if (at >= text.length) {
      this.#fail();
      return '';
    }
    this.#at = at + 1;
    this.#strings++;
    const content = text.slice(start, at);
    return hasEscapes ? decodeEscapes(content.replace(/\\\r?\n/g, '')) : content;
  }

  #word(): string {
    const start = this.#at;
    while (this.#at < this.#text.length && isWordUnit(this.#unit)) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  #skip(): void {
    const text = this.#text;
    for (;;) {
      const code = this.#unit;
      if (code <= 32 || code === 0xa0 || code === 0xfeff) this.#at++;
      else if (code === 47 && text.charCodeAt(this.#at + 1) === 47) {
        const line = text.indexOf('\n', this.#at);
        this.#at = line < 0 ? text.length : line;
      } else if (code === 47 && text.charCodeAt(this.#at + 1) === 42) {
        const close = text.indexOf('*/', this.#at + 2);
        this.#at = close < 0 ? text.length : close + 2;
      } else return;
    }
  }
}

function isWordUnit(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    code === 36 ||
    code === 45 ||
    code === 46 ||
    code === 43
  );
}
