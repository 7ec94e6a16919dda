import type { Finding, RuleMetadata } from '@postern/core';
import type { Report } from '../exporter.ts';

/** What a scan of a small application finds: a flow through code, a role, a bucket, a package. */
const injection: Finding & { readonly flow: unknown } = {
  ruleId: 'scan/command-injection',
  concept: 'code.command-injection',
  class: 'cmdi',
  title: 'Anyone who mails the bot runs commands as the function',
  sas: ['SAS-1'],
  cwe: [78],
  severity: 'critical',
  confidence: 'high',
  message:
    'The function "pack-report" builds a shell command from the text of an object that anybody may upload to the bucket "Inbox".\nInbox (public) → pack-report → child_process.exec: whoever writes an object runs programs with the rights of the role.\nPass the value as an argument to execFile, without a shell.',
  origin: { kind: 'source', location: { file: 'src/report.js', line: 14, column: 5 } },
  location: { file: 'src/report.js', line: 14, column: 5, endLine: 15 },
  function: 'pack-report',
  resource: 'PackReport',
  evidence: [{ excerpt: 'exec(`zip $' + '{name}.zip`)', reason: 'the value stands in a shell command' }],
  remediation: 'Pass the value as an argument to execFile, without a shell.',
  fingerprint: '1111111111111111',
  flow: {
    source: { file: 'src/report.js', line: 4, column: 17, label: 'the event of the bucket comes in' },
    steps: [
      { file: 'src/report.js', line: 4, column: 17, label: 'the event of the bucket comes in' },
      { file: 'src/report.js', line: 9, column: 9, label: 'becomes name' },
    ],
    sink: { file: 'src/report.js', line: 14, column: 5, kind: 'process', label: 'stands in a shell command' },
  },
};

const role: Finding = {
  ruleId: 'scan/over-privileged-role',
  concept: 'iam.action.wildcard',
  title: 'The role of "pack-report" may do everything with every bucket',
  sas: ['SAS-4'],
  cwe: [250],
  severity: 'high',
  confidence: 'high',
  message:
    'Function "pack-report" may call any S3 action on any bucket (s3:*, *).\nWhoever injects code into it can read and delete every object in the account.\nGrant s3:GetObject on arn:aws:s3:::inbox/*.',
  origin: { kind: 'source', location: { file: 'template.yaml', line: 31, column: 13 } },
  location: { file: 'template.yaml', line: 31, column: 13 },
  function: 'pack-report',
  resource: 'PackReportRole',
  evidence: [{ excerpt: 's3:* on *', reason: 'the code calls s3:GetObject only' }],
  remediation: 'Grant s3:GetObject on arn:aws:s3:::inbox/*.',
  fingerprint: '2222222222222222',
};

const bucket: Finding = {
  ...role,
  ruleId: 'scan/public-bucket',
  concept: 'bucket.acl.public',
  title: 'Anyone may write to the bucket "Inbox"',
  sas: ['SAS-3'],
  cwe: [732],
  severity: 'medium',
  message: 'The ACL of "Inbox" is public-read-write.',
  location: { file: 'template.yaml', line: 8, column: 5 },
  origin: { kind: 'source', location: { file: 'template.yaml', line: 8, column: 5 } },
  resource: 'Inbox',
  evidence: [],
  remediation: 'Remove AccessControl and add a PublicAccessBlockConfiguration.',
  fingerprint: '3333333333333333',
};
const { function: _, ...bucketAlone } = bucket;

const vulnerable: Finding = {
  ...bucketAlone,
  ruleId: 'scan/vulnerable-package',
  concept: 'package.vulnerable',
  title: 'morgan 1.6.0 can be made to run code (CVE-2019-5413)',
  sas: ['SAS-6'],
  cwe: [94],
  severity: 'low',
  confidence: 'medium',
  message: 'package-lock.json installs morgan 1.6.0; versions before 1.9.1 compile a format that comes from input.',
  location: { file: 'package-lock.json', line: 212, column: 5 },
  origin: { kind: 'source', location: { file: 'package-lock.json', line: 212, column: 5 } },
  resource: 'morgan@1.6.0',
  remediation: 'npm install morgan@1.9.1',
  fingerprint: '4444444444444444',
};

const tracing: RuleMetadata = {
  id: 'scan/tracing-off',
  concept: 'function.tracing.off',
  title: 'A function without tracing',
  sas: ['SAS-5'],
  cwe: [778],
  severity: 'info',
  remediation: 'Set Tracing: Active.',
  equivalents: { checkov: 'CKV_AWS_50' },
};

export const scanReport: Report = {
  title: 'bank-bot',
  version: '0.1.0',
  findings: [vulnerable, role, injection, bucketAlone],
  rules: [tracing],
  suppressed: [
    {
      finding: { ...role, ruleId: 'scan/tracing-off', title: 'No tracing', severity: 'info', fingerprint: '5555555555555555' },
      by: 'inline',
      reason: 'traced by the gateway',
      expires: '2030-06-01',
    },
    { finding: { ...role, fingerprint: '6666666666666666' }, by: 'baseline' },
  ],
  notRead: [{ file: 'infra/main.tf', dialect: 'Terraform' }],
  problems: ['broken.yaml:3:1: a key is given twice'],
};
