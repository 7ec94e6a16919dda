import { testFormat } from '../testing/test-format.ts';
import { msgpack } from './msgpack.ts';

const of = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replace(/ /g, ''), 'hex'));
testFormat(msgpack, [
  { name: 'a map', input: of('82 a1 61 a3 3b6964 a1 62 01'), expected: ['msgpack: {"a":";id","b":1}'] },
  { name: 'an array of every length of string', input: of('93 a1 61 d9 01 62 da 0001 63'), expected: ['msgpack: ["a","b","c"]'] },
  {
    name: 'numbers, truth, nothing, floats',
    input: of('98 cc ff cd 0102 ff d0 7f c3 c2 c0 cb 3ff0000000000000'),
    expected: ['msgpack: [255,258,-1,127,true,false,false,0]'],
  },
  { name: 'a long map', input: of('de 0001 a1 61 90'), expected: ['msgpack: {"a":[]}'] },
  { name: 'bytes and extensions', input: of('92 c4 02 3b3b d4 01 61'), expected: ['msgpack: [{"0":59,"1":59},{"0":97}]'] },
  { name: 'a name that comes twice', input: of('82 a1 61 a1 78 a1 61 a1 79'), expected: ['msgpack: {"a":"x","a#1":"y"}'] },
  { name: 'a count without its items', input: of('df ffffffff a1 61'), expected: [] },
  { name: 'something behind it', input: of('81 a1 61 01 02'), expected: [] },
  { name: 'deep nesting', input: new Uint8Array(300).fill(0x91), expected: [] },
  { name: 'text', input: Buffer.from('hello'), expected: [] },
  { name: 'Cyrillic', input: Buffer.from('привет'), expected: [] },
]);
