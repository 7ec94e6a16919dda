import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.ts';

test('equal data has equal text, and the text is JSON of the data', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const text = canonicalJson(value);
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
      assert.equal(canonicalJson(JSON.parse(text)), text);
    }),
  );
});
test('keys are sorted at every level', () => assert.equal(canonicalJson({ b: { d: 1, c: 2 }, a: [] }), '{"a":[],"b":{"c":2,"d":1}}'));
test('a cycle is an error, not a hang', () => {
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  assert.throws(() => canonicalJson(cyclic), TypeError);
});
