import { decodeEntities, MarkupReader, type MarkupToken } from './markup.ts';

/** An entity declaration of a DTD (XML 1.0 §4.2). */
export interface EntityDeclaration {
  /** With `%` in front for a parameter entity. */
  readonly name: string;
  /** Of an internal entity: its replacement text, character references decoded. */
  readonly value?: string;
  /** Of an external one, as written; empty when it is missing. */
  readonly system?: string;
  readonly start: number;
  readonly end: number;
}

/** What a DTD declares; also a fragment of one, as external subsets are. */
export interface DtdReading {
  readonly entities: readonly EntityDeclaration[];
  /** `<!DOCTYPE x SYSTEM "…">`. */
  readonly external?: {
    readonly root: string;
    readonly isPublic: boolean;
    readonly publicId: string;
    readonly system: string;
    readonly start: number;
    readonly end: number;
  };
}

/** Nobody declares more by hand; the rest is not needed to know a bomb. */
const mostEntities = 2000;

/** Reads the document type and the entity declarations of a text, from the first `<!` on. Linear; nothing is fetched or expanded. */
export function readDtd(text: string): DtdReading {
  const entities: EntityDeclaration[] = [];
  let external: DtdReading['external'];
  read(text, text.indexOf('<!'), 0);
  return external === undefined ? { entities } : { entities, external };

  function read(source: string, from: number, depth: number): void {
    if (from < 0) return;
    const reader = new MarkupReader(source, from);
    for (let token = reader.next(); token !== undefined && entities.length < mostEntities; token = reader.next()) {
      if (token.kind !== 'declaration') continue;
      if (token.name === 'entity') {
        const declaration = entityOf(token);
        if (declaration === undefined) continue;
        entities.push(declaration);
        // A parameter entity may hold declarations itself: `<!ENTITY % a "<!ENTITY &#37; b SYSTEM '…'>">`.
        if (declaration.value?.includes('<!') && depth < 3) read(declaration.value, 0, depth + 1);
      } else if (token.name === 'doctype' && external === undefined && depth === 0) external = externalOf(token);
    }
  }
}

function entityOf({ words, start, end }: MarkupToken): EntityDeclaration | undefined {
  const isParameter = words[0] === '%';
  // `%x` without a blank is broken, and read by some.
  const name = isParameter ? `%${words[1] ?? ''}` : (words[0] ?? '');
  const at = isParameter ? 2 : 1;
  const first = words[at];
  if (first === undefined || name === '') return undefined;
  if (isLiteral(first)) return { name, value: decodeEntities(first.slice(1)), start, end };
  const keyword = first.toUpperCase();
  if (keyword === 'SYSTEM') return { name, system: literal(words[at + 1]), start, end };
  if (keyword === 'PUBLIC') return { name, system: literal(words[at + 2] ?? words[at + 1]), start, end };
  return undefined;
}

function externalOf({ words, start, end }: MarkupToken): DtdReading['external'] {
  for (let i = 0; i < words.length; i++) {
    const keyword = (words[i] as string).toUpperCase();
    if (keyword === 'SYSTEM') return { root: words[0] ?? '', isPublic: false, publicId: '', system: literal(words[i + 1]), start, end };
    if (keyword === 'PUBLIC')
      return { root: words[0] ?? '', isPublic: true, publicId: literal(words[i + 1]), system: literal(words[i + 2]), start, end };
  }
  return undefined;
}

function isLiteral(word: string): boolean {
  return word.startsWith('"') || word.startsWith("'");
}

function literal(word: string | undefined): string {
  return word !== undefined && isLiteral(word) ? word.slice(1) : '';
}

/** A text with a name that refers to others by name: an entity, a YAML anchor. */
export interface NamedText {
  readonly name: string;
  readonly value?: string;
}

/** How large named texts become. */
export interface Expansion {
  /** The largest number of units that one of them expands to; infinite for one that holds itself. */
  readonly largest: number;
  /** The most levels on which a text holds another more than once: each multiplies. A DTD of many levels rarely repeats. */
  readonly multiplied: number;
}

/** Computes what the texts expand to, without expanding any. Each is measured once, so it takes linear time. `reference`: global, with the name as its first group. */
export function expansionOf(texts: readonly NamedText[], reference: RegExp): Expansion {
  const declared = new Map<string, string>();
  // The first declaration of an entity is the one that counts (XML 1.0 §4.2).
  for (const { name, value } of texts) if (value !== undefined && !declared.has(name)) declared.set(name, value);
  const measured = new Map<string, Expansion>();
  const open = new Set<string>();
  let largest = 0;
  let multiplied = 0;
  for (const name of declared.keys()) {
    const size = measure(name);
    if (size.largest > largest) largest = size.largest;
    if (size.multiplied > multiplied) multiplied = size.multiplied;
  }
  return { largest, multiplied };

  function measure(name: string): Expansion {
    const known = measured.get(name);
    if (known !== undefined) return known;
    const value = declared.get(name);
    if (value === undefined) return { largest: 0, multiplied: 0 };
    // One that holds itself, or a chain longer than any parser's stack.
    if (open.has(name) || open.size > 300) return { largest: Number.POSITIVE_INFINITY, multiplied: 0 };
    open.add(name);
    const counts = new Map<string, number>();
    // A fresh expression: the search for the references of an inner text would move this one's place.
    for (const match of value.matchAll(reference)) counts.set(match[1] as string, (counts.get(match[1] as string) ?? 0) + 1);
    let size = value.length;
    let levels = 0;
    for (const [inner, count] of counts) {
      const found = measure(inner);
      size += found.largest * count;
      if (declared.has(inner)) levels = Math.max(levels, found.multiplied + (count > 1 ? 1 : 0));
    }
    open.delete(name);
    const result = { largest: size, multiplied: levels };
    measured.set(name, result);
    return result;
  }
}
