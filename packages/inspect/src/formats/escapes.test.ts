import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { testFormat } from '../testing/test-format.ts';
import { decodeEscapes, escapes } from './escapes.ts';

testFormat(escapes, [
  { name: 'four digits', input: '\\u003cb\\u003E', expected: ['escapes: <b>'] },
  { name: 'a code point', input: 'a\\u{3b}id', expected: ['escapes: a;id'] },
  { name: 'many u, as Java allows', input: '\\uuu0041!', expected: ['escapes: A!'] },
  { name: 'eight digits, as Python allows', input: '\\U0000003bid', expected: ['escapes: ;id'] },
  { name: 'a pair of surrogates', input: '\\ud83d\\ude00', expected: ['escapes: 😀'] },
  { name: 'two digits', input: '\\x27 or', expected: ["escapes: ' or"] },
  { name: 'octal', input: '\\057etc', expected: ['escapes: /etc'] },
  { name: 'octal that may be CSS', input: '\\57 etc', expected: ['escapes: / etc', 'css-escapes: Wetc'] },
  { name: 'a line end that is spelt', input: 'x\\r\\nBcc: y', expected: ['escapes: x\r\nBcc: y'] },
  { name: 'mixed with what stands as it is', input: '1 \\x6Fr \\q "a\\"', expected: ['escapes: 1 or \\q "a"'] },
  { name: 'the inside of a JSON string', input: '{\\"a\\":\\"b\\"}', expected: ['escapes: {"a":"b"}'] },
  { name: 'CSS', input: 'a:\\6a avascript', expected: ['css-escapes: a:javascript'] },
  { name: 'one layer at a time', input: '\\\\u0041\\n', expected: ['escapes: \\u0041\n'] },
  { name: 'an escaped backslash alone', input: 'a\\\\b', expected: [] },
  { name: 'a reference of a regular expression', input: '(a)\\1', expected: [] },
  { name: 'a Windows path', input: 'C:\\data\\Bin', expected: [] },
  { name: 'cut off', input: 'a\\x2 \\u12 \\', expected: [] },
  { name: 'an escaped quote', input: 'it\\\'s "a \\" b"', expected: [] },
  { name: 'plain text', input: 'hello', expected: [] },
]);

test('reads what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const written = JSON.stringify(text).slice(1, -1).replaceAll('\\b', '\\u0008');
      assert.equal(decodeEscapes(written), text);
    }),
  );
});
