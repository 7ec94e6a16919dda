/** One attribute as an HTML parser takes it. */
export interface MarkupAttribute {
  /** Lower case, without control characters. May hold quotes, `<` and other units that HTML allows in a name. */
  readonly name: string;
  /** As written, without its quotes; entities are not decoded: {@link decodeEntities}. */
  readonly value: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

export type MarkupTokenKind = 'start' | 'end' | 'comment' | 'cdata' | 'instruction' | 'declaration';

/** A piece of markup; what lies between two of them is text. */
export interface MarkupToken {
  readonly kind: MarkupTokenKind;
  /** Lower case, without control characters, as far as it has the form of a name: `script` of `<script\0<x>`. `doctype`, `entity`… of a declaration. */
  readonly name: string;
  readonly start: number;
  /** Behind the `>`. Of a comment or a CDATA section behind its opening, since what is in it is read on; of a document type behind the `[`. */
  readonly end: number;
  /** Of a tag or an instruction. */
  readonly attributes: readonly MarkupAttribute[];
  /** Of a declaration: its names and literals; literals keep their first quote, so that `SYSTEM` and `"SYSTEM"` differ. */
  readonly words: readonly string[];
  /** Whether its `>` was there. */
  readonly isClosed: boolean;
}

const none: readonly never[] = [];

/**
 * Reads HTML and XML as tolerantly as browsers do (WHATWG HTML §13.2.5, tokenization; XML 1.0 §2.8 and §4.2 for declarations). Comments, CDATA
 * sections and raw text (`script`, `textarea`…) are not closed rooms here: a fragment is put into a page that nobody knows, so tags in them are reported too.
 * Takes linear time over all calls of {@link next}; never throws.
 */
export class MarkupReader {
  readonly #text: string;
  #at: number;
  readonly #end: number;
  // Where a search for a closing quote found none: no later one will, which keeps `<!x '<!x '…` linear.
  #noQuoteBehind = Number.POSITIVE_INFINITY;
  #noDoubleQuoteBehind = Number.POSITIVE_INFINITY;

  constructor(text: string, from = 0, end: number = text.length) {
    this.#text = text;
    this.#at = from;
    this.#end = end;
  }

