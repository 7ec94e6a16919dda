import { testFormat } from '../testing/test-format.ts';
import { cbor } from './cbor.ts';

const of = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replace(/ /g, ''), 'hex'));
testFormat(cbor, [
  // RFC 8949, Appendix A
  { name: 'a map of arrays', input: of('a2 61 61 01 61 62 82 02 03'), expected: ['cbor: {"a":1,"b":[2,3]}'] },
  { name: 'open lengths', input: of('bf 61 61 01 61 62 9f 02 03 ff ff'), expected: ['cbor: {"a":1,"b":[2,3]}'] },
  { name: 'text in pieces', input: of('81 7f 65 7374726561 64 6d696e67 ff'), expected: ['cbor: ["streaming"]'] },
  {
    name: 'negative, simple and floating-point',
    input: of('85 20 f5 f4 f6 fb 3ff199999999999a'),
    expected: ['cbor: [-1,true,false,false,false]'],
  },
  { name: 'tags', input: of('d9d9f7 81 c0 61 78'), expected: ['cbor: ["x"]'] },
  { name: 'bytes', input: of('81 42 3b69'), expected: ['cbor: [{"0":59,"1":105}]'] },
  { name: 'numbers as names', input: of('a1 01 61 78'), expected: ['cbor: {"1":"x"}'] },
  { name: 'something behind it', input: of('81 01 02'), expected: [] },
  { name: 'a count without its items', input: of('9a ffffffff 61 61'), expected: [] },
  { name: 'deep nesting', input: new Uint8Array(300).fill(0x81), expected: [] },
  { name: 'a tag on a string', input: of('c0 61 78'), expected: [] },
  { name: 'Cyrillic', input: Buffer.from('привет'), expected: [] },
]);
