import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIndex, type Index } from '../input-index.ts';
import type { StructureChange } from '../source.ts';

/** Input as an event would bring it, what a sink is given, and the part of it that is evidence; `''` when there is none. */
export interface EvidenceRow {
  readonly name: string;
  readonly input: string | readonly string[];
  readonly sink: string;
  /** The text of the change's span, or the empty string. */
  readonly changes: string;
}

export function indexOf(input: string | readonly string[], label = 'event', path = '$.value'): Index {
  const texts = typeof input === 'string' ? [input] : input;
  return createIndex([{ label, values: texts.map((text, i) => ({ text, path: `${path}${i === 0 ? '' : i}`, encodings: [] })) }]);
}

/** One test a row; a table without attacks or without benign rows proves nothing and fails. */
export function testEvidence(
  language: string,
  rows: readonly EvidenceRow[],
  evidence: (sink: string, index: Index) => StructureChange | undefined,
): void {
  test(`${language}: the table has attacks and benign rows in similar numbers`, () => {
    const attacks = rows.filter((row) => row.changes !== '').length;
    assert.ok(attacks >= 12 && rows.length - attacks >= 12, `${attacks} attacks, ${rows.length - attacks} benign rows`);
  });
  for (const row of rows) testEvidenceRow(language, row, evidence);
}

export function testEvidenceRow(
  language: string,
  { name, input, sink, changes }: EvidenceRow,
  evidence: (sink: string, index: Index) => StructureChange | undefined,
): void {
  test(`${language}: ${name}`, () => {
    const change = evidence(sink, indexOf(input));
    const found = change ? (change.text ?? sink).slice(change.span[0], change.span[1]) : '';
    assert.equal(found, changes, change?.reason);
    if (change)
      assert.ok(
        change.match.span[0] <= change.span[0] && change.span[1] <= change.match.span[1],
        'the change lies in what came from the input',
      );
  });
}

/** A long benign text that quotes commands, SQL and code, as a manual or an issue does. */
export const manual: string = [
  'How to clean up after a backup. First run `tar czf /tmp/out.tgz /data | tee /tmp/log > /dev/null 2>&1`; then look at the result with',
  'ps aux | grep -v grep | sort -u and, if you like, mail it: cat /tmp/log | mail -s done ops@example.com. In the database,',
  "SELECT name, email FROM users WHERE active = 'yes' AND id = 5 ORDER BY name; shows who is left. Never write",
  "\"SELECT * FROM users WHERE name = '\" + name + \"'\" because of ' OR '1'='1' --. In Node you would say",
  "const fs = require('fs'); return items.map((item) => item.name).join(', '); or function (row) { return row.value > 1; } instead.",
  'See ../docs/index.html, ../../etc/hosts and /etc/passwd, or https://api.example.com/v1/help and http://169.254.169.254/latest/.',
  'It costs $100 (or 90 €), it’s “free” for O’Brien & Sons; AT&T pays <50%>. ',
]
  .join('\n')
  .repeat(27);
