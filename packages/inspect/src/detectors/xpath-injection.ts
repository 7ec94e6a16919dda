import type { Confidence } from '@postern/core';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { tokenizeXPath, type XPathToken } from '../languages/xpath.ts';
import { asciiTable } from '../text/characters.ts';
import { type Marks, mark } from '../text/marks.ts';
import { endOf } from '../text/sticky.ts';
import { sightingAtValueEnd, valueEnd } from '../text/value-end.ts';

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
  get needs() {
    return signs;
  },
  canOccur(text, marks) {
    if ((marks & signs) === 0) return false;
    if (placeIn(text, marks) !== undefined) return true;
    const end = valueEnd(text);
    return end !== undefined && placeIn(end, marks) !== undefined;
  },
  detect: (text, marks) => read(text, marks) ?? sightingAtValueEnd(text, (end) => read(end, marks)),
});

function read(text: string, marks: Marks): Sighting | undefined {
  const place = placeIn(text, marks);
  return place === undefined ? undefined : new XPathReader(text.slice(0, place.start + longest), place).read();
}

// A colon: `1 or following::x`.
const signs = mark.quote | mark.doubleQuote | mark.slash | mark.bracket | mark.square | mark.colon;
const longest = 1024;
const valueLength = 64;

interface Place {
  readonly start: number;
  readonly kind: 'quoted' | 'bare' | 'whole';
  /** A blank stands before the quote, so that it may open a quotation. */
  readonly isQuotation?: boolean;
}

/** Where the text may leave its value: behind the first quote, behind a first bare value, or nowhere because all of it is an expression. */
function placeIn(text: string, marks: Marks): Place | undefined {
  let at = 0;
  for (; at < text.length && at <= valueLength; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x27 || code === 0x22)
      return (marks & quotes) !== 0 && endOf(afterQuote, text, at + 1) > 0
        ? { start: at + 1, kind: 'quoted', isQuotation: at > 1 && text.charCodeAt(at - 1) === 32 && text.charCodeAt(at + 1) > 32 }
        : undefined;
    if (code < 128 && stops[code] === 1) break;
  }
  if (endOf(afterBare, text, 0) > 0) return { start: 0, kind: 'bare' };
  const value = endOf(bareValue, text, 0);
  if (endOf(afterBare, text, value) > 0) return { start: value, kind: 'bare' };
  // All of it is a path, a query of XQuery or a call: what only they have must be there.
  if (text.charCodeAt(0) === 0x2f) return mayBePath(text, marks) ? { start: 0, kind: 'whole' } : undefined;
  if ((marks & mark.colon) !== 0 && endOf(axisAtStart, text, 0) > 0) return { start: 0, kind: 'whole' };
  return (marks & mark.bracket) !== 0 && endOf(nodeCall, text, 0) > 0 ? { start: 0, kind: 'whole' } : undefined;
}

/** A path has predicates, node tests, axes or `//` before a name; a route or a file has none of them but perhaps a bracket. */
function mayBePath(text: string, marks: Marks): boolean {
  if (text.length > pathLength) return false;
  return (marks & (mark.square | mark.bracket | mark.colon | mark.at | mark.star)) !== 0 || text.startsWith('//');
}

const pathLength = 512;
const axisAtStart =
  /\s{0,8}(?:child|descendant|descendant-or-self|parent|ancestor|ancestor-or-self|following|following-sibling|preceding|preceding-sibling|attribute|self)::/y;
