/** What can be read of an object that JSON does not know. Works by brand, not by prototype: the object is of another realm. */
export type Foreign =
  /** `keys`: its own names. `content`: what it holds beside its members. */
  | { readonly kind: 'object'; readonly keys: readonly string[]; readonly content?: Foreign }
  /** `text`: what its items are when each is a character. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly text?: string }
  | { readonly kind: 'list'; readonly items: readonly unknown[]; readonly isCut: boolean }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unreadable' };

/** Beyond this many entries a collection is not copied. */
const maxEntries = 200_000;
const nothing: Foreign = { kind: 'nothing' };
const unreadable: Foreign = { kind: 'unreadable' };

/** The prototype that plain objects had last: every object of an event from JSON has the same. */
let plainPrototype: object | null = null;

/** Tells bytes, maps, sets, errors and boxed strings from plain objects. May throw when the object is a proxy that wants to. */
export function readForeign(value: object): Foreign {
  if (ArrayBuffer.isView(value)) return readView(value);
  const keys = Object.keys(value);
  const prototype: object | null = Object.getPrototypeOf(value);
  if (prototype === null || prototype === plainPrototype) return keys.length > 0 ? { kind: 'object', keys } : nothing;
  const content = contentOf(value);
  if (content.kind === 'text') {
    // The characters of a boxed string are members, which come first.
    const others = keys.slice(content.text.length);
    return others.length > 0 ? { kind: 'object', keys: others, content } : content;
  }
  if (content === nothing && Object.getPrototypeOf(prototype) === null) plainPrototype = prototype;
  if (content.kind === 'object') return { kind: 'object', keys: [...keys, ...content.keys] };
  if (keys.length === 0) return content;
  return content === nothing || content === unreadable ? { kind: 'object', keys } : { kind: 'object', keys, content };
}

function contentOf(value: object): Foreign {
  switch (Object.prototype.toString.call(value)) {
    case '[object ArrayBuffer]':
      return branded(() => bufferBytes(ArrayBuffer.prototype, value));
    case '[object SharedArrayBuffer]':
      return branded(() => bufferBytes(SharedArrayBuffer.prototype, value));
    case '[object Map]':
      return branded(() => entries(Map.prototype.forEach, value));
    case '[object Set]':
      return branded(() => entries(Set.prototype.forEach, value));
    case '[object String]':
      return branded(() => ({ kind: 'text', text: String.prototype.valueOf.call(value) }));
    case '[object Error]':
      return { kind: 'object', keys: hiddenNames.filter((name) => Object.hasOwn(value, name) && !Object.keys(value).includes(name)) };
    case '[object Object]':
    case '[object Date]':
    case '[object Number]':
    case '[object Boolean]':
      return nothing;
    default:
      return unreadable;
  }
}

/** Members of errors that no listing shows (ECMA-262 §20.5). The stack is the engine's, not the sender's. */
const hiddenNames: readonly string[] = ['message', 'cause', 'errors'];

/** What `read` gives of an object that says what it is; nothing when it only says so. */
function branded(read: () => Foreign): Foreign {
  try {
    return read();
  } catch {
    return unreadable;
  }
}

/** Throws when it is none. */
function bufferBytes(prototype: object, value: object): Foreign {
  Reflect.get(prototype, 'byteLength', value);
  return { kind: 'bytes', bytes: new Uint8Array(value as ArrayBuffer) };
}

/** The bytes of a view of any kind, asked of the language and not of a foreign prototype (ECMA-262 §23.2.3, §25.3.4). */
export function bytesOf(view: ArrayBufferView): Uint8Array {
  const prototype = nameOf(view) === undefined ? DataView.prototype : typedPrototype();
  const get = (name: string): unknown => Reflect.get(prototype, name, view);
  return new Uint8Array(new Uint8Array(get('buffer') as ArrayBuffer, get('byteOffset') as number, get('byteLength') as number));
}

function typedPrototype(): object {
  return Object.getPrototypeOf(Uint8Array.prototype);
}

/** `Uint8Array`; undefined for a `DataView`. */
function nameOf(view: ArrayBufferView): string | undefined {
  return Reflect.get(typedPrototype(), Symbol.toStringTag, view) as string | undefined;
}

function readView(view: ArrayBufferView): Foreign {
  const name = nameOf(view);
  const bytes = bytesOf(view);
  if (name === undefined) {
    const keys = Object.keys(view);
    return keys.length > 0 ? { kind: 'object', keys, content: { kind: 'bytes', bytes } } : { kind: 'bytes', bytes };
  }
  if (name.includes('8') || name.startsWith('Big')) return { kind: 'bytes', bytes };
  return { kind: 'bytes', bytes, text: textOf(new Float64Array(view as Float64Array)) };
}

/** One character for each item: code units of UTF-16 and code points of UTF-32. */
function textOf(items: Float64Array): string {
  let text = '';
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as number;
    text += item >= 0 && item <= 0x10ffff && Number.isInteger(item) ? String.fromCodePoint(item) : '\ufffd';
  }
  return text;
}

function entries(forEach: (this: never, visit: (value: unknown, key: unknown) => void) => void, collection: object): Foreign {
  const items: unknown[] = [];
  let isCut = false;
  forEach.call(collection as never, (value, key) => {
    if (items.length >= maxEntries) {
      isCut = true;
      return;
    }
    if (key !== value && (typeof key === 'string' || (typeof key === 'object' && key !== null))) items.push(key);
    items.push(value);
  });
  return { kind: 'list', items, isCut };
}
