import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { decode, testFormat } from '../testing/test-format.ts';
import { deflate } from './deflate.ts';

testFormat(deflate, [
  { name: 'text', input: deflateRawSync('; cat /etc/passwd'), expected: ['deflate: ; cat /etc/passwd'] },
  { name: 'short', input: deflateRawSync('; id'), expected: ['deflate: ; id'] },
  { name: 'stored', input: deflateRawSync('; cat /etc/passwd', { level: 0 }), expected: ['deflate: ; cat /etc/passwd'] },
  { name: 'long', input: deflateRawSync('hello world '.repeat(100)), expected: [`deflate: ${'hello world '.repeat(100)}`] },
  { name: 'UTF-8', input: deflateRawSync('привет '.repeat(30)), expected: [`deflate: ${'привет '.repeat(30)}`] },
  { name: 'text that is not compressed', input: Buffer.from('hello world'), expected: [] },
  { name: 'a digest', input: Buffer.from('d41d8cd98f00b204e9800998ecf8427e', 'hex'), expected: [] },
  { name: 'noise', input: new Uint8Array(300).map((_, i) => (i * 2654435761) >>> 13), expected: [] },
]);

test('a bomb ends at the ratio', () => {
  const views = decode(deflate, deflateRawSync(Buffer.alloc(20_000_000, 'A')), { size: 1e9, ratio: 200 });
  assert.deepEqual(views.at(-1), { kind: 'limit', limit: 'ratio' });
});
