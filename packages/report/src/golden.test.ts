import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { describeFinding, describeRecord, html, markdown, sarif, writeJson, writeTable, writeTerminal } from './index.ts';
import { blocked, hostile, inEvent, long, start, summary } from './testing/findings.ts';
import { scanReport } from './testing/scan-findings.ts';

// `UPDATE_GOLDEN=1 node scripts/test.mjs report` writes them anew; read the difference before it is committed.
const folder = new URL('../golden/', import.meta.url);

const rows: readonly { readonly file: string; readonly text: string }[] = [
  { file: 'blocked.txt', text: describeFinding(blocked) },
  { file: 'blocked-in-colour.txt', text: describeFinding(blocked, { color: true }) },
  { file: 'blocked-60-columns.txt', text: describeFinding(blocked, { width: 60 }) },
  { file: 'in-event.txt', text: describeFinding(inEvent) },
  { file: 'hostile.txt', text: describeFinding(hostile) },
  { file: 'long.txt', text: describeFinding(long) },
  { file: 'several.txt', text: writeTerminal([inEvent, long, blocked, blocked]) },
  { file: 'none.txt', text: writeTerminal([]) },
  { file: 'start.txt', text: describeRecord(start) },
  { file: 'summary.txt', text: describeRecord(summary) },
  { file: 'scan.txt', text: writeTerminal(scanReport.findings, { groupBy: 'risk', width: 100 }) },
  { file: 'scan.sarif', text: sarif.write(scanReport) },
  { file: 'scan.html', text: html.write(scanReport) },
  { file: 'scan.md', text: markdown.write(scanReport) },
  { file: 'run.sarif', text: sarif.write({ findings: [blocked, inEvent, hostile] }) },
  { file: 'run.html', text: html.write({ findings: [blocked, inEvent, hostile] }) },
  { file: 'run.md', text: markdown.write({ findings: [blocked, inEvent, hostile] }) },
  { file: 'none.html', text: html.write({ findings: [] }) },
  { file: 'none.md', text: markdown.write({ findings: [] }) },
  {
    file: 'table.txt',
    text: writeTable(
      ['rule', 'last_seen', 'times'],
      [
        ['a\u001b[2J', null, 10],
        ['日本', `x${'y'.repeat(80)}`, 9],
      ],
    ),
  },
  { file: 'findings.json', text: writeJson([blocked, hostile]) },
];

for (const { file, text } of rows)
  test(`golden: ${file}`, () => {
    const url = new URL(file, folder);
    if (process.env['UPDATE_GOLDEN']) writeFileSync(url, text);
    assert.ok(existsSync(url), `golden/${file} does not exist; write it with UPDATE_GOLDEN=1`);
    assert.equal(text, readFileSync(url, 'utf8'));
  });

test('every golden file has a row', () => assert.deepEqual(readdirSync(folder).sort(), rows.map(({ file }) => file).sort()));
