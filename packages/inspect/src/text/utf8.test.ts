import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeUtf8 } from './utf8.ts';

test('decodes as the platform does, whatever the bytes', () => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => assert.equal(decodeUtf8(bytes), decoder.decode(bytes))),
    { numRuns: 1000 },
  );
  const mixed = fc.array(fc.constantFrom(0x41, 0xc2, 0xe0, 0xed, 0xf0, 0xf4, 0x80, 0x90, 0x9f, 0xa0, 0xbf, 0xff, 0xef, 0xbb), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(mixed, (bytes) => assert.equal(decodeUtf8(Uint8Array.from(bytes)), decoder.decode(Uint8Array.from(bytes)))),
    { numRuns: 1000 },
  );
});
test('decodes long texts in pieces without cutting a pair', () => {
  const text = '€😀x'.repeat(5000);
  assert.equal(decodeUtf8(Buffer.from(text)), text);
});
test('reads overlong forms when asked to', () => {
  assert.equal(decodeUtf8(Uint8Array.from([0xc0, 0xae, 0xe0, 0x80, 0xaf]), 0, 5, true), './');
});
