import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type OcsfEvent, validateOcsf } from '@postern/ocsf';
import fc from 'fast-check';
import { type Cell, columns, ingest, type Lake, lakeFiles, openLake, questions, writeLake } from './index.ts';
import { maxLineBytes, readLines } from './lines.ts';
import { log, scanDocument } from './testing/log.ts';

const options = { time: Date.parse('2030-01-03T00:00:00Z') };
// A bracket in the folder's name: DuckDB takes file names for patterns.
const folder = mkdtempSync(join(tmpdir(), "postern-lake-[a]*'"));
const lakeFolder = join(folder, 'lake');
let lake: Lake;

async function* chunksOf(text: string, size: number = text.length): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

before(async () => {
  const writer = writeLake(lakeFolder);
  const fromLog = await ingest('guard.log', chunksOf(log, 100), writer.add, options);
  const fromScan = await ingest('scan.json', chunksOf(scanDocument, 64), writer.add, options);
  assert.equal(lakeFiles(lakeFolder).length, 0, 'nothing is seen before it is whole');
  writer.close();
  assert.deepEqual(
    { ...fromLog, problems: fromLog.problems.map((problem) => problem.slice(0, 40)) },
    {
      lines: 11,
      events: 7,
      foreign: 2,
      broken: 2,
      problems: ['guard.log:9: begins like a Postern recor', 'guard.log:10: is no valid OCSF event: $.'],
    },
  );
  assert.equal(fromScan.events, 1);
  lake = await openLake(lakeFiles(lakeFolder));
});
after(() => {
  lake.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the layout is that of Security Lake, whatever a line says about region and account', () => {
  const files = lakeFiles(lakeFolder).map((file) => file.slice(lakeFolder.length + 1).replace(/[0-9a-f-]{36}/, '*'));
  assert.deepEqual(files, [
    'ext/postern_application_lifecycle/region=unknown/accountId=unknown/eventDay=20300102/*.jsonl',
    'ext/postern_application_security_posture_finding/region=unknown/accountId=unknown/eventDay=20300103/*.jsonl',
    'ext/postern_detection_finding/region=eu-central-1/accountId=123456789012/eventDay=20300102/*.jsonl',
    'ext/postern_detection_finding/region=unknown/accountId=unknown/eventDay=20300103/*.jsonl',
  ]);
  let lines = 0;
  for (const file of lakeFiles(lakeFolder))
    for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
      assert.deepEqual(validateOcsf(JSON.parse(line)), []);
      lines++;
    }
  assert.equal(lines, 8);
});

const T = '2030-01-02 ';
const D = '2030-01-03 00:00:00';
const answers: Readonly<Record<string, readonly (readonly Cell[])[]>> = {
  attacks: [
    ['Critical', 'guard/command-injection', 'cmdi', 5, 'yes', '../../etc, pack-report', `${T}03:04:05.678`, D],
    ['High', 'guard/sql-injection', 'sqli', 1, 'no', 'search', `${T}04:00:00`, `${T}04:00:00`],
    ['Unknown', 'unknown', null, 1, 'no', '', D, D],
  ],
  blocked: [
    [D, '../../etc', 'guard/command-injection', 'child_process.exec', 'mail a@b; env', 'event $.Records[0].Sns.Message', 'r-1'],
    [
      `${T}03:05:00`,
      'pack-report',
      'guard/command-injection',
      'child_process.exec',
      'mail a@b; env',
      'event $.Records[0].Sns.Message',
      'r-4',
    ],
    [
      `${T}03:04:05.678`,
      'pack-report',
      'guard/command-injection',
      'child_process.exec',
      'mail a@b; env',
      'event $.Records[0].Sns.Message',
      'r-1',
    ],
  ],
  sources: [
    ['event', '$.Records[0].Sns.Message', 3, 'cmdi, sqli', '../../etc, pack-report, search', D],
    ['?', '?', 1, 'unknown', '', D],
  ],
  functions: [
    ['search', 'High', 1, 0, 1, 'observe', D],
    ['../../etc', 'Critical', 1, 1, 0, 'block', D],
    ['pack-report', 'Critical', 1, 2, 0, 'block', `${T}03:05:00`],
  ],
  timeline: [
    [D, 2, 1, 1, 0, '../../etc'],
    [`${T}04:00:00`, 1, 0, 1, 0, 'search'],
    [`${T}03:00:00`, 2, 2, 2, 1, 'pack-report'],
  ],
};
for (const { name, sql } of questions) test(`question: ${name}`, async () => assert.deepEqual((await lake.query(sql)).rows, answers[name]));

test('every question has an answer here', () => assert.deepEqual(questions.map(({ name }) => name).sort(), Object.keys(answers).sort()));

test('every column is there and holds something somewhere', async () => {
  const { columns: names, rows } = await lake.query('SELECT * FROM events');
  assert.deepEqual(
    names,
    columns.map(({ name }) => name),
  );
  for (const [i, name] of names.entries())
    if (!['resource', 'trigger', 'trace_id'].includes(name))
      assert.ok(
        rows.some((row) => row[i] !== null),
        name,
      );
});

test('an answer is cut where it is told to, and says so', async () => {
  const small = await openLake(lakeFiles(lakeFolder), { maxRows: 2 });
  const { rows, isCut } = await small.query('SELECT time FROM events');
  small.close();
  assert.deepEqual([rows.length, isCut], [2, true]);
});

test('events before a time are left out', async () => {
  const late = await openLake(lakeFiles(lakeFolder), { since: Date.parse('2030-01-02T04:00:00Z') });
  assert.deepEqual((await late.query('SELECT count(*) FROM events')).rows, [[4]]);
  late.close();
});

