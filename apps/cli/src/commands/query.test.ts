import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { questions } from '@postern/lake';
import { runCommandLine } from '../command-line.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { queryCommand } from './query.ts';

const folder = mkdtempSync(join(tmpdir(), 'postern-query-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const finding = (changes: object = {}): string =>
  JSON.stringify({
    postern: 1,
    kind: 'finding',
    ruleId: 'guard/command-injection',
    class: 'cmdi',
    title: 'Command injection \u001b[2J',
    severity: 'critical',
    origin: { kind: 'runtime', trail: { source: 'event', path: '$.body', encodings: [] } },
    fingerprint: '0123456789abcdef',
    runtime: { time: '2030-01-02T03:04:05.678Z', function: 'pay', mode: 'block', action: 'blocked', count: 1 },
    ...changes,
  });
const log = `START\n${finding()}\nEND\n`;
writeFileSync(join(folder, 'guard.log'), log);
writeFileSync(join(folder, 'empty.log'), 'nothing of ours\n');
writeFileSync(
  join(folder, 'scan.json'),
  JSON.stringify(
    { findings: [JSON.parse(finding({ origin: { kind: 'source' }, cwe: [78], function: 'pay', runtime: undefined }))] },
    null,
    2,
  ),
);
mkdirSync(join(folder, 'logs/deep'), { recursive: true });
writeFileSync(join(folder, 'logs/deep/a.jsonl'), log);
writeFileSync(join(folder, 'logs/image.png'), log);
symlinkSync('/etc', join(folder, 'logs/link'));

interface Row {
  readonly name: string;
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly code: number;
  readonly output?: RegExp;
  readonly errors?: RegExp;
}
const attack = /^severity\s+rule[\s\S]*Critical\s+guard\/command-injection\s+cmdi\s+1\s+yes\s+pay/;
const rows: readonly Row[] = [
  { name: 'a log', args: ['guard.log', 'attacks'], code: 0, output: attack },
  { name: 'standard input', args: ['-', 'attacks'], stdin: log, code: 0, output: attack },
  { name: 'a folder of logs, links and other files left alone', args: ['logs', 'attacks'], code: 0, output: attack },
  {
    name: 'several inputs',
    args: ['guard.log', 'scan.json', 'functions', '--format', 'json'],
    code: 0,
    output: /"function": "pay",\s+"worst": "Critical",\s+"attacks": 1,\s+"stopped": 1,\s+"flaws": 1,/,
  },
  { name: 'SQL', args: ['guard.log', '--sql', 'SELECT count(*) AS n FROM events'], code: 0, output: /^n\n─\n1\n$/ },
  { name: 'what nothing answers', args: ['guard.log', 'attacks', '--since', '2031-01-01'], code: 0, output: /^Nothing\.\n$/ },
  { name: 'storing', args: ['guard.log', '--store', 'lake'], code: 0, errors: /^1 event stored in lake\n$/ },
  { name: 'a lake', args: ['lake', 'blocked'], code: 0, output: /pay\s+guard\/command-injection/ },
  {
    name: 'no escape sequence of a record',
    args: ['guard.log', '--sql', 'SELECT title FROM events'],
    code: 0,
    output: /Command injection \\u001b\[2J/,
  },
  {
    name: 'a record that was cut',
    args: ['-', 'attacks'],
    stdin: `${log}{"postern":1,"ki`,
    code: 0,
    errors: /^standard input:4: begins like a Postern record/,
  },
  { name: 'no question', args: ['guard.log'], code: 2, errors: /"guard\.log" is no question: attacks, blocked/ },
  { name: 'a misspelt question', args: ['guard.log', 'atacks'], code: 2, errors: /Did you mean "attacks"\?/ },
  { name: 'no input', args: ['attacks'], code: 2, errors: /there is no lake at \.postern\/lake/ },
  { name: 'a file that is not there', args: ['nope.log', 'attacks'], code: 2, errors: /nope\.log: does not exist/ },
  { name: 'nothing of ours', args: ['empty.log', 'attacks'], code: 2, errors: /empty\.log: holds no record of Postern/ },
  { name: 'a device', args: ['/dev/zero', 'attacks'], code: 2, errors: /is neither a file nor a folder/ },
  { name: 'a format that is none', args: ['guard.log', 'attacks', '--format', 'jsn'], code: 2, errors: /"jsn" is no format.*"json"/ },
  { name: 'a time that is none', args: ['guard.log', 'attacks', '--since', 'yesterday'], code: 2, errors: /"yesterday" is no time/ },
  { name: 'SQL that writes', args: ['guard.log', '--sql', 'DROP TABLE events'], code: 2, errors: /only SELECT is answered/ },
  {
    name: 'SQL that reads a file',
    args: ['guard.log', '--sql', "SELECT * FROM read_text('/etc/hostname')"],
    code: 2,
    errors: /disabled by configuration/,
  },
  { name: 'a misspelt option', args: ['guard.log', 'attacks', '--formt', 'json'], code: 2, errors: /Did you mean "--format"/ },
];
for (const { name, args, stdin, code, output, errors } of rows)
  test(`query: ${name}`, async () => {
    const io = fakeIo({ cwd: folder, ...(stdin === undefined ? {} : { stdin }) });
    const answered = await runCommandLine(['query', ...args], [queryCommand], io);
    assert.equal(answered, code, io.errors());
    if (output) assert.match(io.output(), output);
    if (errors) assert.match(io.errors(), errors);
    assert.doesNotMatch(io.output() + io.errors(), /\u001b/);
  });

test('the help names every question', () => {
  assert.equal(questions.length, 5);
  for (const { name } of questions) assert.match(queryCommand.usage, new RegExp(`^  ${name} `, 'm'));
});
