import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, testFormat } from '../testing/test-format.ts';
import { csv } from './csv.ts';

testFormat(csv, [
  {
    name: 'with a header',
    input: 'id,user name\n1,a;id\r\n2,"x, ""y"""',
    expected: ['csv:$[1].id: 1', "csv:$[1]['user name']: a;id", 'csv:$[2].id: 2', 'csv:$[2][\'user name\']: x, "y"'],
  },
  { name: 'without one', input: '1,$(id)\n2,b\n', expected: ['csv:$[0][0]: 1', 'csv:$[0][1]: $(id)', 'csv:$[1][0]: 2', 'csv:$[1][1]: b'] },
  { name: 'tabs', input: 'a\tb\nx y\tz', expected: ['csv:$[1].a: x y', 'csv:$[1].b: z'] },
  { name: 'semicolons', input: 'a;b\n1;2', expected: ['csv:$[1].a: 1', 'csv:$[1].b: 2'] },
  { name: 'a line end in a field', input: 'a,b\n"x\ny",2', expected: ['csv:$[1].a: x\ny', 'csv:$[1].b: 2'] },
  { name: 'prose', input: 'Hello, you\nall is well, so far, it seems', expected: [] },
  { name: 'a table of Markdown', input: 'a | b\n--|--\nc | `d`', expected: [] },
  { name: 'a list in a program', input: "'a': 'b',\n'c': 'd',\n", expected: [] },
  { name: 'indented code', input: '  f(a, b)\n  g(c, d)', expected: [] },
  { name: 'one line', input: 'a,b', expected: [] },
  { name: 'lines without fields', input: 'a\nb\nc', expected: [] },
  { name: 'rows of two lengths', input: 'a,b\n1,2\n3,4,5', expected: [] },
]);

test('takes linear time', () => {
  for (const fill of ['"', '",', 'a,b\n', '"a"\n', ',"\n', '\t"']) {
    const start = performance.now();
    decode(csv, `a,b\n${fill.repeat(100_000 / fill.length)}`);
    assert.ok(performance.now() - start < 500, fill);
  }
});
