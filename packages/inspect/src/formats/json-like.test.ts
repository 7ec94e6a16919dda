import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, testFormat } from '../testing/test-format.ts';
import { jsonLike } from './json-like.ts';

testFormat(jsonLike, [
  { name: 'single quotes', input: "{'a': 'b c', 'd': None}", expected: ['json: {"a":"b c","d":"None"}'] },
  { name: 'names without quotes', input: '{a: "b", $ne: 1}', expected: ['json: {"a":"b","$ne":"1"}'] },
  { name: 'comments and a last comma', input: '{ // x\n "a": ["b", /* y */ "c",], }', expected: ['json: {"a":["b","c"]}'] },
  { name: 'a prefix against inclusion', input: ')]}\',\n{"a":"b"}', expected: ['json: {"a":"b"}'] },
  { name: 'JSONP', input: 'cb.x({"a":"b"});', expected: ['json: {"a":"b"}'] },
  { name: 'escapes', input: "{'a': 'it\\'s \\x3b'}", expected: ['json: {"a":"it\'s ;"}'] },
  { name: 'a list', input: "['a', 1.5, -2]", expected: ['json: ["a","1.5","-2"]'] },
  { name: 'code', input: '{ return "x" }', expected: [] },
  { name: 'a call', input: 'alert("x")', expected: [] },
  { name: 'a template', input: '{{ name }}', expected: [] },
  { name: 'CSS', input: '{ color: red; }', expected: [] },
  { name: 'cut off', input: "{'a': 'b]", expected: [] },
  { name: 'no strings', input: '[1, 2]', expected: [] },
  { name: 'two documents', input: '{"a":"b"}{"c":"d"}', expected: [] },
]);

test('takes linear time', () => {
  for (const fill of ['[', '{a:', "'", "'a',", '/*', '//', '{"":']) {
    const start = performance.now();
    decode(jsonLike, `[${fill.repeat(100_000 / fill.length)}]`);
    assert.ok(performance.now() - start < 500, fill);
  }
});
