import type { Format } from '../format.ts';
import { attempt, ByteReader, broken, newMap, put } from '../text/bytes.ts';
import { decodeUtf8 } from '../text/utf8.ts';

const deepest = 100;
const stop = Symbol('stop');

/** CBOR documents (RFC 8949) that are a map or an array, tagged or not, and nothing behind it: what CoAP, COSE and AWS IoT devices send. */
export const cbor: Format = {
  id: 'cbor',
  title: 'CBOR',
  document: 'https://www.rfc-editor.org/rfc/rfc8949',
  reads: 'bytes',
  certainty: 'form',
  // Major types 4 (array), 5 (map) and 6 (tag).
  canDecode: (bytes) => bytes.length > 1 && (bytes[0] as number) >= 0x80 && (bytes[0] as number) < 0xe0 && readCbor(bytes) !== undefined,
  decode(bytes) {
    const data = readCbor(bytes);
    return data === undefined ? [] : [{ kind: 'data', step: 'cbor', data }];
  },
};

function readCbor(bytes: Uint8Array): unknown {
  return attempt(() => {
    const reader = new ByteReader(bytes);
    const data = item(reader, 0);
    if (!reader.atEnd || typeof data !== 'object') throw broken;
    return data;
  });
}

function item(reader: ByteReader, depth: number): unknown {
  if (depth > deepest) throw broken;
  const first = reader.byte();
  const major = first >> 5;
  const low = first & 31;
  if (first === 0xff) return stop;
  if (low > 27 && low < 31) throw broken; // reserved (§3)
  const isOpen = low === 31;
  if (isOpen && (major < 2 || major === 6)) throw broken;
  const value = isOpen ? Number.POSITIVE_INFINITY : low < 24 ? low : reader.bigEndian(1 << (low - 24));
  switch (major) {
    case 0:
      return value;
    case 1:
      return -1 - value;
    case 2:
      return isOpen ? joined(reader, 2) : reader.take(value);
    case 3:
      return decodeUtf8(isOpen ? joined(reader, 3) : reader.take(value));
    case 4:
      return array(reader, value, depth);
    case 5:
      return map(reader, value, depth);
    case 6:
      return content(reader, depth);
    default:
      return low === 21; // false, true, null, undefined and floating-point numbers carry no text
  }
}

function content(reader: ByteReader, depth: number): unknown {
  const data = item(reader, depth + 1);
  if (data === stop) throw broken;
  return data;
}

/** Strings of unknown length come in pieces of known length (§3.2.3). */
function joined(reader: ByteReader, major: number): Uint8Array {
  const pieces: number[] = [];
  for (let first = reader.byte(); first !== 0xff; first = reader.byte()) {
    const low = first & 31;
    if (first >> 5 !== major || low > 27) throw broken;
    const piece = reader.take(low < 24 ? low : reader.bigEndian(1 << (low - 24)));
    for (let i = 0; i < piece.length; i++) pieces.push(piece[i] as number);
  }
  return new Uint8Array(pieces);
}

function array(reader: ByteReader, count: number, depth: number): unknown[] {
  const items: unknown[] = [];
  for (let i = 0; i < count; i++) {
    const next = item(reader, depth + 1);
    if (next === stop) {
      if (count !== Number.POSITIVE_INFINITY) throw broken;
      break;
    }
    items.push(next);
  }
  return items;
}

function map(reader: ByteReader, count: number, depth: number): unknown {
  const members = newMap();
  for (let i = 0; i < count; i++) {
    const name = item(reader, depth + 1);
    if (name === stop) {
      if (count !== Number.POSITIVE_INFINITY) throw broken;
      break;
    }
    put(members, typeof name === 'string' ? name : typeof name === 'number' ? String(name) : '', content(reader, depth));
    if (typeof name === 'object') put(members, 'key', name);
  }
  return members;
}
