/** Longest text that goes into an event. A log line may hold megabytes. */
const maxText = 10_000;
const maxItems = 100;
const maxDepth = 8;

// A lone surrogate or a NUL is legal in JavaScript and refused by databases; the whole file would be lost for one character.
const unstorable = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\u0000/g;

export type Members = Readonly<Record<string, unknown>>;

export function object(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, maxItems) : [];
}

/** A text that can be stored, cut where it is too long; undefined for everything else and for the empty text. */
export function text(value: unknown, length: number = maxText): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const cut = value.length > length ? `${value.slice(0, length)}…` : value;
  return cut.replace(unstorable, '\ufffd');
}

export function texts(value: unknown): readonly string[] {
  return list(value)
    .map((item) => text(item, 200))
    .filter((item) => item !== undefined);
}

/** A whole number that is not negative. */
export function count(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

/** Anything as JSON of bounded size: what a line holds beside what we know of. */
export function bounded(value: unknown, depth: number = maxDepth): unknown {
  if (typeof value === 'string') return text(value, 2000) ?? '';
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object') return null;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.slice(0, maxItems).map((item) => bounded(item, depth - 1));
  const kept: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const name of Object.keys(value).slice(0, maxItems))
    kept[text(name, 200) ?? ''] = bounded((value as Record<string, unknown>)[name], depth - 1);
  return kept;
}

/** The members that are there: a schema's optional attribute is absent, never null. */
export function present(members: Members): Members {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members))
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) kept[name] = value;
  return kept;
}
