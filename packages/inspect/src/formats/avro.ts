import type { Decoded, Format } from '../format.ts';
import { host } from '../host.ts';
import { attempt, ByteReader, broken, hasAt, newMap, put } from '../text/bytes.ts';
import { inflateRaw } from '../text/inflate.ts';
import { decodeUtf8 } from '../text/utf8.ts';

const freeOutput = 64 * 1024;
const deepest = 64;
const mostItems = 200_000;

/** Avro object container files: they carry their schema, by which their records become data. */
export const avro: Format = {
  id: 'avro',
  title: 'Avro object container',
  document: 'https://avro.apache.org/docs/1.11.1/specification/#object-container-files',
  reads: 'bytes',
  canDecode: (bytes) => hasAt(bytes, 0, 0x4f, 0x62, 0x6a, 1),
  decode(bytes, room) {
    const metadata = newMap();
    const records: unknown[] = [];
    const decoded: Decoded[] = [{ kind: 'data', step: 'avro', data: { metadata, records } }];
    attempt(() => {
      const reader = new ByteReader(bytes, 4);
      eachOf(reader, () => put(metadata, text(reader), text(reader)));
      reader.take(16);
      const codec = metadata['avro.codec'];
      const schema = new Schema(metadata['avro.schema']);
      let left = Math.floor(Math.min(Math.max(freeOutput, bytes.length * room.ratio), room.size));
      while (!reader.atEnd) {
        const count = long(reader);
        let block: Uint8Array | undefined = reader.take(long(reader));
        reader.take(16);
        if (codec === 'deflate') {
          const inflated = inflateRaw(block, 0, Math.max(1, left));
          block = inflated.bytes;
          left -= block.length;
          if (inflated.end === 'limit') {
            decoded.push({ kind: 'limit', limit: 'ratio' });
            return;
          }
        } else if (codec === 'zstandard') block = host().zstd?.(block, left);
        else if (codec !== undefined && codec !== 'null') block = undefined;
        if (block === undefined) decoded.push({ kind: 'limit', limit: 'unreadable' });
        else records.push(schema.isKnown ? (attempt(() => schema.records(new ByteReader(block), count)) ?? block) : block);
      }
    });
    return decoded;
  },
};

/** The variable-length zig-zag coding of int and long. */
function long(reader: ByteReader): number {
  const value = reader.varint();
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function text(reader: ByteReader): string {
  return decodeUtf8(reader.take(long(reader)));
}

/** Arrays and maps: blocks of a count and its items, a negative count with the size of the block behind it, until a count of 0. */
function eachOf(reader: ByteReader, read: () => void): void {
  for (let count = long(reader); count !== 0; count = long(reader)) {
    if (count < 0) long(reader);
    for (let i = Math.abs(count); i > 0; i--) {
      if (reader.atEnd) throw broken;
      read();
    }
  }
}

class Schema {
  readonly isKnown: boolean;
  readonly #root: unknown;
  readonly #named: Map<string, unknown> = new Map();
  #items = 0;

  constructor(source: unknown) {
    let root: unknown;
    try {
      root = typeof source === 'string' ? JSON.parse(source) : undefined;
    } catch {}
    this.#root = root;
    this.isKnown = root !== undefined;
  }

  records(reader: ByteReader, count: number): unknown[] {
    const records: unknown[] = [];
    for (let i = 0; i < count && !reader.atEnd; i++) records.push(this.#read(reader, this.#root, 0));
    return records;
  }

  #read(reader: ByteReader, schema: unknown, depth: number): unknown {
    if (depth > deepest || ++this.#items > mostItems) throw broken;
    if (Array.isArray(schema)) return this.#read(reader, schema[long(reader)], depth + 1);
    if (typeof schema === 'string')
      return this.#named.has(schema) ? this.#read(reader, this.#named.get(schema), depth + 1) : primitive(reader, schema);
    if (typeof schema !== 'object' || schema === null) throw broken;
    const { type, name, fields, items, values, size } = schema as Readonly<Record<string, unknown>>;
    if (typeof name === 'string') this.#named.set(name, schema);
    switch (type) {
      case 'record': {
        const record = newMap();
        if (!Array.isArray(fields)) throw broken;
        for (const field of fields as readonly { name?: unknown; type?: unknown }[])
          put(record, String(field?.name), this.#read(reader, field?.type, depth + 1));
        return record;
      }
      case 'enum':
        return long(reader);
      case 'fixed':
        return reader.take(Number(size));
      case 'array': {
        const list: unknown[] = [];
        eachOf(reader, () => list.push(this.#read(reader, items, depth + 1)));
        return list;
      }
      case 'map': {
        const map = newMap();
        eachOf(reader, () => put(map, text(reader), this.#read(reader, values, depth + 1)));
        return map;
      }
      default:
        return this.#read(reader, type, depth + 1);
    }
  }
}

function primitive(reader: ByteReader, type: string): unknown {
  switch (type) {
    case 'null':
      return null;
    case 'boolean':
      return reader.byte() === 1;
    case 'int':
    case 'long':
      return long(reader);
    case 'float':
      return reader.take(4) && 0;
    case 'double':
      return reader.take(8) && 0;
    case 'bytes':
      return reader.take(long(reader));
    case 'string':
      return text(reader);
    default:
      throw broken;
  }
}
