import type { StructureDetector, StructureSighting } from '../structure.ts';
import type { Reading, Shape, Value } from '../value.ts';

/** Names that are compared. */
const mostNames = 1000;
/** Fewer cost nothing, whatever they hash to. */
const fewestNames = 500;
/** A shorter text cannot hold so many pairs. */
const shortestForm = 3 * fewestNames;

/**
 * Hash functions of strings without a secret, by which maps of names are or were made: each takes a hash and a unit of text to the next hash.
 * Whoever knows the function writes names that all fall into one chain (Crosby and Wallach 2003; Klink and Wälde 2011).
 */
const functions: readonly {
  readonly name: string;
  readonly start: number;
  readonly next: (hash: number, unit: number) => number;
}[] = [
  { name: "Java's", start: 0, next: (hash, unit) => Math.imul(hash, 31) + unit },
  // PHP, older Rubies and Perls, .NET, and most that are written by hand.
  { name: 'times 33', start: 5381, next: (hash, unit) => Math.imul(hash, 33) + unit },
  { name: 'times 33, exclusive or', start: 5381, next: (hash, unit) => Math.imul(hash, 33) ^ unit },
  { name: 'times 131', start: 0, next: (hash, unit) => Math.imul(hash, 131) + unit },
  { name: 'FNV-1', start: 0x811c9dc5, next: (hash, unit) => Math.imul(hash, 0x01000193) ^ unit },
  { name: 'FNV-1a', start: 0x811c9dc5, next: (hash, unit) => Math.imul(hash ^ unit, 0x01000193) },
  { name: "Python 2's", start: 0, next: (hash, unit) => Math.imul(hash, 1000003) ^ unit },
  { name: 'SDBM', start: 0, next: (hash, unit) => Math.imul(hash, 65599) + unit },
  {
    name: 'one at a time',
    start: 0,
    next(hash, unit) {
      const sum = hash + unit;
      const mixed = sum + (sum << 10);
      return mixed ^ (mixed >>> 6);
    },
  },
];

/** Names in one object or form that collide in a known hash function, so that each look-up walks through all of them (CWE-407). */
export const hashFlood: StructureDetector = {
  id: 'hash-flood',
  title: 'Names that collide in a hash table',
  class: 'hashflood',
  severity: 'high',
  detect(reading) {
    const found: StructureSighting[] = [];
    for (let i = 0; i < (reading.shapes?.length ?? 0); i++) {
      const shape = (reading.shapes as readonly Shape[])[i] as Shape;
      if (shape.kind === 'many-keys') look(shape.sample, shape, found);
    }
    for (let i = 0; i < reading.values.length; i++) {
      const value = (reading as Reading).values[i] as Value;
      if (value.text.length >= shortestForm && value.isParsed !== true && isForm(value.text)) look(namesOf(value.text), value, found);
    }
    return found;
  },
};

function look(names: readonly string[], { path, encodings }: Pick<Value, 'path' | 'encodings'>, found: StructureSighting[]): void {
  if (names.length < fewestNames) return;
  const counts = new Uint16Array(65_536);
  // By chance a thousand names put two or three into one of 65,536 places.
  const most = Math.max(20, names.length / 25);
  for (let i = 0; i < functions.length; i++) {
    const { name, start, next } = functions[i] as (typeof functions)[number];
    counts.fill(0);
    for (let j = 0; j < names.length; j++) {
      const text = names[j] as string;
      let hash = start;
      // Units for most; bytes of UTF-8 are the same for the names that attacks are made of.
      for (let k = 0; k < text.length; k++) hash = next(hash, text.charCodeAt(k));
      const count = ((counts[hash & 0xffff] as number) + 1) as number;
      counts[hash & 0xffff] = count;
      if (count >= most) {
        found.push(sighting(path, encodings, text, `${count} of ${names.length} names have one hash (${name})`));
        return;
      }
    }
  }
  const number = collidingNumber(names);
  if (number !== undefined) found.push(sighting(path, encodings, number, 'numbers as names that differ in their highest bits only'));
}

function sighting(path: string, encodings: readonly string[], text: string, reason: string): StructureSighting {
  return { path, encodings, text, span: [0, text.length], confidence: 'high', reason };
}

/**
 * Names that are numbers are their own hash in PHP and, up to 2²⁴, in V8: multiples of a table's size share a place in it. Days in milliseconds are
 * multiples of 2¹⁰, addresses of pages of 2¹², so that larger ones must agree in 16 bits.
 */
function collidingNumber(names: readonly string[]): string | undefined {
  const counts = new Map<number, number>();
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    if (!/^(?:0|-?[1-9]\d{0,18})$/.test(name)) continue;
    const number = Number(name);
    const place = number >= 0 && number < 2 ** 24 ? number % 2 ** 13 : 2 ** 16 + (Math.abs(number) % 2 ** 16);
    const count = (counts.get(place) ?? 0) + 1;
    if (count >= Math.max(100, names.length / 4)) return name;
    counts.set(place, count);
  }
  return undefined;
}

/** Pairs from the first on, as a program or a browser writes them: no blanks. */
function isForm(text: string): boolean {
  const equals = text.indexOf('=');
  const pair = text.indexOf('&');
  if (equals < 0 || pair < 0 || pair > 4096) return false;
  for (let i = 0; i < pair; i++) if (text.charCodeAt(i) <= 32) return false;
  return true;
}

/** Names of pairs of the form, spread over all of it. */
function namesOf(text: string): readonly string[] {
  const all: string[] = [];
  const stride = Math.max(1, Math.floor(text.length / (mostNames * 2)));
  for (let at = 0; at < text.length && all.length < 2 * mostNames; ) {
    let end = text.indexOf('&', at);
    if (end < 0) end = text.length;
    const equals = text.indexOf('=', at);
    const name = text.slice(at, equals < 0 || equals > end ? end : equals);
    if (name !== '') all.push(name);
    // The next pair that begins a stride further on.
    const next = text.indexOf('&', Math.max(end, at + stride - 1));
    if (next < 0) break;
    at = next + 1;
  }
  return [...new Set(all)];
}
