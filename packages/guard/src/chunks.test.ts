import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspectEvent } from '@postern/inspect';
import { guardFolder } from './testing/guarded.ts';

type Cut = (text: string, always: readonly string[]) => { readonly main: string; readonly chunks: readonly string[] };
type Exports = Readonly<Record<string, (...args: unknown[]) => unknown>>;
const { cut } = (await import(new URL('../../../scripts/chunks.mjs', import.meta.url).href)) as { cut: Cut };

/** Makes a function long enough for a chunk. */
const long = `/*${'.'.repeat(1500)}*/`;

const cases: readonly { readonly name: string; readonly text: string; readonly chunks: number }[] = [
  { name: 'one function', text: `function f(a) {${long} return a + 1 } export { f };`, chunks: 1 },
  { name: 'a short function stays', text: 'function f(a) { return a + 1 } export { f };', chunks: 0 },
  { name: 'another name outside', text: `function g(a) {${long} return a * 2 } export { g as f };`, chunks: 1 },
  {
    name: 'left-out and further arguments',
    text: `function f(a, b = a, ...c) {${long} return [a, b, c.length] } export { f };`,
    chunks: 1,
  },
  { name: 'a function that looks at its call stays', text: `function f() {${long} return arguments.length } export { f };`, chunks: 0 },
  {
    name: 'a constant with its only user',
    text: `var words = new Set("1 2".split(" ")); function f(a) {${long} return words.has(String(a)) } export { f };`,
    chunks: 1,
  },
  {
    name: 'a constant that others use too',
    text: `var table = [1, 2, 3]; function f(a) {${long} return table[a] } function g() {${long} return table.length } export { f, g };`,
    chunks: 2,
  },
  {
    name: 'a memory of one function',
    text: `var calls = 0; function f() {${long} return ++calls } export { f };`,
    chunks: 1,
  },
  {
    name: 'a memory that two share stays, and so do they',
    text: `var calls = 0; function f() {${long} return ++calls } function g() {${long} return calls += 10 } export { f, g };`,
    chunks: 0,
  },
  {
    name: 'what the start runs stays',
    text: `function f(a) {${long} return a } var made = f(7); function g() {${long} return made } export { g };`,
    chunks: 1,
  },
  {
    name: 'what two need is a chunk of its own',
    text: `function both(a) {${long} return a + 1 } function f(a) {${long} return both(a) } function g(a) {${long} return both(both(a)) } export { f, g };`,
    chunks: 3,
  },
  {
    name: 'late members',
    text: `var unit = { id: "u", detect(a) {${long} return [a, this === undefined] }, decode: (a = 4) => {${long} return a }, canOccur: (a) => a > 0 };
      var own = { detect: function (a) {${long} return help(a) } }; function help(a) {${long} return -a }
      function f(a) { return unit.canOccur(a) && [unit.decode(), own.detect(a)] } export { f };`,
    chunks: 2,
  },
  {
    name: 'a class',
    text: `var Counter = class { #n = 1; add(a) {${long} return this.#n += a } }; function f(a) {${long} const c = new Counter(); c.add(a); return c.add(a) } export { f };`,
    chunks: 1,
  },
  {
    name: 'a name of its own that is one of the module',
    text: `var size = 3; function f(size) {${long} size += 1; return size } function g() { return size } export { f, g };`,
    chunks: 0,
  },
];

for (const { name, text, chunks: expected } of cases)
  test(`a cut bundle does what the whole one does: ${name}`, async () => {
    const whole = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as Exports;
    const { main, chunks } = cut(text, []);
    assert.equal(chunks.length, expected);
    const made: number[] = [];
    const exports = evaluate(main)((number: unknown) => {
      made.push(number as number);
      return evaluate(chunks[number as number] as string);
    }) as Exports;
    assert.deepEqual(made, [], 'nothing is compiled before a call');
    for (const key of Object.keys(whole))
      for (const args of [[1], [1], [2, 3, 4], []]) assert.deepEqual(exports[key]?.(...args), whole[key]?.(...args), `${key}(${args})`);
    assert.equal(new Set(made).size, made.length, 'each chunk is compiled once');
  });

test('what every event needs is in the main text', () => {
  const text = `function f(a) {${long} return g(a) } function g(a) {${long} return a } function h() {${long}} export { f, h };`;
  assert.equal(cut(text, ['f']).chunks.length, 1);
});

test('the guard sees in every event what the modules see', () => {
  const { texts } = JSON.parse(readFileSync(join(guardFolder, 'guard-analysis.json'), 'utf8')) as { texts: readonly string[] };
  const body = (text: string | undefined) => Function(text as string)() as (...args: unknown[]) => unknown;
  const { inspectReading, readEvent } = body(texts[0])((number: unknown) => body(texts[(number as number) + 1])) as Exports;
  const fixtures = fileURLToPath(new URL('../../../fixtures/', import.meta.url));
  const attacks = readFileSync(join(fixtures, 'inspect/attacks.jsonl'), 'utf8').trim().split('\n');
  const events: unknown[] = attacks.filter((_, line) => line % 10 === 0).map((line) => JSON.parse(line) as unknown);
  for (const file of readdirSync(join(fixtures, 'events'), { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.json')) events.push(JSON.parse(readFileSync(join(fixtures, 'events', file), 'utf8')));
  assert.ok(events.length > 500);
  for (const event of events) assert.deepEqual(inspectReading?.(readEvent?.(event), event), inspectEvent(event));
});

function evaluate(text: string): (...args: unknown[]) => unknown {
  return Function(`return(${text})`)() as (...args: unknown[]) => unknown;
}