const quotes = mark.quote | mark.doubleQuote;
// A value stands before the quote, no program: `[name='x'`, `("…`.
const stops = /* @__PURE__ */ asciiTable('={}();\n[]|');
// Also XQuery's: `' return doc(…)`, `', doc(…)`.
const afterQuote =
  /[\s)\]]{0,16}(?:(?:or|and|return|union|intersect|except)(?![\w-])|[|/[]|,\s{0,8}(?:fn:)?(?:doc|collection|unparsed-text)\s{0,4}\()/iy;
const bareValue = /\s{0,8}[\w.*-]{0,64}/y;
const afterBare = /[\s)]{0,8}(?:(?:\]|\|\s{0,4}\/)|(?:or|and)\s{1,8}[\w(/@.])/y;
const nodeCall =
  /\s{0,8}(?:for\s{1,8}\$\w{1,32}\s{1,8}in|let\s{1,8}\$\w{1,32}\s{0,8}:=|(?:(?:fn:)?(?:count|string-length|substring|substring-before|substring-after|contains|starts-with|ends-with|name|local-name|namespace-uri|doc|document|collection|unparsed-text|string|boolean|number|sum|normalize-space|translate|concat|string-join|string-to-codepoints|codepoints-to-string|data|distinct-values|not|empty|exists|matches|replace|tokenize|upper-case|lower-case|serialize|root|base-uri|document-uri|environment-variable|available-environment-variables|unparsed-text-lines|unparsed-text-available|doc-available|uri-collection|system-property|generate-id)|(?:db|file|util|xdmp|saxon|dyn|http|fetch|proc|client|sql):[a-z-]{2,24})\s{0,4}\()/iy;

/** Functions of XPath that SQL and the languages of programs do not call by these names. */
const own = new Set(
  'string-length substring-before substring-after starts-with ends-with local-name namespace-uri normalize-space position last codepoints-to-string string-to-codepoints lower-case upper-case unparsed-text doc document doc-available generate-id system-property contains name unparsed-text-lines unparsed-text-available environment-variable available-environment-variables encode-for-uri escape-html-uri base-uri document-uri static-base-uri node-name in-scope-prefixes deep-equal uri-collection iri-to-uri current-group default-collation'.split(
    ' ',
  ),
);
/** Functions that count as XPath's with a path among their arguments. */
const shared = new Set(
  'count substring string boolean number sum concat translate not exists matches tokenize replace text node comment collection true false current string-join data distinct-values empty id idref key lang root serialize processing-instruction element attribute document-node max min avg zero-or-one one-or-more exactly-one reverse index-of subsequence error'.split(
    ' ',
  ),
);
const loading = new Set(
  'doc document collection unparsed-text unparsed-text-lines unparsed-text-available doc-available uri-collection environment-variable'.split(
    ' ',
  ),
);
/** Functions of processors that read files, run queries or start programs: BaseX, eXist-db, MarkLogic, Saxon, EXSLT. */
const extension = /^(?:db|file|util|xdmp|saxon|dyn|http|fetch|proc|client|sql):[a-z]/;

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
    if (this.#isLogical(at)) return this.#condition(at);
    if (this.#is(at, '|')) {
      const end = this.#path(at + 1);
      if (end < 0 || !this.#endsAt(end)) return undefined;
      // A name alone may be a command behind a pipe, `//` a comment of a program.
      const isRich = this.#kind(at + 1) === 'slash' && (this.#is(at + 2, '*') || end > at + 3 || this.#kind(at + 2) === 'axis');
      return isRich || (kind === 'quoted' && (this.#isSpecific || this.#kind(at + 1) === 'slash'))
        ? this.#sighting(at, end, 'high', 'a second path is united')
        : undefined;
    }
    // XQuery: the clause ends and what it returns is chosen; XPath 2.0 has words for `|`.
    const joint = this.#name(at);
    if (kind === 'quoted' && (this.#is(at, ',') || ['return', 'union', 'intersect', 'except'].includes(joint))) {
      const end = this.#path(at + 1);
      return end > 0 && this.#isSpecific && (this.#endsAt(end) || this.#is(end, ','))
        ? this.#sighting(at, end, 'high', 'a second path is read')
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
    while (this.#isLogical(at)) {
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
      !this.#place.isQuotation &&
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
    if (this.#kind(0) === 'slash' || this.#kind(0) === 'axis' || this.#kind(1) === 'axis') return this.#tautology() ?? this.#wholePath();
    const name = this.#name(0);
    if ((name === 'for' || name === 'let') && this.#kind(1) === 'variable') return this.#flowr();
    const isLoading = loading.has(name) && /^['"](?:[a-z]{2,8}:)?\/\//i.test(this.#at(2) ?? '');
    const end = this.#operand(0);
    if (end < 0) return undefined;
    const compares = this.#isComparison(end);
    const isAbout = this.#isAboutNodes(1, end);
    if (this.#at(end) === undefined) {
      if (isLoading || (extension.test(name) && this.#kind(2) === 'string'))
        return this.#sighting(0, end, isLoading ? 'high' : 'medium', 'an outside document is loaded');
      return isAbout ? this.#sighting(0, end, this.#namesSecret(0, end) ? 'high' : 'medium', 'an expression about nodes') : undefined;
    }
    return compares && isAbout ? this.#sighting(0, end, 'high', 'an expression that guesses at nodes') : undefined;
  }

  /** Whether a path begins where an argument may, so that no division or regular expression is taken for one. */
  #isAboutNodes(from: number, to: number): boolean {
    for (let i = from; i < to; i++) {
      if (!this.#is(i, '(') && !this.#is(i, ',')) continue;
      const next = this.#kind(i + 1);
      // `replace(/a/, 'b')`: a regular expression of a program ends in a slash.
      if (next === 'slash' && this.#kind(i + 2) === 'name' && this.#kind(i + 3) === 'slash' && this.#kind(i + 4) !== 'name') continue;
      if (
        (next === 'slash' && (this.#kind(i + 2) === 'name' || this.#kind(i + 2) === 'axis' || this.#is(i + 2, '*'))) ||
        this.#is(i + 1, '..')
      )
        return true;
      if (next === 'slash' && this.#is(i + 2, ')') && this.#is(i + 1, '/')) return true;
      if (next === 'axis' || this.#kind(i + 2) === 'axis') return true;
    }
    return false;
  }

  /** `for $u in //user return $u/password`. */
  #flowr(): Sighting | undefined {
    const end = this.#path(3);
    if (end < 0 || !this.#isSpecific) return undefined;
    for (let i = end; i < this.#tokens.length; i++)
      if (this.#is(i, 'return')) return this.#sighting(0, i, 'high', 'a query of nodes comes from outside');
    return undefined;
  }

  /**
   * `//user/password/text()`, `/users/user[1]/password`, `/descendant::password`: what is chosen is the application's business. Paths over the
   * elements of a page are what a scraper is told.
   */
  #wholePath(): Sighting | undefined {
    let at = this.#path(0);
    while (at > 0 && this.#is(at, '|')) at = this.#path(at + 1);
    if (at < 0 || this.#at(at) !== undefined) return undefined;
    let steps = 0;
    let isRich = this.#is(0, '//') && this.#is(1, '*') && this.#tokens.length === 2;
    for (let i = 0; i < this.#tokens.length; i++) {
      const kind = this.#kind(i);
      if (kind === 'name' && pageElements.has(this.#name(i)) && (this.#kind(i - 1) === 'slash' || this.#kind(i - 1) === 'axis'))
        return undefined;
      if (kind === 'name' && this.#kind(i - 1) === 'slash') steps++;
      if (kind === 'axis') isRich ||= this.#kind(i - 1) === 'name';
      else if (this.#is(i, '[')) isRich ||= i > 1 && this.#kind(i - 1) !== 'slash' && this.#isPredicate(i + 1);
      else if (this.#is(i, '(') && this.#kind(i - 2) === 'slash') isRich ||= nodeTests.has(this.#name(i - 1)) && this.#is(i + 1, ')');
      else if (this.#is(i, '@')) isRich ||= i > 1 && this.#is(0, '//') && this.#kind(i - 1) === 'slash' && this.#kind(i + 1) === 'name';
      else if (this.#is(i, '*')) isRich ||= this.#kind(i - 1) === 'slash' && this.#is(i - 2, '*') && this.#is(0, '/') && this.#is(1, '*');
    }
    const isSecret = this.#namesSecret(0, this.#tokens.length);
    if (isRich) return this.#sighting(0, at, isSecret ? 'high' : 'medium', 'a path of nodes comes from outside');
    return isSecret && this.#is(0, '//') && steps > 0 ? this.#sighting(0, at, 'medium', 'a path of secrets comes from outside') : undefined;
  }

  /** A position, a condition or a call, where a route or a pattern of files has a name or a class of characters. */
  #isPredicate(at: number): boolean {
    if (this.#kind(at) === 'number') return this.#is(at + 1, ']') && this.#at(at) !== '0';
    if (this.#is(at, '@')) return this.#kind(at + 1) === 'name' || this.#is(at + 1, '*');
    return (
      this.#kind(at) === 'name' &&
      (this.#isComparison(at + 1) || (this.#is(at + 1, '(') && (own.has(this.#name(at)) || shared.has(this.#name(at)))))
    );
  }

  #namesSecret(from: number, to: number): boolean {
    for (let i = from; i < to; i++) {
      const before = this.#kind(i - 1);
      if (this.#kind(i) === 'name' && (before === 'slash' || before === 'axis' || this.#is(i - 1, '@')) && secret.test(this.#name(i)))
        return true;
    }
    return false;
  }

  /** `//a[b='' or '1'='1']`: only what was put into a path compares one string with another. */
  #tautology(): Sighting | undefined {
    for (let i = 1; i + 3 < this.#tokens.length; i++)
      if (this.#isLogical(i) && this.#kind(i + 1) === 'string' && this.#isComparison(i + 2) && this.#kind(i + 3) === 'string')
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
        const name = this.#name(at);
        if (this.#is(at + 1, '(')) {
          const close = this.#closing(at + 1, '(', ')');
          if (
            own.has(name) ||
            extension.test(name) ||
            (loading.has(name) && this.#kind(at + 2) === 'string') ||
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
      if (kind === 'slash' || kind === 'axis' || this.#is(i, '..') || this.#is(i, '@') || (kind === 'name' && own.has(this.#name(i))))
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

  /** A name in lower case, without the prefix of the standard functions. Engines tell case apart; who tries filters does not. */
  #name(at: number): string {
    const name = (this.#at(at) ?? '').toLowerCase();
    return name.startsWith('fn:') ? name.slice(3) : name;
  }

  #isLogical(at: number): boolean {
    const name = this.#kind(at) === 'name' ? this.#name(at) : '';
    return name === 'or' || name === 'and';
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
const nodeTests = new Set(['text', 'node', 'comment', 'processing-instruction', 'last', 'position']);
const secret =
  /^(?:pass(?:word|wd|phrase|code)?|pwd|secrets?|(?:api|access|private|secret)?[-_]?key|token|credentials?|pin|ssn|salt|hash|credit-?card|card-?number)$/;
const pageElements = new Set(
  'html head body title div span a p ul ol li table tbody thead tr td th form input button select option textarea label img iframe h1 h2 h3 h4 h5 h6 nav header footer main section article aside script link meta svg path strong em b i br pre code video audio'.split(
    ' ',
  ),
);
