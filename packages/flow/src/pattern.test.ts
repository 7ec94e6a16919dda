import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readPattern } from './pattern.ts';

const rows = [
  { name: 'a plain word', source: '^[\\w-]+$', isWhole: true, safe: ['cmdi', 'codei', 'deserialization', 'lfi', 'sqli', 'ssrf'] },
  { name: 'anything', source: '^.*$', isWhole: true, safe: [] },
  { name: 'a part of a text', source: '[\\w-]+', isWhole: false, safe: ['cmdi', 'codei', 'deserialization', 'lfi', 'sqli', 'ssrf'] },
  {
    name: 'alternatives: the ends belong to one each',
    source: '^a|b$',
    isWhole: false,
    safe: ['cmdi', 'codei', 'deserialization', 'lfi', 'sqli', 'ssrf'],
  },
  {
    name: 'alternatives within a group',
    source: '^(?:a|b)$',
    isWhole: true,
    safe: ['cmdi', 'codei', 'deserialization', 'lfi', 'sqli', 'ssrf'],
  },
  { name: 'a dollar that is a character', source: '^a\\$', isWhole: false, safe: ['codei', 'deserialization', 'lfi', 'sqli', 'ssrf'] },
  { name: 'everything but a few characters', source: '^[^;]+$', isWhole: true, safe: [] },
  {
    name: 'a path below a fixed one',
    source: '^\\/receipts\\/[\\w-]+$',
    isWhole: true,
    safe: ['cmdi', 'codei', 'deserialization', 'lfi', 'sqli', 'ssrf'],
  },
  { name: 'dots and slashes leave a folder', source: '^[\\w./]+$', isWhole: true, safe: ['cmdi', 'codei', 'deserialization', 'sqli'] },
  { name: 'a host that the text chooses', source: '^https:\\/\\/[\\w.]+$', isWhole: true, safe: ['cmdi', 'sqli'] },
  { name: 'a host that is fixed', source: '^https:\\/\\/api\\.example\\.com\\/.*$', isWhole: true, safe: ['ssrf'] },
  { name: 'a quote', source: "^[a-z' ]+$", isWhole: true, safe: ['deserialization', 'lfi', 'ssrf'] },
  { name: 'a range of punctuation', source: '^[ -~]+$', isWhole: true, safe: [] },
  { name: 'a range in other words', source: '^[!-/]+$', isWhole: true, safe: [] },
  { name: 'a date', source: '^\\d{4}-\\d{2}\\.txt$', isWhole: true, safe: ['cmdi', 'codei', 'deserialization', 'lfi', 'sqli'] },
  {
    name: 'ends in the words of Python',
    source: '\\A\\w+\\Z',
    isWhole: true,
    safe: ['cmdi', 'codei', 'deserialization', 'lfi', 'sqli', 'ssrf'],
  },
  { name: 'white space', source: '^\\s*\\w+$', isWhole: true, safe: ['lfi', 'ssrf'] },
];
for (const { name, source, isWhole, safe } of rows)
  test(`readPattern: ${name}`, () => {
    const facts = readPattern(source);
    assert.equal(facts.isWhole, isWhole);
    assert.deepEqual([...facts.safeFor].sort(), safe);
  });

test('any text is read without an error and in linear time', () => {
  fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => readPattern(text).safeFor instanceof Set));
  const start = performance.now();
  for (const piece of ['[', '(', '\\', '[a-', '(?:', '{']) readPattern(piece.repeat(100_000));
  assert.ok(performance.now() - start < 500);
});

test('what a pattern is safe for, no text that it matches has the characters of', () => {
  // The other way round: build texts of a set and see that a needed character takes the safety away.
  for (const character of [';', '|', '&', '$', '`', "'", '"', '(', '\n', ' ']) {
    const source = `^[a-z${character === '\n' ? '\\n' : `\\${character}`}]+$`;
    if (!new RegExp(source).test(`a${character}`)) continue;
    assert.ok(!readPattern(source).safeFor.has('cmdi'), source);
  }
});
