import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { inflateRaw } from './inflate.ts';

const noise = new Uint8Array(70_000).map((_, i) => (i * 2654435761) >>> 13);
const rows = [
  { name: 'nothing', input: '' },
  { name: 'one byte', input: 'a' },
  { name: 'a sentence', input: 'input that changes the structure of what a sink is about to do' },
  { name: 'a run that overlaps itself', input: 'ab'.repeat(40_000) },
  { name: 'what does not compress', input: noise },
];
for (const { name, input } of rows)
  for (const level of [0, 1, 9])
    for (const [strategyName, strategy] of Object.entries({
      default: constants.Z_DEFAULT_STRATEGY,
      fixed: constants.Z_FIXED,
      huffman: constants.Z_HUFFMAN_ONLY,
    }))
      test(`inflates ${name}, level ${level}, strategy ${strategyName}`, () => {
        const { bytes, end } = inflateRaw(deflateRawSync(input, { level, strategy }), 0, 1_000_000);
        assert.equal(end, 'complete');
        assert.deepEqual(Buffer.from(bytes), Buffer.from(input as string));
      });

test('a cut stream gives what it holds', () => {
  const text = 'the quick brown fox jumps over the lazy dog. '.repeat(50);
  const whole = deflateRawSync(text);
  const { bytes, end } = inflateRaw(whole.subarray(0, whole.length - 4), 0, 100_000);
  assert.equal(end, 'cut');
  assert.ok(text.startsWith(Buffer.from(bytes).toString()) && bytes.length > 40);
});

test('a bomb ends at the limit', () => {
  const bomb = deflateRawSync(Buffer.alloc(50_000_000));
  const { bytes, end } = inflateRaw(bomb, 0, 65_536);
  assert.equal(end, 'limit');
  assert.equal(bytes.length, 65_536);
});

test('any bytes: no throw, and the same as zlib where zlib accepts them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (input) => {
      const mine = inflateRaw(input, 0, 100_000);
      let theirs: Buffer | undefined;
      try {
        theirs = inflateRawSync(input, { maxOutputLength: 100_000 });
      } catch {}
      if (theirs) assert.deepEqual(Buffer.from(mine.bytes), theirs);
    }),
    { numRuns: 5000 },
  );
});

test('any text comes back', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2000 }), fc.integer({ min: 0, max: 9 }), (text, level) => {
      assert.equal(Buffer.from(inflateRaw(deflateRawSync(text, { level }), 0, 10_000).bytes).toString(), text);
    }),
  );
});
