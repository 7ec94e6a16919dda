import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeEvidence } from './code.ts';
import { createIndex, type Index } from './input-index.ts';
import { shellEvidence } from './shell.ts';
import type { StructureChange } from './source.ts';
import { sqlEvidence } from './sql.ts';

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
