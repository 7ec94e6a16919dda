/** Longest text that goes into an event. A log line may hold megabytes. */
const maxText = 4000;
const maxItems = 100;
const maxDepth = 8;

// A lone surrogate or a NUL is legal in JavaScript and refused by databases; the whole file would be lost for one character.
const suspect = /[\ud800-\udfff\u0000]/;
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
  return suspect.test(cut) ? cut.replace(unstorable, '\ufffd') : cut;
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

/** Anything as JSON of bounded size: what a line holds beside what we know of. About `room` characters of it are kept. */
export function bounded(value: unknown, room: number = 2000): unknown {
  return keep(value, { left: room }, maxDepth);
}

function keep(value: unknown, room: { left: number }, depth: number): unknown {
  room.left -= 8;
  if (typeof value === 'string') {
    const kept = text(value, Math.max(0, Math.min(500, room.left))) ?? '';
    room.left -= kept.length;
    return kept;
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object') return null;
  if (depth === 0 || room.left <= 0) return '…';
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (let i = 0; i < value.length && i < maxItems && room.left > 0; i++) items.push(keep(value[i], room, depth - 1));
    return items;
  }
  const kept: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  let members = 0;
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue;
    if (members++ >= maxItems || room.left <= 0) break;
    room.left -= name.length;
    kept[text(name, 100) ?? ''] = keep((value as Record<string, unknown>)[name], room, depth - 1);
  }
  return kept;
}

/** The members that are there: a schema's optional attribute is absent, never null. */
export function present(members: Members): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(members)) {
    const value = members[name];
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) kept[name] = value;
  }
  return kept;
}
