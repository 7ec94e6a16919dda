/**
 * JSON with sorted keys and no spaces, so that equal data has equal bytes (in the manner of RFC 8785; numbers as JavaScript writes them).
 * `undefined` members are left out. Throws `TypeError` on cycles, BigInt and functions: those are no data.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (depth > 64) throw new TypeError('nested deeper than 64 levels, or cyclic');
  if (value === null || typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => (item === undefined ? 'null' : write(item, depth + 1))).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`${typeof value} is no JSON`);
  const object = value as Readonly<Record<string, unknown>>;
  const members: string[] = [];
  const keys = Object.keys(object).sort();
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    if (object[key] !== undefined) members.push(`${JSON.stringify(key)}:${write(object[key], depth + 1)}`);
  }
  return `{${members.join(',')}}`;
}
