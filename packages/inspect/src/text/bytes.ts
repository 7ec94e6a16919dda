/** Whether all of it is text: UTF-8 whose only control characters are those of lines and tabs. With `isCut` its last character may be torn. */
export function isTextBytes(bytes: Uint8Array, isCut = false): boolean {
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i++] as number;
    if (byte < 0x80) {
      if (!isPrintable(byte)) return false;
      continue;
    }
    let more = byte >= 0xc2 && byte < 0xe0 ? 1 : byte >= 0xe0 && byte < 0xf0 ? 2 : byte >= 0xf0 && byte < 0xf5 ? 3 : -1;
    if (more < 0) return false;
    for (; more > 0 && i < bytes.length; more--) if (((bytes[i++] as number) & 0xc0) !== 0x80) return false;
    if (more > 0 && !isCut) return false;
  }
  return true;
}

/** Printable ASCII, tab, line feed, carriage return. */
export function isPrintable(byte: number): boolean {
  return (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13;
}

/** Whether `bytes` has these values at `at`. */
export function hasAt(bytes: Uint8Array, at: number, ...values: readonly number[]): boolean {
  for (let i = 0; i < values.length; i++) if (bytes[at + i] !== values[i]) return false;
  return true;
}

/** Reads numbers and pieces of bytes one behind the other; throws {@link broken} past the end, for its callers to catch. */
export class ByteReader {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get atEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    if (this.at >= this.bytes.length) throw broken;
    return this.bytes[this.at++] as number;
  }

  /** An unsigned number of `size` bytes, the highest first; inexact past 53 bits. */
  bigEndian(size: number): number {
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + this.byte();
    return value;
  }

  /** An unsigned number of `size` bytes, the lowest first; inexact past 53 bits. */
  littleEndian(size: number): number {
    let value = 0;
    for (let i = 0, scale = 1; i < size; i++, scale *= 256) value += this.byte() * scale;
    return value;
  }

  /** Seven bits of each byte, the lowest first, until one without its highest bit: at most ten bytes. */
  varint(): number {
    let value = 0;
    for (let i = 0, scale = 1; i < 10; i++, scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw broken;
  }

  take(length: number): Uint8Array {
    if (!(length >= 0 && length <= this.bytes.length - this.at)) throw broken;
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

/** One object: making an error costs more than reading most inputs, and most inputs are not what a guess takes them for. */
export const broken: Error = new Error('broken');

/** What `read` makes of the bytes; `undefined` when they are not of its form. */
export function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (error !== broken) throw error;
    return undefined;
  }
}

/** Puts a member into a map made by {@link newMap}. A name that comes twice keeps both contents: parsers differ in which of them counts. */
export function put(map: Record<string, unknown>, name: string, content: unknown): void {
  let free = name;
  // Only a few places are tried: a thousand members of one name must not cost a million looks. The last one then takes the place.
  for (let i = 1; i < 8 && free in map; i++) free = `${name}#${i}`;
  map[free] = content;
}

/** A plain object without a prototype: names come from outside. */
export function newMap(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}
