import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { correlate } from './correlate.ts';
import { createIndex, type Index } from './input-index.ts';

const index = (texts: readonly string[]): Index =>
  createIndex([{ label: 'event', values: texts.map((text, i) => ({ text, path: `$[${i}]`, encodings: [] })) }]);

test('crowd: a value among hundreds that begin alike is found whole, whatever follows it', () => {
  const ending = fc.string({ unit: fc.constantFrom(...'ab; \'"'), maxLength: 12 });
  fc.assert(
    fc.property(fc.array(ending, { minLength: 60, maxLength: 200 }), fc.nat(), ending, (endings, chosen, after) => {
      const values = endings.map((text) => `name: ${text}`);
      const value = (values[chosen % values.length] as string).trim();
      const text = `echo ${value}${after}`;
      const { matches } = correlate(text, index(values));
      assert.ok(
        matches.some(({ span, whole }) => whole && span[0] === 5 && span[1] >= 5 + value.length),
        JSON.stringify({ text, value, found: matches.map(({ span, whole }) => [span, whole]) }),
      );
    }),
    { numRuns: 60 },
  );
});

test('crowd: a part among hundreds that agree is found with all that stands before and behind it', () => {
  const ending = fc.string({ unit: fc.constantFrom(...'ab;'), minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(fc.tuple(ending, ending), { minLength: 60, maxLength: 200 }), fc.nat(), (pairs, chosen) => {
      const values = pairs.map(([before, after]) => `<${before}| common; |${after}>`);
      const [before, after] = pairs[chosen % pairs.length] as [string, string];
      const text = `x ${before}| common; |${after} y`;
      const { matches, isComplete } = correlate(text, index(values));
      assert.ok(isComplete);
      assert.ok(matches.some(({ span: [start, end] }) => start <= 2 + Math.max(0, before.length - 2) && end >= text.length - 2));
    }),
    { numRuns: 60 },
  );
});

test('crowd: two thousand rows that look alike are compared completely', () => {
  const rows = Array.from({ length: 2000 }, (_, i) => `O'Brien; number ${i}`);
  const statement = `INSERT INTO t VALUES ${rows.map((row) => `('${row.replace("'", "''")}')`).join(',')}`;
  const start = process.cpuUsage();
  assert.ok(correlate(statement, index(rows)).isComplete);
  assert.ok(process.cpuUsage(start).user / 1e3 < 3000);
});
