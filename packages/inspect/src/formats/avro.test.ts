import { deflateRawSync } from 'node:zlib';
import { testFormat } from '../testing/test-format.ts';
import { avro } from './avro.ts';

const long = (value: number): Buffer => {
  const bytes: number[] = [];
  let rest = value >= 0 ? value * 2 : -value * 2 - 1;
  for (; rest > 127; rest >>= 7) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
};
const text = (value: string): Buffer => Buffer.concat([long(Buffer.byteLength(value)), Buffer.from(value)]);
const schema = JSON.stringify({
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'note', type: ['null', 'string'] },
    { name: 'tags', type: { type: 'array', items: 'string' } },
    { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['A', 'B'] } },
    { name: 'more', type: { type: 'map', values: 'bytes' } },
    { name: 'next', type: ['null', 'Order'] },
  ],
});
const record = Buffer.concat([long(7), long(1), text('; id'), long(2), text('a'), text('b'), long(0), long(1), long(0), long(0)]);
const file = (codec: string, block: Buffer, described = schema): Buffer => {
  const sync = Buffer.alloc(16, 9);
  const header = [Buffer.from('Obj\x01'), long(2), text('avro.codec'), text(codec), text('avro.schema'), text(described), long(0), sync];
  return Buffer.concat([...header, long(1), long(block.length), block, sync]);
};
const expected = (codec: string): string =>
  `avro: ${JSON.stringify({ metadata: { 'avro.codec': codec, 'avro.schema': schema }, records: [[{ id: 7, note: '; id', tags: ['a', 'b'], kind: 1, more: {}, next: null }]] })}`;
testFormat(avro, [
  { name: 'plain', input: file('null', record), expected: [expected('null')] },
  { name: 'deflated', input: file('deflate', deflateRawSync(record)), expected: [expected('deflate')] },
  {
    name: 'a codec that is not known',
    input: file('snappy', record, '"long"'),
    expected: ['avro: {"metadata":{"avro.codec":"snappy","avro.schema":"\\"long\\""},"records":[]}', 'limit: unreadable'],
  },
  { name: 'cut', input: file('null', record).subarray(0, 30), expected: ['avro: {"metadata":{"avro.codec":"null"},"records":[]}'] },
  { name: 'text', input: Buffer.from('Object'), expected: [] },
]);
