import { testFormat } from '../testing/test-format.ts';
import { bson } from './bson.ts';

const int = (value: number): Buffer => Buffer.from([value & 255, value >> 8, 0, 0]);
const string = (text: string): Buffer => Buffer.concat([int(text.length + 1), Buffer.from(`${text}\0`)]);
const document = (...elements: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(elements);
  return Buffer.concat([int(content.length + 5), content, Buffer.from([0])]);
};
const element = (type: number, name: string, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), content]);

testFormat(bson, [
  // The example of the specification.
  {
    name: 'a string',
    input: Buffer.from('160000000268656c6c6f0006000000776f726c640000', 'hex'),
    expected: ['bson: {"hello":"world"}'],
  },
  {
    name: 'a document and an array',
    input: document(element(3, 'a', document(element(2, '$ne', string('x')))), element(4, 'b', document(element(2, '0', string('y'))))),
    expected: ['bson: {"a":{"$ne":"x"},"b":["y"]}'],
  },
  { name: 'code', input: document(element(13, '$where', string('sleep(9)'))), expected: ['bson: {"$where":{"$code":"sleep(9)"}}'] },
  {
    name: 'a pattern',
    input: document(element(11, 'a', Buffer.from('^+\0i\0'))),
    expected: ['bson: {"a":{"$regex":"^+","$options":"i"}}'],
  },
  {
    name: 'numbers and truth',
    input: document(element(16, 'a', int(1)), element(8, 'b', Buffer.from([1])), element(1, 'c', Buffer.alloc(8))),
    expected: ['bson: {"a":0,"b":true,"c":0}'],
  },
  { name: 'a length that is another', input: Buffer.from('170000000268656c6c6f0006000000776f726c640000', 'hex'), expected: [] },
  { name: 'an element that is not known', input: document(element(99, 'a', int(1))), expected: [] },
  { name: 'text', input: Buffer.from('hello world'), expected: [] },
]);
