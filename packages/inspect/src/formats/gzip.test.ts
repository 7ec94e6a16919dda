import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { decode, testFormat } from '../testing/test-format.ts';
import { gzip } from './gzip.ts';

const cut = gzipSync('hello '.repeat(100)).subarray(0, -9);
testFormat(gzip, [
  { name: 'gzip', input: gzipSync('hello'), expected: ['gzip: hello'] },
  { name: 'zlib', input: deflateSync('hello'), expected: ['deflate: hello'] },
  { name: 'zlib at its fastest', input: deflateSync('hello', { level: 1 }), expected: ['deflate: hello'] },
  { name: 'two members', input: Buffer.concat([gzipSync('a'), gzipSync('b')]), expected: ['gzip: ab'] },
  { name: 'a stream that is cut still gives what it holds', input: cut, expected: [`gzip: ${'hello '.repeat(100)}`] },
  { name: 'magic without a stream', input: Buffer.from('1f8b08ffffffffffffffffff', 'hex'), expected: [] },
  { name: 'raw deflate has no mark', input: deflateRawSync('hello'), expected: [] },
  { name: 'text', input: Buffer.from('hello world, hello'), expected: [] },
]);

test('a bomb ends at the ratio, a large one at the room that is left', () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000));
  const limits = (room: { readonly size: number; readonly ratio: number }) =>
    decode(gzip, bomb, room).flatMap((view) => (view.kind === 'limit' ? [view.limit] : []));
  assert.deepEqual(limits({ size: 1e9, ratio: 200 }), ['ratio']);
  assert.deepEqual(limits({ size: 100_000, ratio: 2000 }), ['size']);
  assert.deepEqual(limits({ size: 1e9, ratio: 2000 }), []);
});
