/** A document as written, before anything in it is resolved. Offsets are UTF-16 units from 0. */
export type Raw = RawScalar | RawList | RawMap | RawRefused;

export interface RawScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly offset: number;
}

export interface RawList {
  readonly kind: 'list';
  readonly items: readonly Raw[];
  readonly offset: number;
}

export interface RawMember {
  readonly name: string;
  readonly nameOffset: number;
  readonly value: Raw;
}

export interface RawMap {
  readonly kind: 'map';
  readonly members: ReadonlyMap<string, RawMember>;
  readonly offset: number;
}

/** A part that can't be understood: a problem says why. */
export interface RawRefused {
  readonly kind: 'refused';
  readonly reason: string;
  readonly offset: number;
}

/** A problem at an offset of the text. */
export interface TextProblem {
  readonly offset: number;
  readonly problem: string;
}

export interface RawDocument {
  /** Absent when the text is empty or refused whole. */
  readonly root?: Raw;
  readonly problems: readonly TextProblem[];
}

/** Readers recurse; deeper text is refused before they do. Templates stay below 30. */
export const maxDepth = 100;
/** Values in a document, aliases counted as often as they are used ("billion laughs"). */
export const maxValues = 300_000;

export function rawMember(raw: Raw | undefined, name: string): RawMember | undefined {
  return raw?.kind === 'map' ? raw.members.get(name) : undefined;
}

export function rawAt(raw: Raw | undefined, ...names: readonly string[]): Raw | undefined {
  let place = raw;
  for (const name of names) place = rawMember(place, name)?.value;
  return place;
}

export function rawText(raw: Raw | undefined): string | undefined {
  return raw?.kind === 'scalar' && raw.value !== null ? String(raw.value) : undefined;
}
