/** What can be read of an object that JSON does not know. Works by brand, not by prototype: the object is of another realm. */
export type Foreign =
  /** `keys`: its own names. */
  | { readonly kind: 'object'; readonly keys: readonly string[] }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'list'; readonly items: readonly unknown[]; readonly isCut: boolean }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unreadable' };

/** Beyond this many entries a collection is not copied. */
const maxEntries = 200_000;

/** Tells bytes, maps, sets and boxed strings from plain objects. May throw when the object is a proxy that wants to. */
export function readForeign(value: object): Foreign {
  // A copy in this realm, made by the language without asking the foreign prototype for length or buffer (ECMA-262 §23.2.5.1.2).
  if (ArrayBuffer.isView(value)) return { kind: 'bytes', bytes: new Uint8Array(value as Uint8Array) };
  const keys = Object.keys(value);
  const first = keys[0];
  // Only what has no members of its own is worth the question: events are plain objects. The characters of a boxed string are members.
  if (first !== undefined) return first === '0' ? readBoxed(value, keys) : { kind: 'object', keys };
  switch (Object.prototype.toString.call(value)) {
    case '[object ArrayBuffer]':
    case '[object SharedArrayBuffer]':
      return { kind: 'bytes', bytes: new Uint8Array(value as ArrayBuffer) };
    case '[object Map]':
      return entries(Map.prototype.forEach, value);
    case '[object Set]':
      return entries(Set.prototype.forEach, value);
    case '[object Object]':
    case '[object Date]':
    case '[object Number]':
    case '[object Boolean]':
    case '[object String]':
      return { kind: 'nothing' };
    default:
      return { kind: 'unreadable' };
  }
}

function readBoxed(value: object, keys: readonly string[]): Foreign {
  if (Object.prototype.toString.call(value) !== '[object String]') return { kind: 'object', keys };
  try {
    return { kind: 'text', text: String.prototype.valueOf.call(value) };
  } catch {
    return { kind: 'object', keys }; // it only says that it is one
  }
}

function entries(forEach: (this: never, visit: (value: unknown, key: unknown) => void) => void, collection: object): Foreign {
  const items: unknown[] = [];
  let isCut = false;
  forEach.call(collection as never, (value, key) => {
    if (items.length >= maxEntries) {
      isCut = true;
      return;
    }
    if (typeof key === 'string' && key !== value) items.push(key);
    items.push(value);
  });
  return { kind: 'list', items, isCut };
}
