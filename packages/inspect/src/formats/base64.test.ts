import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { testFormat } from '../testing/test-format.ts';
import { base64, decodeBase64 } from './base64.ts';

testFormat(base64, [
  { name: 'text', input: 'SGVsbG8gV29ybGQ=', expected: ['base64: Hello World'] },
  { name: 'two letters', input: 'aWQ=', expected: ['base64: id'] },
  { name: 'without padding', input: 'SGVsbG8gV29ybGQ', expected: ['base64: Hello World'] },
  { name: 'the alphabet of URLs', input: 'eyJhIjoiPz8_In0', expected: ['base64url: {"a":"???"}'] },
  { name: 'lines of MIME', input: 'SGVsbG8g\r\nV29ybGQ=', expected: ['base64: Hello World'] },
  { name: 'a data: URL', input: 'data:text/plain;base64,O2lk', expected: ['base64: ;id'] },
  {
    name: 'a payload behind garbage',
    input: Buffer.from('\x01\x02\xff; curl evil', 'latin1').toString('base64'),
    expected: ['base64: \x01\x02\ufffd; curl evil'],
  },
  { name: 'Cyrillic', input: Buffer.from('да').toString('base64'), expected: ['base64: да'] },
  { name: 'a word of prose', input: 'test', expected: [] },
  { name: 'a name', input: 'constructor', expected: [] },
  { name: 'random bytes', input: 'q83vEjRWeJq83w==', expected: [] },
  { name: 'prose', input: 'Hello there, friend', expected: [] },
]);

test('decodes what Node decodes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.constantFrom('base64' as const, 'base64url' as const), (bytes, encoding) => {
      assert.deepEqual(Buffer.from(decodeBase64(Buffer.from(bytes).toString(encoding))), Buffer.from(bytes));
    }),
  );
  for (const text of ['YQ==YQ==', 'YW!I=', 'YWJjZ', ' Y W J', '', '=', 'é'])
    assert.deepEqual(Buffer.from(decodeBase64(text)), Buffer.from(text, 'base64'), text);
});
