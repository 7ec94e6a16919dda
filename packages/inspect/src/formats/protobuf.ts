import type { Format } from '../format.ts';
import { attempt, ByteReader, broken, hasAt, isTextBytes, newMap } from '../text/bytes.ts';
import { decodeUtf8 } from '../text/utf8.ts';

/** Each level reads its bytes again, so that the depth bounds the work. */
const deepest = 12;
const mostFields = 20_000;

/**
 * Protocol Buffers without their schema: fields by number (`protobuf:$.1.2`), strings and messages told by their content. A message frame of gRPC
 * (five bytes) or of Kafka's schema registry (five and a list of indexes) in front is skipped.
 */
export const protobuf: Format = {
  id: 'protobuf',
  title: 'Protocol Buffers',
  document: 'https://protobuf.dev/programming-guides/encoding/',
  reads: 'bytes',
  certainty: 'guess',
  canDecode: (bytes) => bytes.length > 3 && !isTextBytes(bytes) && readProtobuf(bytes) !== undefined,
  decode(bytes) {
    const data = readProtobuf(bytes);
    return data === undefined ? [] : [{ kind: 'data', step: 'protobuf', data }];
  },
};

function readProtobuf(bytes: Uint8Array): unknown {
  const state: State = { texts: 0, fields: 0 };
  const start = bytes[0] !== 0 || bytes.length < 8 ? 0 : hasAt(bytes, 5, 0) && !isLengthOfRest(bytes) ? 6 : 5;
  const message = attempt(() => read(start === 0 ? bytes : bytes.subarray(start), 0, state));
  // A number alone is not worth a view, and noise is often read so.
  return state.texts > 0 ? message : undefined;
}

function isLengthOfRest(bytes: Uint8Array): boolean {
  return new ByteReader(bytes, 1).bigEndian(4) === bytes.length - 5;
}

interface State {
  texts: number;
  fields: number;
}

function read(bytes: Uint8Array, depth: number, state: State): unknown {
  const reader = new ByteReader(bytes);
  const fields = newMap();
  while (!reader.atEnd) {
    if (++state.fields > mostFields) throw broken;
    const tag = reader.varint();
    const number = Math.floor(tag / 8);
    if (number < 1 || number > 536_870_911) throw broken;
    let content: unknown;
    switch (tag % 8) {
      case 0:
        reader.varint();
        continue;
      case 1:
        reader.take(8);
        continue;
      case 5:
        reader.take(4);
        continue;
      case 2:
        content = piece(reader.take(reader.varint()), depth, state);
        break;
      default: // groups are long gone, 6 and 7 were never given
        throw broken;
    }
    const name = String(number);
    const list = fields[name];
    if (list === undefined) fields[name] = content;
    else if (Array.isArray(list)) list.push(content);
    else fields[name] = [list, content];
  }
  return fields;
}

function piece(bytes: Uint8Array, depth: number, state: State): unknown {
  if (bytes.length === 0) return null;
  if (isTextBytes(bytes)) {
    state.texts++;
    return decodeUtf8(bytes);
  }
  return (depth < deepest ? attempt(() => read(bytes, depth + 1, state)) : undefined) ?? bytes;
}