  /** The next piece of markup; `undefined` at the end of the text. */
  next(): MarkupToken | undefined {
    const text = this.#text;
    for (let start = text.indexOf('<', this.#at); start >= 0 && start < this.#end; start = text.indexOf('<', start + 1)) {
      const code = text.charCodeAt(start + 1);
      let token: MarkupToken | undefined;
      if (code === 33) token = this.#declaration(start);
      else if (code === 63) token = this.#tag('instruction', start, start + 2);
      else if (code === 47) token = this.#tag('end', start, start + 2);
      else token = this.#tag('start', start, start + 1);
      if (token === undefined) continue;
      this.#at = token.end;
      return token;
    }
    this.#at = this.#end;
    return undefined;
  }

  #tag(kind: 'start' | 'end' | 'instruction', start: number, from: number): MarkupToken | undefined {
    const text = this.#text;
    let at = from;
    // Old parsers drop NULs and other control characters between `<` and the name.
    while (isControl(text.charCodeAt(at))) at++;
    // Upper-casing makes ASCII of some letters (`ſ`, `ı`), so that a name may begin with any letter outside of it.
    if (!isLetter(text.charCodeAt(at)) && !(text.charCodeAt(at) > 127)) return undefined;
    const nameStart = at;
    while (at < this.#end && !endsName(text.charCodeAt(at))) at++;
    const name = nameOf(text.slice(nameStart, Math.min(at, nameStart + 64)));
    let attributes: MarkupAttribute[] | undefined;
    for (;;) {
      while (at < this.#end && isSeparator(text.charCodeAt(at))) at++;
      if (at >= this.#end) break;
      if (text.charCodeAt(at) === 62)
        return { kind, name, start, end: at + 1, attributes: attributes ?? none, words: none, isClosed: true };
      const attribute = this.#attribute(at);
      attributes ??= [];
      attributes.push(attribute);
      at = attribute.end;
    }
    return { kind, name, start, end: Math.max(at, start + 1), attributes: attributes ?? none, words: none, isClosed: false };
  }

  #attribute(start: number): MarkupAttribute {
    const text = this.#text;
    // A `=` that comes first belongs to the name.
    let at = start + 1;
    while (at < this.#end && !endsAttributeName(text.charCodeAt(at))) at++;
    const name = withoutControls(text.slice(start, at)).toLowerCase();
    let value = at;
    while (isSpace(text.charCodeAt(value))) value++;
    if (text.charCodeAt(value) !== 61 || value >= this.#end) return { name, value: '', start, valueStart: at, end: at };
    value++;
    while (isSpace(text.charCodeAt(value))) value++;
    const quote = text.charCodeAt(value);
    if (quote === 34 || quote === 39) {
      const close = this.#closing(quote, value + 1);
      if (close >= 0) return { name, value: text.slice(value + 1, close), start, valueStart: value + 1, end: close + 1 };
      // A quote that nobody closes would swallow the rest of the text: the value is its line, which tells dangling markup, and what is in it is read on.
      return { name, value: lineFrom(text, value + 1, this.#end), start, valueStart: value + 1, end: value + 1 };
    }
    let end = value;
    while (end < this.#end && !isSpace(text.charCodeAt(end)) && text.charCodeAt(end) !== 62) end++;
    return { name, value: text.slice(value, end), start, valueStart: value, end };
  }

  #closing(quote: number, from: number): number {
    const isDouble = quote === 34;
    if (from >= (isDouble ? this.#noDoubleQuoteBehind : this.#noQuoteBehind)) return -1;
    const found = this.#text.indexOf(isDouble ? '"' : "'", from);
    if (found >= 0 && found < this.#end) return found;
    if (isDouble) this.#noDoubleQuoteBehind = from;
    else this.#noQuoteBehind = from;
    return -1;
  }

  #declaration(start: number): MarkupToken | undefined {
    const text = this.#text;
    const bare = { start, attributes: none, words: none, isClosed: false };
    if (text.startsWith('--', start + 2)) return { ...bare, kind: 'comment', name: '', end: start + 4 };
    if (text.startsWith('[CDATA[', start + 2)) return { ...bare, kind: 'cdata', name: '', end: start + 9 };
    let at = start + 2;
    while (at < start + 18 && isLetter(text.charCodeAt(at))) at++;
    if (at === start + 2) return undefined;
    const name = text.slice(start + 2, at).toLowerCase();
    const words: string[] = [];
    let isClosed = false;
    while (at < this.#end) {
      const code = text.charCodeAt(at);
      if (code === 62 || code === 91) {
        isClosed = true;
        at++;
        break;
      }
      if (code === 60) break;
      if (code <= 32) {
        at++;
        continue;
      }
      let end = at + 1;
      if (code === 34 || code === 39) {
        const close = this.#closing(code, at + 1);
        if (close < 0) {
          words.push(text.charAt(at) + lineFrom(text, at + 1, this.#end));
          at++;
          break;
        }
        words.push(text.slice(at, close));
        end = close + 1;
      } else {
        while (end < this.#end && !endsWord(text.charCodeAt(end))) end++;
        words.push(text.slice(at, end));
      }
      at = end;
    }
    return { kind: 'declaration', name, start, end: at, attributes: none, words, isClosed };
  }
}

/** All markup of a text. */
export function tokenizeMarkup(text: string): MarkupToken[] {
  const reader = new MarkupReader(text);
  const tokens: MarkupToken[] = [];
  for (let token = reader.next(); token !== undefined; token = reader.next()) tokens.push(token);
  return tokens;
}

// Those that stand for ASCII, which is what hides code: the others decode to what no keyword holds (WHATWG HTML §13.5).
const entityNames =
  'lt< gt> amp& quot" apos\' Tab\t NewLine\n nbsp\u00a0 excl! num# dollar$ percnt% lpar( rpar) ast* plus+ comma, period. sol/ colon: semi; equals= quest? commat@ lsqb[ lbrack[ bsol\\ rsqb] rbrack] Hat^ lowbar_ grave` lcub{ lbrace{ verbar| vert| rcub} rbrace} tilde~';
let entities: ReadonlyMap<string, string> | undefined;

/** Decodes character references as HTML does: decimal, hexadecimal and the named ones of ASCII, with or without `;`. What is none stays. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#[xX]0{0,12}([0-9a-fA-F]{1,6})|#0{0,12}(\d{1,7})|([a-zA-Z]{2,8})(?![a-zA-Z]));?/g,
    (whole, hex, decimal, name) => {
      if (name !== undefined) {
        entities ??= new Map(
          entityNames.split(/ (?=[a-zA-Z])/).map((entry) => {
            const length = /^[a-zA-Z]*/.exec(entry)?.[0].length ?? 0;
            return [entry.slice(0, length), entry.slice(length)];
          }),
        );
        return entities.get(name) ?? entities.get(name.toLowerCase()) ?? whole;
      }
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    },
  );
}

function nameOf(written: string): string {
  if (/^[a-zA-Z0-9:_.-]*$/.test(written)) return written.toLowerCase();
  const plain = withoutControls(written)
    .replace(/\u017f/g, 's')
    .replace(/\u0131/g, 'i')
    .toLowerCase();
  return /^[a-z0-9:_.-]*/.exec(plain)?.[0] ?? '';
}

function withoutControls(text: string): string {
  return /[\0-\x1f\x7f]/.test(text) ? text.replace(/[\0-\x1f\x7f]/g, '') : text;
}

function lineFrom(text: string, from: number, end: number): string {
  const line = text.indexOf('\n', from);
  return text.slice(from, Math.min(end, line < 0 ? end : line, from + 2048));
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** Control characters that are no white space. */
function isControl(code: number): boolean {
  return code < 9 || (code > 13 && code < 32) || code === 11;
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** What may stand between attributes: white space, `/`, and control characters, which old parsers skip. */
function isSeparator(code: number): boolean {
  return code <= 32 || code === 47;
}

function endsName(code: number): boolean {
  return isSpace(code) || code === 47 || code === 62;
}

function endsAttributeName(code: number): boolean {
  return isSpace(code) || code === 47 || code === 62 || code === 61;
}

function endsWord(code: number): boolean {
  return code <= 32 || code === 34 || code === 39 || code === 62 || code === 91 || code === 60;
}
