import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { testFormat } from '../testing/test-format.ts';
import { decodePercent, url } from './url.ts';

testFormat(url, [
  { name: 'a blank', input: 'a%20b', expected: ['url: a b'] },
  { name: 'UTF-8', input: '%E2%82%AC5', expected: ['url: €5'] },
  { name: 'one layer at a time', input: '%252e', expected: ['url: %2e'] },
  { name: 'what is no escape stays', input: '100% %zz %2', expected: [] },
  { name: 'broken UTF-8', input: '%ff', expected: ['url: \ufffd'] },
  { name: 'overlong forms are read both ways', input: '%c0%ae/', expected: ['url: \ufffd\ufffd/', 'url-overlong: ./'] },
  { name: 'the escapes of unescape()', input: '%u002e%u002E', expected: ['url: ..'] },
  { name: 'plain text', input: 'plain', expected: [] },
]);

test('decode ∘ encodeURIComponent is the identity', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => assert.equal(decodePercent(encodeURIComponent(text)), text)));
});
