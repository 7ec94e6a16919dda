import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  beginsAt,
  type Marked,
  type Marks,
  mark,
  markedPlaces,
  mayBegin,
  placeStart,
  readMarks,
  readMarksInto,
  recallMarked,
  wordList,
} from './marks.ts';

// Lists of both numbers: the others push the last one into the second.
const words = wordList('vm child_process etc');
for (let i = 0; i < 40; i++) wordList(`w${String.fromCharCode(97 + (i % 26))}${i} chi`);
const late = wordList('vm child_process etc');
const characters: Readonly<Record<string, Marks>> = {
  '/': mark.slash,
  "'": mark.quote,
  ';': mark.separator,
  '\n': mark.lineEnd,
  '{': mark.brace,
  '=': mark.equals,
  '\r': mark.carriageReturn,
  é: mark.foreign,
  '+': mark.plus,
  ' ': mark.space,
  '\x7f': mark.other,
};

test('every character that occurs has its mark', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...Object.keys(characters), 'a', '1', '_', '.') }), (text) => {
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
      for (const list of [words, late]) {
        if (isThere) assert.ok(mayBegin(text, list), text);
        const start = text.search(/(?<![a-zA-Z0-9_])etc/i);
        if (start >= 0) assert.ok(beginsAt(text, start, list));
      }
    }),
    { numRuns: 1000 },
  );
});
test('a text that is recalled has the words that were read in it', () => {
  const marked: Marked = { marks: 0, lowWords: 0, highWords: 0, places: undefined };
  assert.equal(readMarksInto('rm /etc/x', marked), marked.marks);
  readMarks('nothing');
  assert.equal(mayBegin('nothing', late), false);
  recallMarked('rm /etc/x', marked);
  assert.equal(mayBegin('rm /etc/x', late), true);
  const found = markedPlaces('rm /etc/x');
  assert.deepEqual([...(found?.starts ?? [])].slice(0, found?.count).map(placeStart), [4]);
  assert.equal(mayBegin('nothing', words), false);
});
test('more sets of lists than the table can number cost tries, not words', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const lists = Array.from({ length: 10 }, (_, i) => {
    const list: string[] = [];
    for (let key = 0; key < 26 * 26; key++)
      if ((((key * 7) % 1021) >> i) & 1) list.push(`q${letters[key % 26]}${letters[Math.floor(key / 26)]}`);
    return { list, number: wordList(list.join(' ')) };
  });
  for (const { list, number } of lists) for (const word of list) assert.ok(mayBegin(` ${word}`, number), word);
});
test('words that are whole count up to five letters, in their own case unless they ignore it, and end where it is said', () => {
  const own = wordList('Process io. _load', true, false);
  const folded = wordList('sleep0 vm', true, true);
  const table: readonly (readonly [string, number, boolean])[] = [
    ['Process', own, true],
    ['Procedure', own, true],
    ['Produce', own, false],
    ['process', own, false],
    ['Proc', own, false],
    ['io.x', own, true],
    ['io', own, true],
    ['ion', own, false],
    ['IO.', own, false],
    ['_load', own, true],
    ['xload', own, false],
    ['SLEEP', folded, true],
    ['slee0', folded, false],
    ['vmware', folded, true],
    ['Vm', folded, true],
    ['v', folded, false],
  ];
  for (const [text, list, is] of table)
    for (const padded of [text, ` ${text}`, `.${text} x`, `${'a '.repeat(3)}${text}`]) {
      assert.equal(mayBegin(padded, list), is, padded);
      assert.equal(beginsAt(padded, padded.indexOf(text), list), is, padded);
    }
});
test('sixteen units of base64 in a row have a mark of their own', () => {
  const hasRun = (text: string) => (readMarks(text) & mark.run) !== 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom('aB3', '+/', '-_', ' ', '.', 'é', 'x', 'YWJjZGVmZ2hpams'), { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      assert.equal(hasRun(text), /[A-Za-z0-9+/_-]{16}/.test(text), text);
    }),
    { numRuns: 1000 },
  );
});
