import type { Format } from '../format.ts';
import { attempt, ByteReader, broken, newMap, put } from '../text/bytes.ts';
import { decodeUtf8 } from '../text/utf8.ts';

/** Deeper nesting is no data that anybody sends; a reader that recurses must end somewhere. */
const deepest = 100;

/** MessagePack documents that are a map or an array and nothing behind it. It describes itself, so it becomes data like JSON. */
export const msgpack: Format = {
  id: 'msgpack',
  title: 'MessagePack',
  document: 'https://github.com/msgpack/msgpack/blob/master/spec.md',
  reads: 'bytes',
  certainty: 'form',
  // Fixed and long maps and arrays; text in UTF-8 never begins with the first, and does not go on with a zero or a low byte behind the second.
  canDecode(bytes) {
    const first = bytes[0] as number;
    return bytes.length > 1 && ((first >= 0x80 && first <= 0x9f) || (first >= 0xdc && first <= 0xdf)) && readMsgpack(bytes) !== undefined;
  },
  decode(bytes) {
    const data = readMsgpack(bytes);
    return data === undefined ? [] : [{ kind: 'data', step: 'msgpack', data }];
  },
};

function readMsgpack(bytes: Uint8Array): unknown {
  return attempt(() => {
    const reader = new ByteReader(bytes);
    const data = item(reader, 0);
    if (!reader.atEnd) throw broken;
    return data;
  });
}

function item(reader: ByteReader, depth: number): unknown {
  if (depth > deepest) throw broken;
  const first = reader.byte();
  if (first < 0x80) return first;
  if (first < 0x90) return map(reader, first & 15, depth);
  if (first < 0xa0) return array(reader, first & 15, depth);
  if (first < 0xc0) return decodeUtf8(reader.take(first & 31));
  if (first >= 0xe0) return first - 256;
  if (first >= 0xdc)
    return first < 0xde ? array(reader, size(reader, first - 0xdb), depth) : map(reader, size(reader, first - 0xdd), depth);
  if (first >= 0xd9) return decodeUtf8(reader.take(size(reader, first - 0xd9)));
  if (first >= 0xd4) return extension(reader, 1 << (first - 0xd4));
  if (first >= 0xcc) return reader.bigEndian(1 << (first & 3));
  if (first >= 0xca) return reader.take(first === 0xca ? 4 : 8) && 0;
  if (first >= 0xc7) return extension(reader, size(reader, first - 0xc7));
  if (first >= 0xc4) return reader.take(size(reader, first - 0xc4));
  if (first === 0xc1) throw broken; // never used
  return first === 0xc3;
}

/** Lengths are of 1, 2 or 4 bytes. */
function size(reader: ByteReader, power: number): number {
  return reader.bigEndian(1 << power);
}

function extension(reader: ByteReader, length: number): Uint8Array {
  reader.byte();
  return reader.take(length);
}

function array(reader: ByteReader, count: number, depth: number): unknown[] {
  if (count > reader.bytes.length - reader.at) throw broken;
  const items: unknown[] = [];
  for (let i = 0; i < count; i++) items.push(item(reader, depth + 1));
  return items;
}

function map(reader: ByteReader, count: number, depth: number): unknown {
  if (2 * count > reader.bytes.length - reader.at) throw broken;
  const members = newMap();
  for (let i = 0; i < count; i++) {
    const name = item(reader, depth + 1);
    put(members, typeof name === 'string' ? name : typeof name === 'number' ? String(name) : '', item(reader, depth + 1));
    if (typeof name === 'object') put(members, 'key', name);
  }
  return members;
}
