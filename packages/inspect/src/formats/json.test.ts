import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decode, testFormat } from '../testing/test-format.ts';
import { json } from './json.ts';

testFormat(json, [
  { name: 'an object', input: '{"a":1}', expected: ['json: {"a":1}'] },
  { name: 'an array', input: ' [1, "b"]\n', expected: ['json: [1,"b"]'] },
  { name: 'a string', input: '"a\\u003bb"', expected: ['json: "a;b"'] },
  { name: 'behind a byte order mark', input: '\ufeff{"a":[]}', expected: ['json: {"a":[]}'] },
  { name: 'empty containers', input: '{}', expected: ['json: {}'] },
  { name: 'a number', input: '12', expected: [] },
  { name: 'Markdown', input: '[link](x)', expected: [] },
  { name: 'code', input: '{ return 1 }', expected: [] },
  { name: 'cut off', input: '{"a":"b}', expected: [] },
  { name: 'two documents', input: '{"a":1}{"b":2}', expected: [] },
]);

test('every JSON document with text in it is read', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom('', '  ', '\n'), (value, space) => {
      if ((typeof value !== 'object' || value === null) && typeof value !== 'string') return;
      const text = space + JSON.stringify(value, null, space) + space;
      if (value === '') return;
      assert.deepEqual(decode(json, text), [{ kind: 'data', step: 'json', data: JSON.parse(text) }]);
    }),
  );
});
