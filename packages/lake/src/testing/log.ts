/** A guard's log between an application's own lines, with what a hostile package may print. */
function finding(changes: Readonly<Record<string, unknown>>, runtime: Readonly<Record<string, unknown>> = {}): string {
  const record = {
    postern: 1,
    kind: 'finding',
    ruleId: 'guard/command-injection',
    concept: 'command-injection',
    class: 'cmdi',
    title: 'Command injection',
    sas: ['SAS-1'],
    cwe: [78],
    severity: 'critical',
    confidence: 'high',
    message: 'Input added commands.',
    origin: {
      kind: 'runtime',
      trail: { source: 'event', path: '$.Records[0].Sns.Message', encodings: ['json:$.email'] },
      sink: { kind: 'process', call: 'child_process.exec', text: 'mail a@b; env', spans: [] },
    },
    function: 'pack-report',
    evidence: [{ excerpt: 'a@b; env', reason: 'a second command' }],
    remediation: 'Use execFile.',
    fingerprint: '0123456789abcdef',
    ...changes,
    runtime: {
      time: '2030-01-02T03:04:05.678Z',
      requestId: 'r-1',
      account: '123456789012',
      region: 'eu-central-1',
      function: 'pack-report',
      mode: 'block',
      action: 'blocked',
      guardVersion: '0.1.0',
      count: 1,
      ...runtime,
    },
  };
  return JSON.stringify(record);
}

const start = JSON.stringify({
  postern: 1,
  kind: 'activity',
  activity: 'start',
  time: '2030-01-02T03:00:00.000Z',
  function: 'pack-report',
  details: { mode: 'block', guardVersion: '0.1.0' },
});

export const log: string = [
  'START RequestId: r-1',
  start,
  finding({}),
  // The same line again: a log that was exported twice.
  finding({}),
  finding({}, { time: '2030-01-02T03:05:00.000Z', count: 4, requestId: 'r-4' }),
  `2030-01-02T04:00:00.000Z\tr-5\tINFO\t${finding(
    { ruleId: 'guard/sql-injection', class: 'sqli', severity: 'high', fingerprint: 'fedcba9876543210', function: 'search' },
    { time: '2030-01-02T04:00:00.000Z', function: 'search', action: 'observed', mode: 'observe', requestId: 'r-5' },
  )}`,
  // What a hostile package prints.
  '{"postern":1,"kind":"finding"}',
  finding(
    { fingerprint: "'; DROP TABLE events; --", title: '\u001b[2J', function: '../../etc' },
    { region: '../../../tmp/x', account: '..', time: 'soon', function: '../../etc' },
  ),
  '{"postern":1,"kind":"finding","ruleId":',
  '{"class_uid":2004,"time":"never"}',
  'END RequestId: r-1',
].join('\n');

export const scanDocument: string = JSON.stringify(
  {
    findings: [
      {
        ruleId: 'scan/secret-in-environment',
        concept: 'function.env.secret',
        title: 'A secret in the environment',
        sas: ['SAS-7'],
        cwe: [798],
        severity: 'high',
        confidence: 'high',
        message: 'm',
        origin: { kind: 'source', location: { file: 'template.yaml', line: 7, column: 3 } },
        location: { file: 'template.yaml', line: 7, column: 3 },
        function: 'search',
        evidence: [],
        remediation: 'Use Secrets Manager.',
        fingerprint: '00000000000000cc',
      },
    ],
  },
  null,
  2,
);
