import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createLineIndex } from './line-index.ts';
import { loadParsers, parseSource } from './parse-source.ts';
import { formatSourceProblem } from './problem.ts';

await loadParsers();

const good: readonly { readonly name: string; readonly file: string; readonly text: string; readonly dialect: string }[] = [
  { name: 'CommonJS', file: 'a.js', text: "const x = require('x'); exports.handler = async () => x;", dialect: 'js' },
  { name: 'a module', file: 'a.mjs', text: "import x from 'x'; export const handler = () => x;", dialect: 'js' },
  { name: 'a module by its text', file: 'a.js', text: "import x from 'x'; export default x;", dialect: 'js' },
  { name: 'JSX', file: 'a.jsx', text: 'export const a = <b c={1}>d</b>;', dialect: 'jsx' },
  { name: 'JSX in .js', file: 'a.js', text: 'export const a = <b>d</b>;', dialect: 'js' },
  { name: 'types in .js', file: 'a.js', text: 'export const a = (b: string): number => 1;', dialect: 'tsx' },
  { name: 'TypeScript', file: 'a.ts', text: 'enum A { B } export const a = <T,>(b: T): T => b; const c = <string>d;', dialect: 'ts' },
  { name: 'a script of one line', file: 'a.js', text: '#!/usr/bin/env node\n1', dialect: 'js' },
  {
    name: 'Python',
    file: 'a.py',
    text: 'def handler(event, context):\n    match event:\n        case {"a": x}: return f"{x!r:>{10}}"\n',
    dialect: 'python',
  },
  { name: 'an empty file', file: 'a.py', text: '', dialect: 'python' },
];
for (const { name, file, text, dialect } of good)
  test(`parse: ${name}`, () => {
    const result = parseSource(text, file);
    assert.ok(result.ok, result.ok ? '' : formatSourceProblem(result.problem));
    assert.equal(result.value.language === 'python' ? 'python' : result.value.dialect, dialect);
  });

const bad: readonly { readonly name: string; readonly file: string; readonly text: string; readonly problem: RegExp }[] = [
  { name: 'JavaScript', file: 'a.js', text: 'const a = 1;\nconst = 2;', problem: /^a\.js:2:7: is no JavaScript: / },
  { name: 'TypeScript', file: 'a.ts', text: 'type = = 1', problem: /^a\.ts:1:\d+: is no TypeScript: / },
  { name: 'Python', file: 'a.py', text: 'x = 1\ndef f(:\n', problem: /^a\.py:2:7: is no Python: Expected parameter name$/ },
  { name: 'another language', file: 'a.rb', text: '', problem: /is in no language that Postern parses/ },
  { name: 'more than 4 MB', file: 'a.js', text: ' '.repeat(5 * 1024 * 1024), problem: /is longer than 4 MB/ },
  { name: 'nesting without end', file: 'a.js', text: '('.repeat(100_000), problem: /is nested too deeply/ },
  { name: 'nesting without brackets', file: 'a.js', text: `${'a=>'.repeat(100_000)}1`, problem: /is nested too deeply/ },
  { name: 'nesting that strings seem to close', file: 'a.js', text: '(")",'.repeat(100_000), problem: /is nested too deeply/ },
  { name: 'nesting that regular expressions hide', file: 'a.js', text: '(/"/,'.repeat(100_000), problem: /is nested too deeply/ },
  { name: 'a chain of calls', file: 'a.js', text: `x${'()'.repeat(200_000)}`, problem: /is nested too deeply/ },
  { name: 'nesting in Python', file: 'a.py', text: `${'(\n'.repeat(50_000)}1${'\n)'.repeat(50_000)}`, problem: /is nested too deeply/ },
  {
    name: 'a line in Python that takes minutes',
    file: 'a.py',
    text: `def h(e):\n  return ${"e['a']+".repeat(50_000)}1\n`,
    problem: /^a\.py:2:1: is a line of more than 20000 characters/,
  },
];
for (const { name, file, text, problem } of bad)
  test(`what can't be parsed is a problem: ${name}`, () => {
    const result = parseSource(text, file);
    assert.ok(!result.ok);
    assert.match(formatSourceProblem(result.problem), problem);
  });

test('places of both languages count UTF-16 units', () => {
  const python = parseSource('# é\nx = "😀" + handler(1)\n', 'a.py');
  assert.ok(python.ok && python.value.language === 'python');
  const statement = python.value.root.body[0] as unknown as { value: { right: { lineno: number; col_offset: number } } };
  const span = python.value.spanOf(statement.value.right);
  assert.equal(python.value.text.slice(span[0], span[1]), 'handler(1)');
  assert.deepEqual(python.value.locate(span[0]), { file: 'a.py', line: 2, column: 12 });
  const script = parseSource('/* é😀 */ handler(1)', 'a.js');
  assert.ok(script.ok && script.value.language === 'javascript');
  const [first] = script.value.root.body;
  assert.deepEqual(script.value.locate(first?.start ?? -1), { file: 'a.js', line: 1, column: 11 });
});

test('any text ends as a tree or a located problem', () => {
  const words = fc.constantFrom(
    '(',
    ')',
    '{',
    '}',
    '=>',
    'def f():\n',
    '  ',
    'x',
    '=',
    '"',
    "'",
    '`',
    '${',
    '/',
    '\n',
    'if',
    'class',
    '1',
    '😀',
    '\\',
    'async ',
    'import ',
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 40 }), fc.constantFrom('a.js', 'a.ts', 'a.py'), (parts, file) => {
      const text = parts.join('');
      const result = parseSource(text, file);
      if (!result.ok) {
        const { line, column } = result.problem.location;
        assert.ok(line >= 1 && column >= 1 && line <= text.split('\n').length, formatSourceProblem(result.problem));
      }
    }),
    { numRuns: 500 },
  );
});

test('lines and offsets are inverse', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'é', '😀', '\n', '\r\n', '\r'), { maxLength: 30 }), fc.nat(40), (parts, at) => {
      const text = parts.join('');
      const offset = Math.min(at, text.length);
      const index = createLineIndex(text, 'f');
      const { line, column } = index.locate(offset);
      assert.equal(index.offsetOf(line, column - 1), offset);
    }),
  );
});
