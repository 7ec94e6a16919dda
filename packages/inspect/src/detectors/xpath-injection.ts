import type { Confidence } from '@postern/core';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { tokenizeXPath, type XPathToken } from '../languages/xpath.ts';
import { asciiTable } from '../text/characters.ts';
import { type Marks, mark } from '../text/marks.ts';

/**
 * Text that leaves the string or predicate that it is put into in an XPath expression (XPath 1.0 and 2.0): a condition of paths, axes and node
 * functions or one that the expression's own last quote completes, a union with a second path, or an expression of its own about nodes.
 */
export const xpathInjection: Detector = defineDetector({
  id: 'xpath-injection',
  title: 'XPath that leaves its string',
  class: 'xpathi',
  severity: 'high',
  // A string is left by its quote, a predicate by its bracket; what is bare goes on with an operator or calls a function of nodes.
  canOccur: (text, marks) => (marks & signs) !== 0 && placeIn(text, marks) !== undefined,
  detect(text, marks) {
    const place = placeIn(text, marks);
    return place === undefined ? undefined : new XPathReader(text.slice(0, place.start + longest), place).read();
  },
});

const signs = mark.quote | mark.doubleQuote | mark.slash | mark.bracket | mark.square;
const longest = 1024;
const valueLength = 64;

interface Place {
  readonly start: number;
  readonly kind: 'quoted' | 'bare' | 'whole';
}

/** Where the text may leave its value: behind the first quote, behind a first bare value, or nowhere because all of it is an expression. */
function placeIn(text: string, marks: Marks): Place | undefined {
  let at = 0;
  for (; at < text.length && at <= valueLength; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x27 || code === 0x22)
      return (marks & quotes) !== 0 && endOf(afterQuote, text, at + 1) > 0 ? { start: at + 1, kind: 'quoted' } : undefined;
    if (code < 128 && stops[code] === 1) break;
  }
  if (endOf(afterBare, text, 0) > 0) return { start: 0, kind: 'bare' };
  const value = endOf(bareValue, text, 0);
  if (endOf(afterBare, text, value) > 0) return { start: value, kind: 'bare' };
  if ((marks & quotes) !== 0 && (marks & mark.square) !== 0 && text.charCodeAt(0) === 0x2f) return { start: 0, kind: 'whole' };
  return (marks & mark.bracket) !== 0 && endOf(nodeCall, text, 0) > 0 ? { start: 0, kind: 'whole' } : undefined;
}

