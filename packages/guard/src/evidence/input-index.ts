import type { LimitName } from '@postern/core';
import type { Value } from '@postern/inspect';
import { type Crowd, createCrowd, type SortBudget } from './crowd.ts';
import { joinedLists, variantsOf } from './forms.ts';
import type { Source } from './source.ts';

/** Parts of a value are looked for from this length on: shorter ones coincide with any program's text. */
export const shortestPart = 8;
/** Units of one hash; with grams of the views at every third unit, every part of eight units contains one. */
export const gramLength = 6;
/** From so many entries on a hash is searched by order. */
export const crowdSize = 48;
/** More places than that sort too slowly, and so do texts that agree over more than so many units in all. */
const mostSorted = 200_000;
const sortedUnits = 50_000_000;
const stride = shortestPart - gramLength + 1;

/** A value as it is searched for. */
export interface View {
  readonly value: Value;
  readonly source: string;
  /** Where it starts in {@link Grams.text}. */
  readonly start: number;
  readonly length: number;
  /** The value without blanks at its ends, relative to {@link start}. */
  readonly first: number;
  readonly last: number;
  /** It is the value as JSON would write it inside of quotes. */
  readonly isEscaped: boolean;
}

export interface ShortValue {
  readonly value: Value;
  readonly source: string;
  /** Where the text starts in the value. */
  readonly offset: number;
}

export interface Grams {
  /** All views, folded, each followed by a NUL. */
  readonly text: string;
  readonly views: readonly View[];
  /** Values too short for a gram that hold more than letters and digits, by their folded text without blanks at its ends. */
  readonly short: ReadonlyMap<string, ShortValue>;
  /** What the short values begin with. */
  readonly shortStarts: ReadonlySet<number>;
  /** Chained hash table: `heads[hash]` is an entry's number plus one, `next` goes on from there. */
  readonly heads: Int32Array;
  readonly next: Int32Array;
  readonly positions: Int32Array;
  /** How many entries a hash has, up to 255. */
  readonly counts: Uint8Array;
  /** The places of a hash that has many, sorted when a text first asks; undefined where that would cost too much. */
  crowdOf(slot: number): Crowd | undefined;
}

/** What a sink is compared with: all values of all sources. Whatever has to be computed from them is computed when a sink first asks for it. */
export interface Index {
  readonly sources: readonly Source[];
  /** The result of `build`, which runs once per name. */
  derived<Derived>(name: string, build: (index: Index) => Derived): Derived;
  /** Says that a limit ended a comparison with a sink's text before the input did. */
  reach(limit: LimitName): void;
}

/** An index over `sources`; building it costs nothing until a sink asks. `onLimit` is told when a comparison ended early. */
export function createIndex(sources: readonly Source[], onLimit?: (limit: LimitName) => void): Index {
  const results = new Map<string, unknown>();
  return {
    sources,
    reach: (limit) => onLimit?.(limit),
    derived<Derived>(name: string, build: (index: Index) => Derived): Derived {
      if (!results.has(name)) results.set(name, build(this));
      return results.get(name) as Derived;
    },
  };
}

export function gramsOf(index: Index): Grams {
  return index.derived('grams', () => buildGrams(index, addPlain));
}

/** The values as JSON would write them inside of quotes, where that is different: texts with a backslash are compared with these too. */
export function escapedGramsOf(index: Index): Grams {
  return index.derived('escaped grams', () => buildGrams(index, addEscaped));
}

/** Lower case of the same length: offsets in the folded text are offsets in the text. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  // U+0130 is the one character whose lower case is longer than itself.
  return lower.length === text.length ? lower : text.replace(/\u0130/g, 'i').toLowerCase();
}

/** The hash of the gram at `at`. */
export function hashAt(text: string, at: number): number {
  let hash = text.charCodeAt(at);
  for (let i = 1; i < gramLength; i++) hash = Math.imul(hash, 0x01000193) ^ text.charCodeAt(at + i);
  return hash ^ (hash >>> 15);
}

type Add = (text: string, value: Value, source: string, isEscaped: boolean) => void;

