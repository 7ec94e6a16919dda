import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerpt, printable, redact } from './redact.ts';

const rows = [
  { name: 'an AWS access key id', input: 'key AKIAIOSFODNN7EXAMPLE end', expected: 'key ‹redacted› end' },
  { name: 'a value named password', input: 'password=hunter2secret&x=1', expected: 'password=‹redacted›&x=1' },
  { name: 'a JSON member named token', input: '{"token": "abcdef123"}', expected: '{"token": "‹redacted›"}' },
  { name: 'a bearer header', input: 'Authorization: Bearer abc.def', expected: 'Authorization: Bearer ‹redacted›' },
  { name: 'prose about passwords', input: 'Please reset my password soon', expected: 'Please reset my password soon' },
  { name: 'a short assignment', input: 'token=1', expected: 'token=1' },
];
for (const { name, input, expected } of rows) test(`redact: ${name}`, () => assert.equal(redact(input), expected));

test('an excerpt never shows the half of a secret that crosses its edge', () => {
  const text = `${'x'.repeat(190)} AKIAIOSFODNN7EXAMPLE`;
  assert.ok(!excerpt(text, 0, 200).includes('AKIA'));
});
test('printable shows what would forge a line', () => {
  assert.equal(printable('a\nb\u001b[31m\u202e'), 'a\\nb\\u001b[31m\\u202e');
});
