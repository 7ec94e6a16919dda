import type { Decoded, Format, Room } from '../format.ts';
import { decodeEntities, type MarkupAttribute, MarkupReader, type MarkupToken } from '../languages/markup.ts';
import { mark } from '../text/marks.ts';

/** Elements below this depth are read as if they stood at it: their text is still looked at, and paths stay short. */
const mostDepth = 64;

/**
 * XML (1.0, fifth edition) and HTML, read tolerantly: text of elements with its CDATA sections, attributes, comments and processing instructions,
 * each with its place (`/order/item[2]/@name`). General entities that the document itself defines are expanded as a parser does, within the bound
 * on the ratio; external ones never are, and the document type stays in the raw text.
 */
export const xml: Format = {
  id: 'xml',
  title: 'XML and HTML',
  document: 'https://www.w3.org/TR/xml/',
  reads: 'text',
  needs: mark.angle,
  canDecode(text) {
    const start = firstUnit(text);
    if (text.charCodeAt(start) !== 60) return false;
    const next = text.charCodeAt(start + 1);
    if (next !== 33 && next !== 63 && !((next | 32) >= 97 && (next | 32) <= 122)) return false;
    return text.includes('>', start);
  },
  decode: (text, room) => new Document(text, room).read(),
};

interface Element {
  readonly name: string;
  readonly path: string;
  text: string;
  children: Map<string, number> | undefined;
}

class Document {
  readonly #text: string;
  readonly #views: Decoded[] = [];
  readonly #open: Element[] = [{ name: '', path: '', text: '', children: undefined }];
  readonly #expansion: Expansion;
  #isPage = false;

  constructor(text: string, room: Room) {
    this.#text = text;
    this.#expansion = new Expansion(Math.min(room.size, Math.max(text.length, 64) * room.ratio));
  }

  read(): readonly Decoded[] {
    const text = this.#text;
    let reader = new MarkupReader(text);
    let at = 0;
    for (let token = reader.next(); token !== undefined; token = reader.next()) {
      this.#append(text.slice(at, token.start));
      at = token.end;
      if (token.kind === 'start') this.#enter(token);
      else if (token.kind === 'end') this.#leave(token.name);
      else if (token.kind === 'instruction') this.#instruction(token);
      else if (token.kind === 'declaration') this.#expansion.declare(token);
      else {
        const isComment = token.kind === 'comment';
        const close = text.indexOf(isComment ? '-->' : ']]>', at);
        const content = text.slice(at, close < 0 ? text.length : close);
        if (isComment) this.#push(`${this.#top.path}/comment()`, content);
        else this.#top.text += content;
        if (close < 0) return this.#finish();
        at = close + 3;
        reader = new MarkupReader(text, at);
      }
    }
    this.#append(text.slice(at));
    return this.#finish();
  }

  get #top(): Element {
    return this.#open[this.#open.length - 1] as Element;
  }

  #finish(): readonly Decoded[] {
    while (this.#open.length > 0) this.#close(this.#open.pop() as Element);
    if (this.#expansion.isBomb) this.#views.push({ kind: 'limit', limit: 'ratio' });
    return this.#views;
  }

  #enter(token: MarkupToken): void {
    if (token.name === 'html') this.#isPage = true;
    const isNested = this.#open.length <= mostDepth;
    const name = this.#written(token);
    const parent = this.#top;
    let path = parent.path;
    if (isNested) {
      parent.children ??= new Map();
      const count = (parent.children.get(name) ?? 0) + 1;
      parent.children.set(name, count);
      path += count === 1 ? `/${name}` : `/${name}[${count}]`;
    }
    for (let i = 0; i < token.attributes.length; i++) {
      const { name: attribute, value } = token.attributes[i] as MarkupAttribute;
      if (value === '' || (this.#isPage && isLink(attribute, value))) continue;
      this.#push(`${path}/@${attribute}`, this.#expansion.expand(value));
    }
    if (!isNested || this.#text.charCodeAt(token.end - 2) === 47 || empty.has(token.name)) return;
    this.#open.push({ name: token.name, path, text: '', children: undefined });
  }

  #leave(name: string): void {
    for (let i = this.#open.length - 1; i > 0; i--) {
      if ((this.#open[i] as Element).name !== name) continue;
      while (this.#open.length > i) this.#close(this.#open.pop() as Element);
      return;
    }
  }

  #close({ path, text }: Element): void {
    if (!isBlank(text)) this.#push(path === '' ? '/text()' : path, text);
  }

  #append(text: string): void {
    if (text !== '') this.#top.text += this.#expansion.expand(text);
  }

  #instruction(token: MarkupToken): void {
    if (token.name === 'xml') return;
    const content = this.#text.slice(token.start + 2 + token.name.length, token.end - (token.isClosed ? 1 : 0));
    this.#push(`${this.#top.path}/processing-instruction('${token.name}')`, content.endsWith('?') ? content.slice(0, -1) : content);
  }

  #push(path: string, text: string): void {
    if (!isBlank(text)) this.#views.push({ kind: 'text', step: `xml:${path}`, text });
  }

  // The reader gives names in lower case; in XML their case counts.
  #written({ name, start }: MarkupToken): string {
    const written = this.#text.slice(start + 1, start + 1 + name.length);
    return written.toLowerCase() === name ? written : name;
  }
}

/** The general entities that a document declares for itself, and how much their expansion has made so far. */
class Expansion {
  readonly #entities: Map<string, string> = new Map();
  readonly #most: number;
  #made = 0;
  isBomb = false;

  constructor(most: number) {
    this.#most = most;
  }

  declare({ name, words }: MarkupToken): void {
    if (name !== 'entity' || words.length !== 2) return;
    const [entity, literal] = words as readonly [string, string];
    const quote = literal.charCodeAt(0);
    // The first declaration binds (§4.2).
    if ((quote === 34 || quote === 39) && !this.#entities.has(entity)) this.#entities.set(entity, literal.slice(1));
  }

  expand(text: string): string {
    if (!text.includes('&')) return text;
    return decodeEntities(this.#entities.size === 0 ? text : this.#replace(text, 0));
  }

  #replace(text: string, depth: number): string {
    let result = '';
    let copied = 0;
    for (let at = text.indexOf('&'); at >= 0 && !this.isBomb; at = text.indexOf('&', at + 1)) {
      const end = text.indexOf(';', at);
      if (end < 0) break;
      if (end > at + 256) continue;
      const content = this.#entities.get(text.slice(at + 1, end));
      if (content === undefined) continue;
      this.#made += content.length;
      // Deeper than any honest document, or within itself, which XML forbids.
      if (this.#made > this.#most || depth > 32) {
        this.isBomb = true;
        break;
      }
      result += text.slice(copied, at) + this.#replace(content, depth + 1);
      copied = end + 1;
      at = end;
    }
    return copied === 0 ? text : result + text.slice(copied);
  }
}

/** A link of a page to its neighbours: it climbs from folder to folder, and is a place on the web. The raw text is looked at all the same. */
function isLink(attribute: string, value: string): boolean {
  return value.includes('../') && links.has(attribute);
}

const links = new Set('action content data data-src href poster src srcset'.split(' '));

// Those of HTML that have no end tag.
const empty = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

function firstUnit(text: string): number {
  let at = 0;
  while (isBlankUnit(text.charCodeAt(at))) at++;
  return at;
}

function isBlank(text: string): boolean {
  return firstUnit(text) === text.length;
}

function isBlankUnit(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xfeff;
}
