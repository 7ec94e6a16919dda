import type { Span } from '@postern/core';
import { decodePercent, normalizeSegments, readPath, type Value } from '@postern/inspect';
import { fold, type Index } from './input-index.ts';
import { partsOf } from './path-parts.ts';
import type { Source } from './source.ts';

/** Parts of values that are kept: more are no list of files any more, and would only take memory. */
const mostParts = 100_000;
/** No file system takes a longer path. */
const longestName = 4096;

/** Input that could lead a path astray: it climbs, or it is absolute. */
export interface Lead {
  readonly value: Value;
  readonly source: string;
  /** In the value. */
  readonly span: Span;
  /** It is all of the value; otherwise the program would have to cut it out. */
  readonly whole: boolean;
  /** A link of a page or a tag: documents are full of neighbours' names. */
  readonly isLink: boolean;
  /** Also what remains of an absolute path without its start. */
  readonly isAbsolute: boolean;
  /** How many folders it rises above where it starts. */
  readonly climbs: number;
  /** It holds a `..`. */
  readonly hasParent: boolean;
  /** Where it leads: the segments that remain when `..` is carried out, leading `..` left out, folded. */
  readonly tail: readonly string[];
  readonly folded: string;
}

/** A value that only names something; beside one that climbs it can be the rest of the way. */
export interface NamedValue {
  readonly value: Value;
  readonly source: string;
  readonly tail: readonly string[];
}

export interface Leads {
  readonly isEmpty: boolean;
  /** By the last segment of the tail. */
  readonly byName: ReadonlyMap<string, readonly Lead[]>;
  /** The whole values among them: only these may be folders. */
  readonly wholeByName: ReadonlyMap<string, readonly Lead[]>;
  /** What holds a `..`. */
  readonly parents: readonly Lead[];
  /** Of each source the whole value that climbs highest and names nothing: `..`, `../../`. */
  readonly climbers: ReadonlyMap<string, Lead>;
}

export function leadsOf(index: Index): Leads {
  return index.derived('path leads', (of) => {
    const collection = new Collection();
    collection.collect(of);
    return collection;
  });
}

/** Whole values that neither climb nor are absolute, by the last segment of their tail. Keys are names that the program knows. */
export function namedValuesOf(index: Index): ReadonlyMap<string, readonly NamedValue[]> {
  return index.derived('path names', ({ sources }) => {
    const names = new Map<string, NamedValue[]>();
    for (let i = 0; i < sources.length; i++) {
      const { label, values } = sources[i] as Source;
      for (let k = 0; k < values.length; k++) {
        const value = values[k] as Value;
        if (value.isKey || value.text.length > longestName) continue;
        const { segments, climbs, isAbsolute } = readPath(fold(value.text.trim()));
        const tail = climbs > 0 || isAbsolute ? [] : normalizeSegments(segments, false);
        if (tail.length > 0) addTo(names, tail[tail.length - 1] as string, { value, source: label, tail });
      }
    }
    return names;
  });
}

function addTo<Item>(lists: Map<string, Item[]>, name: string, item: Item): void {
  const list = lists.get(name);
  if (list) list.push(item);
  else lists.set(name, [item]);
}

type Place = Pick<Lead, 'value' | 'source' | 'span' | 'whole' | 'isLink'>;

class Collection implements Leads {
  readonly byName: Map<string, Lead[]> = new Map();
  readonly wholeByName: Map<string, Lead[]> = new Map();
  readonly parents: Lead[] = [];
  readonly climbers: Map<string, Lead> = new Map();
  isEmpty = true;
  private readonly seenWhole = new Set<string>();
  private readonly seenParts = new Set<string>();

  collect(index: Index): void {
    for (let i = 0; i < index.sources.length; i++) {
      const { label: source, values } = index.sources[i] as Source;
      for (let k = 0; k < values.length; k++) {
        const value = values[k] as Value;
        const { text } = value;
        if (!mayLead(text)) continue;
        const first = text.length - text.trimStart().length;
        // Whatever its length: padding by `./` is gone when the program resolves the path.
        this.addForms(text.trim(), { value, source, span: [first, Math.max(first, text.trimEnd().length)], whole: true, isLink: false });
        const isEnd = partsOf(text, (start, end, isLink) => {
          if (this.seenParts.size >= mostParts) return false;
          this.addForms(text.slice(start, end), { value, source, span: [start, end], whole: false, isLink });
          return true;
        });
        if (!isEnd) index.reach('comparisons');
      }
    }
  }

  /** Programs decode what arrives encoded, once or twice. */
  private addForms(text: string, place: Place): void {
    this.add(text, place);
    const decoded = /%(?:2[ef]|5c|25)/i.test(text) ? decodePercent(text) : text;
    if (decoded === text) return;
    this.add(decoded, place);
    const twice = decodePercent(decoded);
    if (twice !== decoded) this.add(twice, place);
  }

  private add(text: string, place: Place, isRest = false): void {
    const { segments, isAbsolute, climbs, hasParent } = readPath(text);
    if (climbs === 0 && !isAbsolute) return;
    const folded = fold(text);
    const { value, source, span, whole, isLink } = place;
    const seen = whole ? this.seenWhole : this.seenParts;
    const isKnown = seen.has(folded);
    if (isKnown && !whole) return;
    const tail = tailOf(segments, isAbsolute);
    // One by one: copies of objects take several times as long, and there may be a hundred thousand.
    const lead: Lead = { value, source, span, whole, isLink, isAbsolute: isAbsolute || isRest, climbs, hasParent, tail, folded };
    if (whole && tail.length === 0 && climbs > (this.climbers.get(source)?.climbs ?? 0)) this.climbers.set(source, lead);
    if (isKnown) return;
    seen.add(folded);
    this.isEmpty = false;
    // Parents alone, cut out of a text, are no more than an ellipsis.
    if (hasParent && (whole || tail.length > 0)) this.parents.push(lead);
    const name = tail[tail.length - 1];
    if (name !== undefined) addTo(this.byName, name, lead);
    if (name !== undefined && whole) addTo(this.wholeByName, name, lead);
    // What remains when the program takes a prefix off, as that of a route: `/static/../x`.
    if (isAbsolute && hasParent) this.add(fromParent(text), { ...place, whole: false }, true);
  }
}

/** The names that remain when `..` is carried out. The kernel ends a path at a NUL; Node refuses it, other ways to a file may not. */
function tailOf(segments: readonly string[], isAbsolute: boolean): string[] {
  const resolved = normalizeSegments(segments, isAbsolute);
  const tail: string[] = [];
  for (let i = 0; i < resolved.length; i++) {
    const segment = resolved[i] as string;
    if (segment !== '..') tail.push(fold(segment.split('\0', 1)[0] as string));
  }
  return tail;
}

/** The text from its first segment `..` on. */
function fromParent(text: string): string {
  const at = text.search(/[/\\]\.\.(?:[/\\]|$)/);
  return at < 0 ? '' : text.slice(at + 1);
}

/** A necessary condition of everything else: two dots, a slash, a drive, a `file:` URL, or these in escapes. */
function mayLead(text: string): boolean {
  return (
    text.includes('/') || text.includes('..') || text.includes('%2') || text.includes('%5') || /^\s*(?:\\|[a-zA-Z]:\\|file:)/i.test(text)
  );
}
