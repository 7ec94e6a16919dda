import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { beginningAt, type Marks, mark, readMarks, wordMark } from './marks.ts';

const words = wordMark('vm child_process etc');
const characters: Readonly<Record<string, Marks>> = {
  '/': mark.slash,
  "'": mark.quote,
  ';': mark.separator,
  '\n': mark.lineEnd,
  é: mark.foreign,
};

test('every character that occurs has its mark', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...Object.keys(characters), 'a', '1', '_', ' ', '.') }), (text) => {
      const marks = readMarks(text);
      for (const [character, bit] of Object.entries(characters)) assert.equal((marks & bit) !== 0, text.includes(character), text);
    }),
  );
});
test('every word of a list has its mark wherever it begins', () => {
  const pieces = fc.constantFrom('vm', 'VM', 'etc', 'child_process', 'chi', 'ch', ' ', '.', 'é', 'x', '1', '_', '\n');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 10 }), (parts) => {
      const text = parts.join('');
      const isThere = /(?<![a-zA-Z0-9_])(?:vm|etc|child_process)/i.test(text);
      if (isThere) assert.notEqual(readMarks(text) & words, 0, text);
      const start = text.search(/(?<![a-zA-Z0-9_])etc/i);
      if (start >= 0) assert.notEqual(beginningAt(text, start) & words, 0);
    }),
    { numRuns: 1000 },
  );
});
