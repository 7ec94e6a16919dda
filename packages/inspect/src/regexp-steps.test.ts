import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseRegExp } from './languages/regexp.ts';
import { compile, countSteps, matches } from './regexp-steps.ts';

const rows: readonly (readonly [RegExp, string])[] = [
  [/a|b/, 'xxb'],
  [/^a{2,3}$/, 'aaaa'],
  [/^a{2,3}$/, 'aaa'],
  [/^(?:ab?)*?c/, 'aabac'],
  [/(a*)*b/, 'aaab'],
  [/(\w)\1/, 'abccd'],
  [/(?<x>\d)-\k<x>/, '12-2'],
  [/\bfoo\B/, 'a food'],
  [/(?=.*z)a/, 'abcz'],
  [/(?!b)./, 'b'],
  [/(?<=a)b/, 'ab'],
  [/(?<!a)b/, 'ab'],
  [/[^a-c\d]/, 'abc1'],
  [/[\w-]+@[\w.]+/i, 'Mail ME@Example.org'],
  [/\x41\u0042\cJ?[\]]/, 'AB]'],
  [/x{,3}/, 'x{,3}'],
  [/a.c/s, 'a\nc'],
  [/^b/m, 'a\nb'],
  [/(?:)/, ''],
  [/(a?){3}$/, 'aa'],
];
for (const [pattern, text] of rows)
  test(`${pattern} on ${JSON.stringify(text)} as the engine does`, () => {
    const tree = parseRegExp(pattern.source, pattern.flags);
    assert.ok(tree);
    assert.equal(matches(compile(tree), text), pattern.test(text));
  });

test('any expression of these pieces, on any text of these letters', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    '.',
    'a*',
    'b+?',
    '(a|b)',
    '(?:ab)*',
    'a{1,2}',
    '[^a]',
    '\\b',
    '(?=b)',
    '(?!a)',
    '|',
    '^',
    '$',
    '(a)?',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 8 }), (pieces, text) => {
      const source = pieces.join('');
      const tree = parseRegExp(source);
      assert.ok(tree, source);
      assert.equal(matches(compile(tree), text), new RegExp(source).test(text), source);
    }),
    { numRuns: 2000 },
  );
});

test('steps end at the bound, and grow with the length where the expression is linear', () => {
  const program = (source: string) => compile(parseRegExp(source) as NonNullable<ReturnType<typeof parseRegExp>>);
  assert.equal(countSteps(program('^(a+)+$'), `${'a'.repeat(40)}!`, 100_000), 100_000);
  const small = countSteps(program('^[a-z]+$'), 'a'.repeat(1000), 1e6);
  const large = countSteps(program('^[a-z]+$'), 'a'.repeat(8000), 1e6);
  assert.ok(large < small * 9);
});