const quotes = mark.quote | mark.doubleQuote;
// A value stands before the quote, no program: `[name='x'`, `("…`.
const stops = /* @__PURE__ */ asciiTable('={}();\n[]|');
const afterQuote = /[\s)\]]{0,16}(?:(?:or|and)(?![\w-])|[|/[])/y;
const bareValue = /\s{0,8}[\w.*-]{0,64}/y;
const afterBare = /[\s)]{0,8}(?:(?:\]|\|\s{0,4}\/\/)|(?:or|and)\s{1,8}[\w(/@.])/y;
const nodeCall =
  /\s{0,8}(?:count|string-length|substring|substring-before|substring-after|contains|starts-with|ends-with|name|local-name|namespace-uri|doc|document|collection|unparsed-text|string|boolean|number|sum|normalize-space|translate|concat|exists)\s{0,4}\(/y;

function endOf(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : -1;
}

/** Functions of XPath that SQL and the languages of programs do not call by these names. */
const own = new Set(
  'string-length substring-before substring-after starts-with ends-with local-name namespace-uri normalize-space position last codepoints-to-string string-to-codepoints lower-case upper-case unparsed-text doc document doc-available generate-id system-property contains name'.split(
    ' ',
  ),
);
/** Functions that count as XPath's with a path among their arguments. */
const shared = new Set(
  'count substring string boolean number sum concat translate not exists matches tokenize text node comment collection true false current'.split(
    ' ',
  ),
);
const loading = new Set(['doc', 'document', 'collection', 'unparsed-text', 'doc-available']);

class XPathReader {
  readonly #text: string;
  readonly #place: Place;
  readonly #tokens: readonly XPathToken[];
  /** What was read can only be XPath: node functions, axes, paths with predicates. */
  #isSpecific = false;
  #calls = false;

  constructor(text: string, place: Place) {
    this.#text = text.slice(place.start);
    this.#place = place;
    this.#tokens = tokenizeXPath(this.#text).filter(({ kind }) => kind !== 'comment');
  }

  read(): Sighting | undefined {
    const { kind } = this.#place;
    if (kind === 'whole') return this.#whole();
    let at = 0;
    while (this.#is(at, ')') || this.#is(at, ']')) at++;
    const closed = at;
    if (this.#is(at, 'or') || this.#is(at, 'and')) return this.#condition(at);
    if (this.#is(at, '|')) {
      const end = this.#path(at + 1);
      if (end < 0 || !this.#endsAt(end)) return undefined;
      // A name alone may be a command behind a pipe, `//` a comment of a program.
      const isRich = this.#kind(at + 1) === 'slash' && (this.#is(at + 2, '*') || end > at + 3 || this.#kind(at + 2) === 'axis');
      return isRich || (kind === 'quoted' && (this.#isSpecific || this.#kind(at + 1) === 'slash'))
        ? this.#sighting(at, end, 'high', 'a second path is united')
        : undefined;
    }
    // `1]/parent::node()`: the predicate is closed and the path goes on.
    if (closed > 0 && this.#kind(at) === 'slash') {
      const end = this.#path(at);
      if (end > at + 1 && this.#isSpecific && this.#endsAt(end))
        return this.#sighting(0, end, 'high', 'the predicate is closed and the path goes on');
    }
    return undefined;
  }

  /** `or` and what it compares, as often as it comes. */
  #condition(from: number): Sighting | undefined {
    const isQuoted = this.#place.kind === 'quoted';
    let at = from;
    let compares = false;
    while (this.#is(at, 'or') || this.#is(at, 'and')) {
      at = this.#operand(at + 1);
      if (at < 0) return undefined;
      while (this.#isComparison(at) || this.#isArithmetic(at)) {
        compares ||= this.#isComparison(at);
        const next = this.#operand(at + 1);
        // `' or ''=`: cut off, or left to the expression.
        if (next < 0)
          return this.#at(at + 1) === undefined && (isQuoted || this.#isSpecific) && compares ? this.#found(from, at, compares) : undefined;
        at = next;
      }
      while (this.#is(at, ')') || this.#is(at, ']')) at++;
    }
    const last = this.#tokens[at - 1];
    // The quote behind the place in the expression closes the last string.
    if (last !== undefined && isQuoted && last.kind === 'string' && !last.closed && this.#at(at) === undefined && compares)
      return this.#sighting(from, at, 'high', 'a condition that the last quote completes');
    if (
      last !== undefined &&
      isQuoted &&
      last.kind === 'string' &&
      last.end - last.start === 1 &&
      !compares &&
      this.#tokens.length - from === 2
    )
      return this.#sighting(from, at, 'medium', 'an operator between two strings');
    return this.#endsAt(at) ? this.#found(from, at, compares) : undefined;
  }

  #found(from: number, to: number, compares: boolean): Sighting | undefined {
    if (!this.#isSpecific) return undefined;
    if (this.#place.kind === 'bare' && !this.#calls) return undefined;
    return this.#sighting(from, to, compares || this.#calls ? 'high' : 'medium', 'a condition about nodes');
  }

  #whole(): Sighting | undefined {
    const name = this.#at(0) ?? '';
    if (this.#kind(0) === 'slash') return this.#tautology();
    const isLoading = loading.has(name) && /^['"](?:[a-z]{2,8}:)?\/\//i.test(this.#at(2) ?? '');
    const end = this.#operand(0);
    if (end < 0) return undefined;
    const compares = this.#isComparison(end);
    let first = 2;
    while (this.#is(first, '(')) first++;
    const argument = this.#kind(first);
    const isAbout = argument === 'slash' || argument === 'axis' || this.#is(first, '..');
    if (this.#at(end) === undefined) {
      if (isLoading) return this.#sighting(0, end, 'high', 'an outside document is loaded');
      return isAbout ? this.#sighting(0, end, 'medium', 'an expression about nodes') : undefined;
    }
    return compares && isAbout ? this.#sighting(0, end, 'high', 'an expression that guesses at nodes') : undefined;
  }

  /** `//a[b='' or '1'='1']`: only what was put into a path compares one string with another. */
  #tautology(): Sighting | undefined {
    for (let i = 1; i + 3 < this.#tokens.length; i++)
      if (
        (this.#is(i, 'or') || this.#is(i, 'and')) &&
        this.#kind(i + 1) === 'string' &&
        this.#isComparison(i + 2) &&
        this.#kind(i + 3) === 'string'
      )
        return this.#sighting(i, i + 3, 'high', 'a comparison of constants decides the path');
    return undefined;
  }

  /** Behind one operand; -1 when none is there. */
  #operand(from: number): number {
    let at = from;
    while (this.#is(at, '-') || this.#is(at, '(')) at++;
    const kind = this.#kind(at);
    if (kind === 'string' || kind === 'number' || kind === 'variable') return at + 1;
    return this.#path(at);
  }

  /** Behind a path or a call; -1 when none is there. */
  #path(from: number): number {
    let at = from;
    let isRich = false;
    for (let steps = 0; steps < 32; steps++) {
      if (this.#kind(at) === 'slash') {
        isRich ||= this.#is(at, '//');
        at++;
      } else if (steps > 0) break;
      if (this.#kind(at) === 'axis') {
        isRich = true;
        at++;
      }
      if (this.#is(at, '@')) {
        isRich ||= this.#isComparison(at + 2);
        at++;
      }
      if (this.#is(at, '..')) {
        isRich = true;
        at++;
      } else if (this.#is(at, '.')) at++;
      else if (this.#is(at, '*')) {
        isRich ||= at > from;
        at++;
      } else if (this.#kind(at) === 'name') {
        const name = this.#at(at) as string;
        if (this.#is(at + 1, '(')) {
          const close = this.#closing(at + 1, '(', ')');
          if (
            own.has(name) ||
            (shared.has(name) && (this.#hasPath(at + 2, close) || this.#isConstant(at, close) || (steps > 0 && close === at + 2)))
          ) {
            isRich = true;
            this.#calls = true;
          }
          at = close + 1;
        } else at++;
      } else if (steps === 0 || this.#at(at) !== undefined || this.#kind(at - 1) !== 'slash') return -1;
      while (this.#is(at, '[')) {
        isRich ||= at > from + 1;
        at = this.#closing(at, '[', ']') + 1;
      }
    }
    if (at === from) return -1;
    if (this.#kind(from) === 'slash' && this.#isComparison(at)) isRich = true;
    this.#isSpecific ||= isRich;
    return at;
  }

  /** `true()`, which only XPath writes as a call. */
  #isConstant(at: number, close: number): boolean {
    return close === at + 2 && (this.#is(at, 'true') || this.#is(at, 'false'));
  }

  #hasPath(from: number, to: number): boolean {
    for (let i = from; i < to && i < this.#tokens.length; i++) {
      const kind = this.#kind(i);
      if (
        kind === 'slash' ||
        kind === 'axis' ||
        this.#is(i, '..') ||
        this.#is(i, '@') ||
        (kind === 'name' && own.has(this.#at(i) as string))
      )
        return true;
    }
    return false;
  }

  /** The bracket that closes the one at `open`, or the last token. */
  #closing(open: number, opening: string, ending: string): number {
    let depth = 0;
    for (let i = open; i < this.#tokens.length; i++) {
      if (this.#is(i, opening)) depth++;
      else if (this.#is(i, ending) && --depth === 0) return i;
    }
    return this.#tokens.length - 1;
  }

  /** No sentence goes on: the end, a union, a string that the expression closes. */
  #endsAt(at: number): boolean {
    const token = this.#tokens[at];
    return token === undefined || this.#is(at, '|') || this.#is(at, '[') || this.#is(at, ']') || (token.kind === 'string' && !token.closed);
  }

  #isComparison(at: number): boolean {
    return this.#kind(at) === 'operator' && comparisons.has(this.#at(at) as string);
  }

  #isArithmetic(at: number): boolean {
    return this.#is(at, '+') || this.#is(at, '-') || this.#is(at, '*') || this.#is(at, 'div') || this.#is(at, 'mod');
  }

  #kind(at: number): XPathToken['kind'] | undefined {
    return this.#tokens[at]?.kind;
  }

  #at(at: number): string | undefined {
    const token = this.#tokens[at];
    return token === undefined ? undefined : this.#text.slice(token.start, token.end);
  }

  #is(at: number, written: string): boolean {
    const token = this.#tokens[at];
    return token !== undefined && token.end - token.start === written.length && this.#text.startsWith(written, token.start);
  }

  #sighting(from: number, to: number, confidence: Confidence, reason: string): Sighting {
    const { start } = this.#place;
    const first = this.#tokens[from] as XPathToken;
    const last = this.#tokens[Math.min(to, this.#tokens.length - 1)] as XPathToken;
    return { span: [start + first.start, start + last.end], confidence, reason };
  }
}

const comparisons = new Set(['=', '!=', '<', '<=', '>', '>=']);
