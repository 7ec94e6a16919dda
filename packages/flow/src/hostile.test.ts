import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { flowsOf } from './testing/flows-of.ts';

const example = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../examples/bank-bot/app/${file}`, import.meta.url)), 'utf8');

const heavy: readonly { readonly name: string; readonly file: string; readonly code: string }[] = [
  {
    name: 'helpers that call each other ten times each',
    file: 'app.js',
    code: `${Array.from({ length: 12 }, (_, i) => `function f${i}(x) { ${`f${i + 1}(x + 'a');`.repeat(10)} return x; }`).join('\n')}\nfunction f12(x) { eval(x); }\nexports.handler = async (event) => f0(event.x);`,
  },
  {
    name: 'a function that calls itself',
    file: 'app.js',
    code: 'const f = (x) => f(f(x + x));\nexports.handler = async (event) => eval(f(event.x));',
  },
  {
    name: 'two functions that call each other',
    file: 'app.py',
    code: 'def a(x):\n    return b(x)\ndef b(x):\n    return a(x)\ndef handler(event, context):\n    eval(a(event))\n',
  },
  {
    name: 'an object that holds itself',
    file: 'app.js',
    code: 'exports.handler = async (event) => { const a = {}; a.a = a; a.b = event; for (;;) { a.a = { a, b: a.b }; a.c = a.a; } eval(a.b); };',
  },
  {
    name: 'thousands of branches',
    file: 'app.js',
    code: `exports.handler = async (event) => { let x = event.x;\n${"if (event.y === 'a') x += 'b'; else x = x.trim();\n".repeat(3000)} eval(x); };`,
  },
  {
    name: 'branches within branches',
    file: 'app.js',
    code: `exports.handler = async (event) => { let x = event.x;\n${"if (event.y) { x += 'b';".repeat(60)}${'}'.repeat(60)} eval(x); };`,
  },
  {
    name: 'a loop within a loop within a loop',
    file: 'app.js',
    code: `exports.handler = async (event) => { let x = event.x;\n${'for (const i of event.list) {'.repeat(40)} x += i; ${'}'.repeat(40)} eval(x); };`,
  },
  { name: 'a sum of ten thousand', file: 'app.js', code: `exports.handler = async (event) => eval(${'event.x + '.repeat(10_000)}'');` },
  { name: 'deep members', file: 'app.js', code: `exports.handler = async (event) => eval(event${'.a'.repeat(2000)});` },
  {
    name: 'conditions within conditions',
    file: 'app.js',
    code: `exports.handler = async (event) => { if (${'!('.repeat(150)}event.x${')'.repeat(150)}) eval(event.x); };`,
  },
  { name: 'an export that does not exist', file: 'app.js', code: 'exports.other = 1;' },
  {
    name: 'names of the prototype',
    file: 'app.js',
    code: 'exports.handler = async (event) => { const o = { __proto__: event }; const constructor = event.a; o.hasOwnProperty(event); toString(event.__proto__); eval(constructor); };',
  },
  { name: 'a syntax error', file: 'app.py', code: 'def handler(event, context:\n    pass' },
];
for (const { name, file, code } of heavy)
  test(`hostile code ends in time: ${name}`, () => {
    const start = performance.now();
    const { flows, problems } = flowsOf(file, code);
    assert.ok(flows.length < 500 && problems.length < 5);
    const took = performance.now() - start;
    assert.ok(took < 6000, `it took ${took.toFixed(0)} ms`);
  });

test('mutated programs never end in an error', () => {
  const seeds = [
    'functions/accounts-api.js',
    'functions/receipt-check.js',
    'functions/pricing-rule.js',
    'functions/import-profile.js',
    'python/sms_bot.py',
  ].map((file) => ({
    file: file.endsWith('.py') ? 'app.py' : 'app.js',
    code: example(file),
  }));
  const pieces = [
    'event',
    '(',
    ')',
    '{',
    '}',
    '`${',
    '=>',
    '...',
    '[',
    ']',
    'if (',
    'return ',
    'await ',
    "'",
    '\n',
    ' = ',
    '.',
    ',',
    'new ',
    'function ',
    ' in ',
    '/',
    '\0',
    '"""',
    'lambda ',
    '    ',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...seeds),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), fc.constantFrom(...pieces)), { minLength: 1, maxLength: 4 }),
      ({ file, code }, edits) => {
        let text = code;
        for (const [at, removed, piece] of edits) {
          const start = at % text.length;
          text = text.slice(0, start) + piece + text.slice(start + removed);
        }
        flowsOf(file, text);
      },
    ),
    { numRuns: 400 },
  );
});
