import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isAtLeast, type SourceLocation } from '@postern/core';
import { scan } from './scan.ts';

const example = fileURLToPath(new URL('../../../examples/bank-bot', import.meta.url));

interface Flaw {
  readonly id: string;
  readonly risk: string;
  readonly file: string;
  readonly line: number;
  readonly shows: string;
}

/** The table of the example's README: the truth about it. */
const flaws: readonly Flaw[] = readFileSync(join(example, 'README.md'), 'utf8')
  .split('\n')
  .flatMap((row) => {
    const cells = row.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim());
    const place = /^(\S+):(\d+)$/.exec(cells[2] ?? '');
    if (!place || !/\bscan\b/.test(cells.at(-1) ?? '')) return [];
    return [
      {
        id: cells[0] as string,
        risk: cells[1] as string,
        file: place[1] as string,
        line: Number(place[2]),
        shows: (cells[3] as string).replaceAll('`', ''),
      },
    ];
  });

const app = await scan(join(example, 'app'));

test('the table of flaws was read', () => {
  assert.equal(flaws.length, 33);
  assert.equal(new Set(flaws.map(({ risk }) => risk)).size, 10);
});

for (const { id, risk, file, line, shows } of flaws)
  test(`bank-bot ${id} is found at ${file}:${line} as ${risk}`, () => {
    const text = readFileSync(join(example, 'app', file), 'utf8').split('\n')[line - 1] ?? '';
    assert.ok(text.includes(shows), `the line shows ${text.trim()}`);
    const there = app.findings.filter(
      ({ location, sas }) =>
        (location as SourceLocation).file === file && (location as SourceLocation).line === line && sas.includes(risk as never),
    );
    assert.ok(there.length > 0, 'nothing was found there');
  });

test('rows that share a line are found by rules of their own', () => {
  const places = new Map<string, Flaw[]>();
  for (const flaw of flaws) {
    const key = `${flaw.file}:${flaw.line}:${flaw.risk}`;
    places.set(key, [...(places.get(key) ?? []), flaw]);
  }
  for (const [key, rows] of places) {
    const there = app.findings.filter(
      ({ location, sas }) =>
        `${(location as SourceLocation).file}:${(location as SourceLocation).line}` === key.slice(0, key.lastIndexOf(':')) &&
        sas.includes(key.slice(key.lastIndexOf(':') + 1) as never),
    );
    assert.ok(there.length >= rows.length, `${key}: ${there.length} findings for ${rows.map(({ id }) => id).join(', ')}`);
  }
});

test('findings are sorted, and none has the fingerprint of another', () => {
  const places = app.findings.map(({ location }) => location as SourceLocation);
  assert.deepEqual(
    places,
    [...places].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column)),
  );
  assert.equal(new Set(app.findings.map(({ fingerprint }) => fingerprint)).size, app.findings.length);
});

test('no secret of the application stands in a finding', () => {
  const text = JSON.stringify(app.findings);
  for (const secret of ['Winter-2024-ledger', 'bk_live_51bf0e3c7a9d']) assert.ok(!text.includes(secret));
});

test('the fixed twin has nothing of medium or higher severity', async () => {
  const { findings, problems } = await scan(join(example, 'fixed'));
  assert.deepEqual(problems, []);
  assert.deepEqual(
    findings.filter(({ severity }) => isAtLeast(severity, 'medium')).map(({ message }) => message),
    [],
  );
});
