import assert from 'node:assert/strict';
import { test } from 'node:test';
import { argumentEvidence } from './argument.ts';
import { codeEvidence } from './code.ts';
import { commandEvidence } from './command.ts';
import { createIndex, type Index } from './input-index.ts';
import { shellEvidence } from './shell.ts';
import type { StructureChange } from './source.ts';
import { sqlEvidence } from './sql.ts';
import { urlEvidence } from './url.ts';

interface Row {
  readonly name: string;
  readonly evidence: (text: string, index: Index) => StructureChange | undefined;
  readonly decoys: readonly string[];
  readonly join: (items: readonly string[]) => string;
  readonly attack: string;
  readonly benign: string;
}

let state = 1;
const letter = (): string => {
  state = (state * 48_271) % 2_147_483_647;
  return String.fromCharCode(97 + (state % 26));
};
const word = (length: number): string => Array.from({ length }, letter).join('');
const many = (make: () => string, count = 1100): string[] => Array.from({ length: count }, make);
const words = many(() => word(9));
const list = (items: readonly string[]): string => `SELECT a FROM t WHERE n IN ('${items.join("', '")}')`;
const doubled = (items: readonly string[]): string => `printf %s "${items.join('" "')}"`;

// What an attacker piles up before the one that counts; each with a benign one in its place.
const rows: readonly Row[] = [
  {
    name: 'words in a command',
    evidence: shellEvidence,
    decoys: words,
    join: (items) => `printf '%s ' ${items.join(' ')}`,
    attack: '; echo PWNED by $(id -u)',
    benign: 'one more',
  },
  { name: 'words in quotes', evidence: shellEvidence, decoys: words, join: doubled, attack: '"; echo PWNED by $(id -u)', benign: 'x; id' },
  {
    name: 'sentences in quotes',
    evidence: shellEvidence,
    decoys: many(() => `${word(4)} ${word(4)}; ${word(3)}`, 3000),
    join: doubled,
    attack: 'x"; id; "',
    benign: "it's",
  },
  {
    name: 'short values',
    evidence: shellEvidence,
    decoys: many(() => `${word(2)}.${word(2)}`, 5000),
    join: doubled,
    attack: '$(id)',
    benign: 'x; id',
  },
  { name: 'words in SQL', evidence: sqlEvidence, decoys: words, join: list, attack: "x') UNION SELECT a FROM u --", benign: 'x OR 1=1' },
  {
    name: 'names in SQL',
    evidence: sqlEvidence,
    decoys: many(() => `${word(4)} ${word(6)}`, 5000),
    join: list,
    attack: "x') UNION SELECT a FROM u --",
    benign: 'x OR 1=1',
  },
  {
    name: 'separators in SQL',
    evidence: sqlEvidence,
    decoys: ["', '", "'", ...words],
    join: list,
    attack: "x') UNION SELECT a FROM u --",
    benign: 'x OR 1=1',
  },
  {
    name: 'values in code',
    evidence: codeEvidence,
    decoys: many(() => `"${word(5)}"`, 3000),
    join: (items) => `f([${items.join(',')}])`,
    attack: 'process.exit(1)',
    benign: '{"a":[1]}',
  },
];
for (const { name, evidence, decoys, join, attack, benign } of rows)
  for (const input of [attack, benign])
    test(`bounds: ${name}, ${input === attack ? 'attack' : 'benign'}`, () => {
      const items = [...decoys, input];
      const { index, reached } = watched(items);
      const used = items.filter((item) => !/^'|'$/.test(item) || item === input);
      const change = evidence(join(used), index);
      assert.equal(change !== undefined, input === attack, change?.reason);
      assert.deepEqual(reached, [], 'nothing was left out');
    });

function watched(texts: readonly string[]): { index: Index; reached: string[] } {
  const reached: string[] = [];
  const values = texts.map((text, i) => ({ text, path: `$.items[${i}]`, encodings: [] }));
  return { index: createIndex([{ label: 'event', values }], (limit) => reached.push(limit)), reached };
}

test('bounds: input that repeats one gram until the comparison ends says so', () => {
  const { index, reached } = watched(Array.from({ length: 400 }, (_, i) => `${'a;'.repeat(250 + i)}${i}`));
  assert.equal(shellEvidence(`echo '${'a;'.repeat(20_000)}'`, index), undefined);
  assert.deepEqual(reached, ['comparisons']);
});

test('bounds: what looks like an attack a thousand times and is none ends in time, and says so', () => {
  // The program's text is broken by itself, so that without any of them it is no better.
  const texts = many(() => `${word(6)}; ${word(6)}`, 4000);
  const text = `echo ${texts.join(' ')} "open`;
  const { index, reached } = watched(texts);
  const before = process.cpuUsage();
  assert.equal(shellEvidence(text, index), undefined);
  assert.deepEqual(reached, ['comparisons']);
  assert.ok(process.cpuUsage(before).user / 1e3 < 5000);
});

const costly: readonly { readonly name: string; readonly judge: (index: Index) => unknown; readonly input: string }[] = [
  {
    name: 'separators of URLs',
    input: ` ${'://'.repeat(100_000)}`,
    judge: (index) => urlEvidence({ protocol: 'http', host: '127.0.0.1', port: 1, path: '/health' }, index),
  },
  {
    name: 'URLs in URLs',
    input: ` ${'a://'.repeat(100_000)}`,
    judge: (index) => urlEvidence({ protocol: 'http', host: '127.0.0.1', port: 1, path: '/health' }, index),
  },
  {
    name: 'line ends',
    input: `x${'\n'.repeat(100_000)}y`,
    judge: (index) => shellEvidence(`true ${'\n'.repeat(100_000)} x`, index),
  },
  {
    name: 'lists of separators',
    input: ', '.repeat(50_000),
    judge: (index) => commandEvidence({ file: 'sh', args: ['-c', `true ${', '.repeat(50_000)}`] }, index),
  },
  {
    name: 'wrappers in wrappers',
    input: 'ssh '.repeat(50_000),
    judge: (index) => commandEvidence({ file: 'ssh', args: ['host', ...Array<string>(50_000).fill('ssh')] }, index),
  },
  {
    name: 'wrappers in a command line',
    input: 'watch '.repeat(30_000),
    judge: (index) => shellEvidence(`watch ${'watch '.repeat(30_000)}`, index),
  },
  {
    name: 'options',
    input: '-a.'.repeat(20_000),
    judge: (index) => argumentEvidence('cat', Array<string>(3000).fill(`-b${'-a.'.repeat(20)}`), index),
  },
];
for (const { name, input, judge } of costly)
  test(`bounds: ${name} take no more than a bounded time`, () => {
    const { index } = watched([input]);
    const before = process.cpuUsage();
    judge(index);
    const used = process.cpuUsage(before).user / 1e3;
    assert.ok(used < 2500, `${used} ms`);
  });

test('bounds: a URL behind or within many others is found', () => {
  for (const input of [
    'see x://http://evil.test/x',
    ` ${'://'.repeat(10_000)} http://evil.test/x`,
    `a://${'b://'.repeat(50)}http://evil.test/x y`,
  ]) {
    const { index, reached } = watched([input]);
    assert.ok(urlEvidence({ protocol: 'http', host: 'evil.test', port: 80, path: '/x' }, index), input.slice(-30));
    assert.deepEqual(reached, []);
  }
});
