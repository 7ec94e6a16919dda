import { testFormat } from '../testing/test-format.ts';
import { protobuf } from './protobuf.ts';

const of = (hex: string): Buffer => Buffer.from(hex.replace(/ /g, ''), 'hex');
const message = of('08 96 01 12 04 3b 20 69 64');
testFormat(protobuf, [
  { name: 'a number and a string', input: message, expected: ['protobuf: {"2":"; id"}'] },
  { name: 'a message in a message', input: Buffer.concat([of('1a 09'), message]), expected: ['protobuf: {"3":{"2":"; id"}}'] },
  { name: 'a field that repeats', input: of('0a 01 61 0a 01 62 0a 01 63'), expected: ['protobuf: {"1":["a","b","c"]}'] },
  { name: 'fixed sizes', input: of('09 0000000000000000 15 00000000 1a 02 6869'), expected: ['protobuf: {"3":"hi"}'] },
  { name: 'a frame of gRPC', input: Buffer.concat([of('00 00000009'), message]), expected: ['protobuf: {"2":"; id"}'] },
  { name: 'a frame of a schema registry', input: Buffer.concat([of('00 00000201 00'), message]), expected: ['protobuf: {"2":"; id"}'] },
  { name: 'numbers only', input: of('08 96 01 10 05'), expected: [] },
  { name: 'text', input: Buffer.from('\n hello world, how are you today?'), expected: [] },
  { name: 'a digest', input: of('d41d8cd98f00b204e9800998ecf8427e'), expected: [] },
]);