function buildGrams(index: Index, addAll: (source: Source, add: Add) => void): Grams {
  const views: View[] = [];
  const short = new Map<string, ShortValue>();
  const shortStarts = new Set<number>();
  const pieces: string[] = [];
  const seen = new Set<string>();
  let length = 0;
  const add: Add = (text, value, source, isEscaped) => {
    const folded = fold(text);
    // The same text twice says nothing new, and thousands of copies would only lengthen the chains.
    if (seen.has(folded)) return;
    seen.add(folded);
    const first = text.length - text.trimStart().length;
    const last = Math.max(first, text.trimEnd().length);
    if (last - first < gramLength) {
      const piece = folded.slice(first, last);
      if (isEscaped || !isWorthFinding(piece) || short.has(piece)) return;
      short.set(piece, { value, source, offset: first });
      shortStarts.add(piece.charCodeAt(0));
      return;
    }
    views.push({ value, source, start: length, length: folded.length, first, last, isEscaped });
    pieces.push(folded, '\0');
    length += folded.length + 1;
  };
  for (let i = 0; i < index.sources.length; i++) addAll(index.sources[i] as Source, add);
  const chained = chain(pieces.join(''), views);
  return { views, short, shortStarts, ...chained, crowdOf: crowds(chained, views) };
}

function addPlain({ label, values }: Source, add: Add): void {
  for (let k = 0; k < values.length; k++) {
    const value = values[k] as Value;
    add(value.text, value, label, false);
    for (const variant of variantsOf(value.text)) add(variant, { ...value, text: variant }, label, false);
  }
  for (const joined of joinedLists(values)) add(joined.text, joined, label, false);
}

function addEscaped({ label, values }: Source, add: Add): void {
  for (let k = 0; k < values.length; k++) {
    const value = values[k] as Value;
    if (/["\\\n\r\t]/.test(value.text)) add(JSON.stringify(value.text).slice(1, -1), value, label, true);
  }
}

type Chains = Pick<Grams, 'text' | 'heads' | 'next' | 'positions' | 'counts'>;

function crowds({ text, heads, next, positions }: Chains, views: readonly View[]): Grams['crowdOf'] {
  const budget: SortBudget = { units: sortedUnits };
  const known = new Map<number, Crowd | undefined>();
  return (slot) => {
    if (known.has(slot)) return known.get(slot);
    const places: number[] = [];
    const ends = new Map<number, number>();
    for (let entry = heads[slot] as number; entry !== 0 && places.length < mostSorted; entry = next[entry - 1] as number) {
      const position = positions[entry - 1] as number;
      places.push(position);
      const { start, first, last } = viewAt(views, position);
      if (position === start + first) ends.set(position, start + last);
    }
    const crowd = places.length < mostSorted ? createCrowd(text, places, ends, budget) : undefined;
    known.set(slot, crowd);
    return crowd;
  };
}

/** The view that a position in {@link Grams.text} is in. */
export function viewAt(views: readonly View[], position: number): View {
  let low = 0;
  let high = views.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((views[middle] as View).start <= position) low = middle;
    else high = middle - 1;
  }
  return views[low] as View;
}

function chain(text: string, views: readonly View[]): Chains {
  let entries = 0;
  for (let i = 0; i < views.length; i++) entries += Math.ceil((views[i] as View).length / stride) + 1;
  let size = 256;
  while (size < entries * 2) size *= 2;
  const heads = new Int32Array(size);
  const next = new Int32Array(entries);
  const counts = new Uint8Array(size);
  const positions = new Int32Array(entries);
  let entry = 0;
  const insert = (position: number): void => {
    const slot = hashAt(text, position) & (size - 1);
    positions[entry] = position;
    next[entry] = heads[slot] as number;
    heads[slot] = ++entry;
    if ((counts[slot] as number) < 255) counts[slot] = (counts[slot] as number) + 1;
  };
  for (let i = 0; i < views.length; i++) {
    const { start, length, first } = views[i] as View;
    for (let at = first % stride; at + gramLength <= length; at += stride) if (at !== first) insert(start + at);
  }
  // Last in, first found: the start of a value is seen before the insides of others, however often an attacker repeats them.
  for (let i = 0; i < views.length; i++) insert((views[i] as View).start + (views[i] as View).first);
  return { text, heads, next, positions, counts };
}

/**
 * Whether a value of less than six units can matter. A number or a word of that length is one token in every language and stands in
 * any program's text by chance. One or two other characters do so too, except that a quote or a backslash prepares the next value's way.
 */
function isWorthFinding(text: string): boolean {
  if (!/[^\p{L}\p{N}_]/u.test(text)) return false;
  return text.length >= 3 || /['"`\\]/.test(text);
}
