import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { readBaseline, writeBaseline } from './baseline.ts';
import { rules } from './rules/index.ts';
import { type ScanOptions, type ScanResult, scan } from './scan.ts';
import { folderOf, templateOf } from './testing/test-rule.ts';

async function scanOf(files: Readonly<Record<string, string>>, options: ScanOptions = {}): Promise<ScanResult> {
  const folder = folderOf(files);
  try {
    return await scan(folder, { today: '2026-01-01', ...options });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const open = (above = '', beside = ''): string =>
  templateOf(`
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
      FunctionUrlConfig:
${above}        AuthType: NONE${beside}
`);
const program = { 'app.js': 'exports.handler = async () => 1;\n' };
const url = (result: ScanResult): { readonly found: number; readonly suppressed: number } => ({
  found: result.findings.filter(({ ruleId }) => ruleId === 'scan/open-function-url').length,
  suppressed: result.suppressed.filter(({ finding }) => finding.ruleId === 'scan/open-function-url').length,
});

const comments = [
  { name: 'on the line', above: '', beside: ' # postern-ignore open-function-url: a price list (until 2026-06-30)', isSuppressed: true },
  {
    name: 'with the whole id',
    above: '',
    beside: ' # postern-ignore scan/open-function-url: a price list (until 2026-06-30)',
    isSuppressed: true,
  },
  {
    name: 'on the line above',
    above: '        # postern-ignore open-function-url: a price list (until 2026-06-30)\n',
    beside: '',
    isSuppressed: true,
  },
  {
    name: 'above another comment',
    above: '        # postern-ignore open-function-url: a price list (until 2026-06-30)\n        # of last year\n',
    beside: '',
    isSuppressed: true,
  },
  {
    name: 'for several rules',
    above: '',
    beside: ' # postern-ignore no-tracing, open-function-url: a price list (until 2026-06-30)',
    isSuppressed: true,
  },
  {
    name: 'on its last day',
    above: '',
    beside: ' # postern-ignore open-function-url: a price list (until 2026-01-01)',
    isSuppressed: true,
  },
  { name: 'for another rule', above: '', beside: ' # postern-ignore no-tracing: a price list (until 2026-06-30)', isSuppressed: false },
  {
    name: 'that has ended',
    above: '',
    beside: ' # postern-ignore open-function-url: a price list (until 2025-12-31)',
    isSuppressed: false,
    says: /ended on 2025-12-31/,
  },
  {
    name: 'without a reason',
    above: '',
    beside: ' # postern-ignore open-function-url: (until 2026-06-30)',
    isSuppressed: false,
    says: /no reason/,
  },
  { name: 'without an end', above: '', beside: ' # postern-ignore open-function-url: a price list', isSuppressed: false, says: /no day/ },
  { name: 'without a colon', above: '', beside: ' # postern-ignore open-function-url', isSuppressed: false, says: /no reason/ },
  {
    name: 'for everything',
    above: '',
    beside: ' # postern-ignore *: a price list (until 2026-06-30)',
    isSuppressed: false,
    says: /names no rule/,
  },
  {
    name: 'with a day that there is not',
    above: '',
    beside: ' # postern-ignore open-function-url: x (until 2026-13-01)',
    isSuppressed: false,
    says: /no day/,
  },
];
for (const { name, above, beside, isSuppressed, says } of comments)
  test(`a comment ${name}`, async () => {
    const result = await scanOf({ 'template.yaml': open(above, beside), ...program });
    assert.deepEqual(url(result), isSuppressed ? { found: 0, suppressed: 1 } : { found: 1, suppressed: 0 });
    if (says)
      assert.ok(
        result.problems.some(({ problem }) => says.test(problem)),
        JSON.stringify(result.problems),
      );
    else assert.deepEqual(result.problems, []);
  });

test('a comment in JavaScript and in Python', async () => {
  const template = templateOf(`
  F:
    Type: AWS::Serverless::Function
    Properties: { Handler: app.handler, Runtime: nodejs22.x, CodeUri: . }
  G:
    Type: AWS::Serverless::Function
    Properties: { Handler: job.handler, Runtime: python3.12, CodeUri: . }
`);
  const { findings, suppressed, problems } = await scanOf(
    {
      'template.yaml': template,
      'app.js':
        'exports.handler = async (event) => {\n  // postern-ignore code-injection: a teaching example (until 2026-06-30)\n  eval(event.x);\n};\n',
      'job.py':
        'def handler(event, context):\n    eval(event["x"])  # postern-ignore code-injection: a teaching example (until 2026-06-30)\n',
    },
    { only: ['SAS-1'] },
  );
  assert.deepEqual([findings, problems], [[], []]);
  assert.deepEqual(
    suppressed.map(({ by, reason, expires }) => ({ by, reason, expires })),
    Array.from({ length: 2 }, () => ({ by: 'inline', reason: 'a teaching example', expires: '2026-06-30' })),
  );
});

const entries = [
  { name: 'a rule', entry: 'rule: scan/open-function-url\n    reason: a price list\n    until: 2026-06-30', isSuppressed: true },
  {
    name: 'a rule of a resource',
    entry: 'rule: open-function-url\n    resource: F\n    reason: a price list\n    until: 2026-06-30',
    isSuppressed: true,
  },
  {
    name: 'everything of a file',
    entry: 'rule: "*"\n    file: template.yaml\n    reason: a price list\n    until: "2026-06-30"',
    isSuppressed: true,
  },
  {
    name: 'another resource',
    entry: 'rule: open-function-url\n    resource: G\n    reason: a price list\n    until: 2026-06-30',
    isSuppressed: false,
  },
  { name: 'everything', entry: 'rule: "*"\n    reason: a price list\n    until: 2026-06-30', isSuppressed: false, says: /everything/ },
  { name: 'no reason', entry: 'rule: open-function-url\n    until: 2026-06-30', isSuppressed: false, says: /"reason" is missing/ },
  { name: 'no end', entry: 'rule: open-function-url\n    reason: x', isSuppressed: false, says: /"until" is missing/ },
  {
    name: 'an end that has come',
    entry: 'rule: open-function-url\n    reason: x\n    until: 2025-06-30',
    isSuppressed: false,
    says: /ended on 2025-06-30/,
  },
  {
    name: 'a misspelt member',
    entry: 'rule: open-function-url\n    reson: x\n    until: 2026-06-30',
    isSuppressed: false,
    says: /"reson" is not known/,
  },
];
for (const { name, entry, isSuppressed, says } of entries)
  test(`.postern-ignore.yaml with ${name}`, async () => {
    const result = await scanOf({ 'template.yaml': open(), ...program, '.postern-ignore.yaml': `ignore:\n  - ${entry}\n` });
    assert.deepEqual(url(result), isSuppressed ? { found: 0, suppressed: 1 } : { found: 1, suppressed: 0 });
    if (says)
      assert.ok(
        result.problems.some(
          ({ problem, location }) => says.test(problem) && location.file === '.postern-ignore.yaml' && location.line === 2,
        ),
        JSON.stringify(result.problems),
      );
    else assert.deepEqual(result.problems, []);
  });

test('a baseline takes out what it knows, and nothing new', async () => {
  const before = await scanOf({ 'template.yaml': open(), ...program });
  const read = readBaseline(JSON.parse(writeBaseline(before.findings)));
  assert.ok(read.ok);
  // Lines moved, and one flaw is new.
  const after = await scanOf(
    {
      'template.yaml': `# a line\n\n${open()}  B:\n    Type: AWS::S3::Bucket\n    Properties: { AccessControl: PublicRead }\n`,
      ...program,
    },
    { baseline: read.value },
  );
  assert.deepEqual(
    after.findings.map(({ ruleId }) => ruleId),
    ['scan/public-bucket'],
  );
  assert.equal(after.suppressed.length, before.findings.length);
  for (const wrong of [null, {}, { version: 2, findings: [] }, { version: 1, findings: [{}] }, { version: 1, findings: 1 }])
    assert.ok(!readBaseline(wrong).ok);
});

test('only rules of the risks that were asked for', async () => {
  const { findings, rules: asked } = await scanOf({ 'template.yaml': open(), ...program }, { only: ['SAS-2'] });
  assert.ok(findings.length > 0 && findings.every(({ sas }) => sas.includes('SAS-2')));
  assert.ok(asked.length < rules.length && asked.length > 3);
});

test('every rule describes itself, under a name of its own', () => {
  assert.ok(rules.length >= 16);
  assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
  for (const { id, sas, cwe, remediation, concept, title } of rules) {
    assert.match(id, /^scan\/[a-z][a-z-]+$/);
    assert.match(concept, /^[a-z]+(?:[.-][a-z0-9]+)+$/);
    assert.ok(sas.length > 0 && cwe.length > 0 && title !== '', id);
    assert.match(remediation, /\.$|"$/, id);
  }
  assert.equal(new Set(rules.flatMap(({ sas }) => sas)).size, 10);
});

test('nothing to read is no clean bill: the dialect is named', async () => {
  const { apps, notRead, findings } = await scanOf({
    'main.tf': 'resource "aws_s3_bucket" "b" {}\n',
    'serverless.yml': 'service: a\nprovider:\n  name: aws\n',
  });
  assert.deepEqual([apps, findings], [[], []]);
  assert.deepEqual(notRead.map(({ dialect }) => dialect).sort(), ['Serverless Framework', 'Terraform']);
});

test('code and lockfiles outside of the folder are not opened', async () => {
  const outside = folderOf({ 'secret.js': 'exports.handler = async (event) => eval(event.x);\n' });
  const folder = folderOf({
    'template.yaml': templateOf(
      '\n  F:\n    Type: AWS::Serverless::Function\n    Properties: { Handler: secret.handler, Runtime: nodejs22.x, CodeUri: code }\n',
    ),
  });
  try {
    mkdirSync(join(folder, 'code'));
    symlinkSync(join(outside, 'secret.js'), join(folder, 'code/secret.js'));
    const { findings, problems } = await scan(folder, { only: ['SAS-1'] });
    assert.deepEqual(findings, []);
    assert.ok(
      problems.some(({ problem }) => /leads out of the folder/.test(problem)),
      JSON.stringify(problems),
    );
  } finally {
    rmSync(outside, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
});

test('code is parsed and never run, and no environment is read', async () => {
  const mark = join(tmpdir(), `postern-scan-ran-${process.pid}`);
  process.env['POSTERN_SCAN_TEST'] = 'a value of the environment';
  const { findings } = await scanOf({
    'template.yaml': templateOf(
      "\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: app.handler\n      Runtime: nodejs22.x\n      CodeUri: .\n      Environment: { Variables: { API_TOKEN: '${POSTERN_SCAN_TEST}', B: '${env:POSTERN_SCAN_TEST}' } }\n",
    ),
    'app.js': `require('fs').writeFileSync(${JSON.stringify(mark)}, 'x');\nexports.handler = async (event) => eval(event.x);\n`,
  });
  assert.ok(findings.some(({ ruleId }) => ruleId === 'scan/code-injection'));
  assert.ok(!JSON.stringify(findings).includes('a value of the environment'));
  assert.throws(() => rmSync(mark));
});

test('mutated templates never end in an error', async () => {
  const seed = templateOf(`
  B:
    Type: AWS::S3::Bucket
    Properties: { AccessControl: PublicRead, PublicAccessBlockConfiguration: { BlockPublicAcls: false } }
  P:
    Type: AWS::S3::BucketPolicy
    Properties: { Bucket: !Ref B, PolicyDocument: { Statement: { Effect: Allow, Principal: '*', Action: 's3:*', Resource: !Sub '\${B.Arn}/*' } } }
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: { Effect: Allow, Principal: { AWS: '*' }, Action: sts:AssumeRole } }
      Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: ['s3:*', iam:PassRole], Resource: '*' }] } }]
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs12.x
      Role: !GetAtt R.Arn
      Timeout: 900
      Environment: { Variables: { OUT: !Ref B, TOKEN: abc-123-xyz } }
      FunctionUrlConfig: { AuthType: NONE }
      Events: { E: { Type: S3, Properties: { Bucket: !Ref B, Events: 's3:ObjectCreated:*' } } }
`);
  const pieces = [
    '!Ref ',
    '!If [A, B, C]',
    '!GetAtt F.Arn',
    '[',
    ']',
    '{',
    '}',
    ': ',
    '\n',
    '"',
    "'",
    '- ',
    'null',
    '*',
    '!Sub ',
    '__proto__',
    '&a ',
    '*a',
    '123',
    '~',
    '# ',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 10 }), fc.constantFrom(...pieces)), { minLength: 1, maxLength: 3 }),
      async (edits) => {
        let text = seed;
        for (const [at, removed, piece] of edits) {
          const start = at % text.length;
          text = text.slice(0, start) + piece + text.slice(start + removed);
        }
        const folder = folderOf({ ...program });
        try {
          writeFileSync(join(folder, 'template.yaml'), text);
          const { findings } = await scan(folder);
          for (const { message, fingerprint } of findings) assert.ok(message.length < 5000 && fingerprint.length === 16);
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      },
    ),
    { numRuns: 200 },
  );
});
