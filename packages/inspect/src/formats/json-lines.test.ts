import { testFormat } from '../testing/test-format.ts';
import { jsonLines } from './json-lines.ts';

testFormat(jsonLines, [
  { name: 'lines', input: '{"a":"x\\"}"}\n{"b":2}\n', expected: ['json-lines[0]: {"a":"x\\"}"}', 'json-lines[1]: {"b":2}'] },
  { name: 'one behind the other', input: '{"a":1}{"b":2}', expected: ['json-lines[0]: {"a":1}', 'json-lines[1]: {"b":2}'] },
  { name: 'a sequence', input: '\x1e{"a":1}\n\x1e[2]\n', expected: ['json-lines[0]: {"a":1}', 'json-lines[1]: [2]'] },
  { name: 'arrays', input: '["a"]\r\n["b"]', expected: ['json-lines[0]: ["a"]', 'json-lines[1]: ["b"]'] },
  { name: 'one that is broken', input: '{"a":1}\n{b}', expected: ['json-lines[0]: {"a":1}', 'json-lines[1]: {b}'] },
  { name: 'text between', input: '{"a":1}\nx y\n{}', expected: ['json-lines[0]: {"a":1}', 'json-lines[1]: x y', 'json-lines[2]: {}'] },
  { name: 'one document', input: '{"a":1}', expected: [] },
  { name: 'code', input: '{"use strict"; x()}\n{}', expected: [] },
  { name: 'Markdown', input: '[a](b)\n[c]', expected: [] },
  { name: 'a string that does not end', input: '{"a', expected: [] },
]);
