import type { Finding, PosternRecord } from '@postern/core';

export const blocked: Finding = {
  ruleId: 'guard/command-injection',
  concept: 'command-injection',
  class: 'cmdi',
  title: 'Command injection',
  sas: ['SAS-1'],
  cwe: [78],
  severity: 'critical',
  confidence: 'high',
  message: 'Input added commands.\nWhoever sends it runs programs.\nUse execFile.',
  origin: {
    kind: 'runtime',
    trail: { source: 'event', path: '$.body', encodings: ['json:$.email'] },
    sink: { kind: 'process', call: 'child_process.exec', text: 'mail a@b; env', spans: [[5, 13]] },
    stack: [{ function: 'pack', file: 'report.js', line: 12, column: 3, package: 'app' }],
  },
  function: 'pack-report',
  evidence: [{ excerpt: 'a@b; env', reason: 'the word after ; is a command' }],
  remediation: 'Use execFile.',
  fingerprint: '0123456789abcdef',
  runtime: {
    time: '2030-01-02T03:04:05.678Z',
    requestId: 'r-1',
    account: '123456789012',
    region: 'eu-central-1',
    function: 'pack-report',
    mode: 'block',
    action: 'blocked',
    guardVersion: '0.1.0',
    count: 2,
  },
};

const { runtime: _, ...withoutRuntime } = blocked;

export const inEvent: Finding = {
  ...withoutRuntime,
  ruleId: 'inspect/shell-injection',
  severity: 'medium',
  origin: { kind: 'event', trigger: 'aws:sns', trail: { source: 'event', path: '$.Records[0].Sns.Message', encodings: [] } },
  fingerprint: '00000000000000aa',
};

export const inCode: Finding = {
  ...withoutRuntime,
  ruleId: 'scan/command-injection',
  origin: { kind: 'source', location: { file: 'src/report.js', line: 12, column: 3 } },
  location: { file: 'src/report.js', line: 12, column: 3 },
  fingerprint: '00000000000000bb',
};

export const vulnerablePackage: Finding = {
  ...inCode,
  ruleId: 'scan/vulnerable-package',
  sas: ['SAS-6'],
  title: 'morgan 1.6.0 can be made to run code (CVE-2019-5413)',
  message: 'Also known as GHSA-gwg9-rgvj-4h5j.',
  resource: 'morgan@1.6.0',
};

export const account: Finding = {
  ...withoutRuntime,
  ruleId: 'posture/public',
  sas: ['SAS-3'],
  origin: { kind: 'account', arn: 'arn:aws:s3:::b' },
  function: undefined,
} as unknown as Finding;

export const start: PosternRecord = {
  postern: 1,
  kind: 'activity',
  activity: 'start',
  time: '2030-01-02T03:04:05.000Z',
  function: 'pack-report',
  details: { mode: 'block', guardVersion: '0.1.0', hooks: ['process'] },
};

export const invocation: PosternRecord = {
  postern: 1,
  kind: 'activity',
  activity: 'invocation',
  time: '2030-01-02T03:04:05.000Z',
  function: 'pack-report',
  requestId: 'r-2',
  details: { trigger: 'aws:sns' },
};
