import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { rewriteDirectEval } from './direct-eval.ts';
import { directEvalName } from './direct-eval-name.ts';

const untouched = [
  { name: 'no eval at all', source: 'const a = 1;' },
  { name: 'a method of an object', source: 'o.eval(1); o?.eval(2); this.#eval(3)' },
  { name: 'the word in a string, template, comment and regular expression', source: "'eval(1)'; `eval(2)`; /* eval(3) */ /eval(4)/" },
  { name: 'a method definition', source: 'class A { eval(x) { return x } static eval(y) { return y } }' },
  { name: 'a function of that name', source: 'function eval(x) { return x }' },
  { name: 'indirect calls', source: '(0, eval)(x); const e = eval; eval?.(x)' },
  { name: 'an unclosed call', source: 'eval(x' },
];
for (const { name, source } of untouched) test(`not rewritten: ${name}`, () => assert.equal(rewriteDirectEval(source), undefined));

const programs = [
  { name: 'keeps its scope', source: 'function f() { const secret = 5; return eval("secret + 1") } f()', expected: 6 },
  {
    name: 'keeps its scope in strict code',
    source: '"use strict"; function f() { const secret = 5; return eval("secret + 1") } f()',
    expected: 6,
  },
  { name: 'declares variables in sloppy code', source: 'function f() { eval("var x = 7"); return x } f()', expected: 7 },
  { name: 'nested calls', source: 'function f() { const a = "2"; return eval(eval("a") + "1") } f()', expected: 21 },
  {
    name: 'a line that relies on semicolons being inserted',
    source: 'function f() { const a = 1\nconst b = a\neval("1")\nreturn b } f()',
    expected: 1,
  },
  { name: 'what is no text comes back', source: 'eval(42)', expected: 42 },
  { name: 'no argument', source: 'eval()', expected: undefined },
  {
    name: 'a local function of that name gets all arguments',
    source: 'function f(eval) { return eval(1, [2, 3][1], 4) } f((a, b, c) => a + b + c)',
    expected: 8,
  },
  { name: 'inside a template', source: 'const n = 2; `${eval("n+1")}`', expected: '3' },
  { name: 'as an argument', source: 'function f(n) { return Math.max(eval("n"), eval("n + 1")) } f(1)', expected: 2 },
  { name: 'an arrow function in the text', source: 'function f() { const k = 3; return eval("(x) => x * k")(4) } f()', expected: 12 },
];
for (const { name, source, expected } of programs)
  test(`rewritten: ${name}`, () => {
    const rewritten = rewriteDirectEval(source);
    assert.ok(rewritten, 'was rewritten');
    assert.equal(runRewritten(rewritten), expected);
    assert.equal(rewritten.split('\n').length, source.split('\n').length, 'lines stay');
  });

/** The protocol of the hook, without its judgement. */
function runRewritten(source: string): unknown {
  const protocol = `
    const native = globalThis.eval, pending = []; let given;
    const hooked = (text) => native(text);
    globalThis.eval = hooked;
    globalThis.${directEvalName} = Object.assign((a, b, c) => c, {
      arg: (...args) => void pending.push(args), on: () => void (globalThis.eval = native),
      off: () => { globalThis.eval = hooked; given = pending.pop(); return given[0] }, rest: (i) => given[i] });`;
  return runInNewContext(`{${protocol}}\n${source}`);
}
