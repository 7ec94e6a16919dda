// The texts that detection is measured on.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { harvest } from '../benign.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = join(root, 'fixtures/inspect');

/** What is written for machines; all other benign classes are text and values. */
const forMachines = new Set(['code-snippet', 'source-code', 'json', 'yaml', 'markup', 'webhook-json']);

function readRows(file) {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Our own tables of classes for which no public list exists, with their benign twins (`lookalike`). */
function ownRows() {
  const own = join(folder, 'own');
  return existsSync(own)
    ? readdirSync(own)
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
        .flatMap((name) => readRows(join(own, name)))
    : [];
}

const isTwin = (row) => row.class === 'lookalike' || row.class === 'benign';

/** `{ class, event, payload? }` of each attack. */
export function attacks() {
  return [...readRows(join(folder, 'attacks.jsonl')), ...ownRows().filter((row) => !isTwin(row))].map(asEvent);
}

/** `{ class, kind: 'text' | 'code', event, payload? }` of each benign text: the fixtures, our own twins, and what is installed. */
export function benign() {
  const sets = [
    ['fixtures', [...readRows(join(folder, 'benign.jsonl')), ...ownRows().filter(isTwin)]],
    ['installed', harvest([join(root, 'node_modules')])],
  ];
  return sets.flatMap(([set, rows]) => rows.map((row) => ({ ...asEvent(row), set, kind: forMachines.has(row.class) ? 'code' : 'text' })));
}

/**
 * Texts of somebody who knew the classes and neither the detectors nor the development set. The first of each two attacks of a class has been read
 * by who writes detectors since, the second has not: `isSeen` tells.
 */
export function independent() {
  const seen = new Map();
  const hostile = readRows(join(folder, 'independent/attacks.jsonl')).map((row) => {
    const count = seen.get(row.class) ?? 0;
    seen.set(row.class, count + 1);
    return { ...asEvent(row), isSeen: count % 2 === 0 };
  });
  return { attacks: hostile, benign: readRows(join(folder, 'independent/benign.jsonl')).map(asEvent) };
}

/** The real sample events: `{ file, event }`. */
export function sampleEvents() {
  const events = join(root, 'fixtures/events');
  return readFileSync(join(events, 'INDEX.tsv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t')[0])
    .map((file) => ({ file, event: JSON.parse(readFileSync(join(events, file), 'utf8')) }));
}

function asEvent(row) {
  return row.event === undefined ? { ...row, event: { value: row.payload } } : row;
}
