import type { Format } from '../format.ts';
import { attempt, ByteReader, broken, hasAt, newMap, put } from '../text/bytes.ts';
import { decodeUtf8 } from '../text/utf8.ts';

const deepest = 100;

/** BSON documents: what MongoDB and DocumentDB keep and send. Code becomes `$code`, a regular expression `$regex`, as in Extended JSON. */
export const bson: Format = {
  id: 'bson',
  title: 'BSON',
  document: 'https://bsonspec.org/spec.html',
  reads: 'bytes',
  certainty: 'form',
  canDecode: (bytes) =>
    bytes.length > 7 &&
    bytes[bytes.length - 1] === 0 &&
    hasAt(bytes, 0, bytes.length & 255, (bytes.length >> 8) & 255, (bytes.length >> 16) & 255, bytes.length >>> 24),
  decode(bytes) {
    const data = attempt(() => document(new ByteReader(bytes), 0, false));
    return data === undefined ? [] : [{ kind: 'data', step: 'bson', data }];
  },
};

function document(reader: ByteReader, depth: number, isArray: boolean): unknown {
  if (depth > deepest) throw broken;
  const end = reader.at + reader.littleEndian(4);
  const members = newMap();
  const items: unknown[] = [];
  for (let type = reader.byte(); type !== 0; type = reader.byte()) {
    const name = cString(reader);
    const content = element(reader, type, depth);
    if (isArray) items.push(content);
    else put(members, name, content);
  }
  if (reader.at !== end) throw broken;
  return isArray ? items : members;
}

function element(reader: ByteReader, type: number, depth: number): unknown {
  switch (type) {
    case 1: // double
    case 9: // date
    case 17: // timestamp
    case 18: // 64-bit integer
      return reader.take(8) && 0;
    case 2:
    case 14: // symbol
      return string(reader);
    case 3:
      return document(reader, depth + 1, false);
    case 4:
      return document(reader, depth + 1, true);
    case 5: {
      const length = reader.littleEndian(4);
      reader.byte();
      return reader.take(length);
    }
    case 6:
    case 10:
    case 127:
    case 255:
      return null;
    case 7: // ObjectId
      return reader.take(12) && 0;
    case 8:
      return reader.byte() === 1;
    case 11:
      return { $regex: cString(reader), $options: cString(reader) };
    case 12: {
      const name = string(reader);
      reader.take(12);
      return name;
    }
    case 13:
      return { $code: string(reader) };
    case 15: {
      reader.take(4);
      return { $code: string(reader), $scope: document(reader, depth + 1, false) };
    }
    case 16:
      return reader.take(4) && 0;
    case 19:
      return reader.take(16) && 0;
    default:
      throw broken;
  }
}

function string(reader: ByteReader): string {
  const length = reader.littleEndian(4);
  if (length < 1) throw broken;
  const text = decodeUtf8(reader.take(length - 1));
  if (reader.byte() !== 0) throw broken;
  return text;
}

function cString(reader: ByteReader): string {
  const end = reader.bytes.indexOf(0, reader.at);
  if (end < 0) throw broken;
  const text = decodeUtf8(reader.take(end - reader.at));
  reader.byte();
  return text;
}