test('an empty lake answers every question', async () => {
  const empty = await openLake([]);
  for (const { sql } of questions) assert.deepEqual((await empty.query(sql)).rows, []);
  empty.close();
});

const secret = join(folder, 'secret.csv');
writeFileSync(secret, 'a,b\n1,2\n');
const forbidden: readonly { readonly name: string; readonly sql: string; readonly problem: RegExp }[] = [
  { name: 'reading a file', sql: `SELECT * FROM read_csv('${secret.replaceAll("'", "''")}')`, problem: /disabled by configuration/ },
  { name: 'reading text', sql: "SELECT * FROM read_text('/etc/hostname')", problem: /disabled by configuration/ },
  { name: 'listing files', sql: "SELECT * FROM glob('/etc/*')", problem: /disabled by configuration/ },
  { name: 'a file as a table', sql: "SELECT * FROM '/etc/hostname.csv'", problem: /does not exist|disabled/ },
  { name: 'writing a file', sql: `COPY events TO '${join(tmpdir(), 'postern-out.csv')}'`, problem: /only SELECT|disabled/ },
  { name: 'changing data', sql: 'DELETE FROM events', problem: /only SELECT/ },
  { name: 'changing a setting', sql: 'SET enable_external_access = true', problem: /only SELECT/ },
  { name: 'an extension', sql: 'INSTALL httpfs', problem: /only SELECT|disabled/ },
  { name: 'attaching a database', sql: "ATTACH '/tmp/x.db'", problem: /only SELECT|disabled/ },
  { name: 'two statements', sql: 'SELECT 1; DROP TABLE events', problem: /2 statements/ },
  { name: 'nothing', sql: '  ', problem: /0 statements/ },
  { name: 'a syntax error', sql: 'SELEC 1', problem: /syntax error/ },
  { name: 'a column that does not exist', sql: 'SELECT nope FROM events', problem: /nope/ },
];
for (const { name, sql, problem } of forbidden)
  test(`refused: ${name}`, async () => {
    await assert.rejects(lake.query(sql), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'PSTN_USAGE');
      assert.match(error.message, problem);
      return true;
    });
    assert.ok(!existsSync(join(tmpdir(), 'postern-out.csv')));
  });

test('a query without end is given up', async () => {
  const impatient = await openLake([], { timeout: 200 });
  await assert.rejects(
    impatient.query('SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3'),
    /took too long/,
  );
  impatient.close();
});

test('a lake with lines that are no JSON, half files and links is read as far as it is one', async () => {
  const other = join(folder, 'other');
  const writer = writeLake(other);
  await ingest('guard.log', chunksOf(log), writer.add, options);
  const [file] = writer.close();
  appendFileSync(join(other, file as string), '{"broken\n\u0000\n[1]\n"text"\n{}\n');
  const dir = join(other, file as string, '..');
  writeFileSync(join(dir, 'half.jsonl.tmp'), '{"ti');
  symlinkSync('/etc/hostname', join(dir, 'link.jsonl'));
  assert.ok(readdirSync(dir).includes('link.jsonl'));
  assert.ok(!lakeFiles(other).some((found) => found.endsWith('link.jsonl') || found.endsWith('.tmp')));
  const read = await openLake(lakeFiles(other));
  assert.equal((await read.query('SELECT count(*) FROM events WHERE class_uid = 2004')).rows[0]?.[0], 5);
  read.close();
});

test('made-up regions do not become thousands of folders', () => {
  const many = join(folder, 'many');
  const writer = writeLake(many);
  const lines = readFileSync(lakeFiles(lakeFolder)[2] as string, 'utf8').split('\n');
  const event = JSON.parse(lines[0] as string) as OcsfEvent;
  for (let i = 0; i < 2000; i++) writer.add({ ...event, cloud: { provider: 'AWS', region: `r-${i}` } } as OcsfEvent);
  assert.ok(writer.close().length <= 257);
});

test('lines come out whole, however the bytes are cut, and what is too long is passed over', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'binary' }).map((line) => line.replace(/[\r\n]/g, ''))),
      fc.integer({ min: 1, max: 20 }),
      async (lines, size) => {
        const read: (string | undefined)[] = [];
        for await (const { text } of readLines(chunksOf(`${lines.join('\n')}\n`, size))) read.push(text);
        const expected = lines.map((line) =>
          Buffer.from(line)
            .toString('utf8')
            .replace(/^\ufeff/, ''),
        );
        assert.deepEqual(
          read.map((text) => text?.replace(/^\ufeff/, '')),
          lines.length === 0 ? [''] : expected,
        );
      },
    ),
    { numRuns: 50 },
  );
  const long = 'x'.repeat(maxLineBytes + 1);
  const read: (number | undefined)[] = [];
  for await (const { text } of readLines(chunksOf(`${long}\nok\n${long}`, 60_000))) read.push(text?.length);
  assert.deepEqual(read, [undefined, 2, undefined]);
});

test('whatever lines an input holds, only valid events come out', async () => {
  const piece = fc.constantFrom(
    '{"postern":1,',
    '"kind":"finding"',
    '"kind":"activity"',
    '}',
    '{',
    ',',
    '"runtime":{"time":"2030-01-02T03:04:05Z"}',
    '"class_uid":2004',
    '[',
    ']',
    '"findings":',
    'x',
    '\n',
    '\u0000',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
      const events: OcsfEvent[] = [];
      const read = await ingest('x', chunksOf(pieces.join('')), (event) => events.push(event), options);
      assert.equal(read.events, events.length);
      for (const event of events) assert.deepEqual(validateOcsf(event), []);
    }),
    { numRuns: 300 },
  );
});
