import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../command-line.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { scanCommand } from './scan.ts';

const cwd = mkdtempSync(join(tmpdir(), 'postern scan '));
after(() => rmSync(cwd, { recursive: true }));
const open = `Transform: AWS::Serverless-2016-10-31
Resources:
  Open:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: exports.handler = async () => {}
      Handler: index.handler
      Runtime: nodejs22.x
      Tracing: Active
      ReservedConcurrentExecutions: 5
      DeadLetterQueue: { Type: SQS, TargetArn: 'arn:aws:sqs:eu-west-1:123456789012:q' }
      FunctionUrlConfig:
        AuthType: NONE
`;
const files: Readonly<Record<string, string>> = {
  'open/template.yaml': open,
  'closed/template.yaml': open.replace('NONE', 'AWS_IAM'),
  'decided/template.yaml': open.replace('NONE', 'NONE # postern-ignore open-function-url: a price list (until 9999-01-01)'),
  'ended/template.yaml': open.replace('NONE', 'NONE # postern-ignore open-function-url: a price list (until 2020-01-01)'),
  'broken/template.yaml': `${open}\n  X: [\n`,
  'terraform/main.tf': 'resource "aws_s3_bucket" "b" {}\n',
  'terraform/other.tf': '',
  'nothing/readme.txt': 'x',
  'both/template.yaml': open.replace('NONE', 'AWS_IAM'),
  'both/main.tf': '',
  'inline/template.yaml': open.replace(
    'exports.handler = async () => {}',
    '|\n        exports.handler = async (event) => {\n          eval(event.body);\n        };',
  ),
  'baseline.txt': '{"version": 2}',
  'not-json.txt': '{',
};
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(cwd, name)), { recursive: true });
  writeFileSync(join(cwd, name), text);
}

const rows: readonly { name: string; args: string[]; code: number; output?: RegExp; errors?: RegExp }[] = [
  {
    name: 'a flaw',
    args: ['open'],
    code: 1,
    output: /── SAS-2 Broken authentication \(1\)[\s\S]*"Open" has a URL of its own[\s\S]*1 finding: 1 high\n$/,
    errors: /^$/,
  },
  { name: 'one template', args: ['open/template.yaml'], code: 1, output: /template\.yaml:13:/ },
  { name: 'no flaw', args: ['closed'], code: 0, output: /^No findings\.\n$/, errors: /^$/ },
  { name: 'a flaw below the threshold', args: ['open', '--fail-on', 'critical'], code: 0, output: /1 finding/ },
  { name: 'another risk', args: ['open', '--only', 'sas-1,SAS-3,4'], code: 0, output: /^No findings/ },
  { name: 'a decision', args: ['decided'], code: 0, output: /^No findings\.\n1 more suppressed: 1 by comments\n$/ },
  {
    name: 'a decision that has ended',
    args: ['ended'],
    code: 1,
    errors: /^template\.yaml:13:\d+: the suppression of open-function-url \("a price list"\) ended on 2020-01-01/,
  },
  {
    name: 'JSON',
    args: ['open', '--format', 'json'],
    code: 1,
    output: /^\{\n {2}"findings": \[\n[\s\S]*"ruleId": "scan\/open-function-url"/,
  },
  { name: 'SARIF', args: ['open', '--format', 'sarif'], code: 1, output: /"version": "2\.1\.0"/ },
  { name: 'a page', args: ['open', '--format', 'html'], code: 1, output: /^<!doctype html>/i },
  { name: 'Markdown', args: ['open', '--format', 'md'], code: 1, output: /open-function-url/ },
  { name: 'code within a template, at its line', args: ['inline', '--only', 'sas-1'], code: 1, output: /template\.yaml:8:\d+/ },
  {
    name: 'a dialect that is not read yet',
    args: ['terraform'],
    code: 2,
    errors: /^not read: main\.tf, other\.tf \(Terraform is not read yet\)\n[\s\S]*nothing was read, so nothing is known/,
  },
  { name: 'the same, quietly', args: ['terraform', '--quiet'], code: 2, errors: /^postern scan: terraform: nothing was read/ },
  { name: 'a dialect beside a template', args: ['both'], code: 0, errors: /^not read: main\.tf/ },
  { name: 'nothing at all', args: ['nothing'], code: 2, errors: /No SAM or CloudFormation template was found/ },
  { name: 'a template that is broken', args: ['broken'], code: 2, errors: /template\.yaml:\d+:\d+: / },
  { name: 'a path that does not exist', args: ['missing'], code: 2, errors: /missing: does not exist/ },
  { name: 'two paths', args: ['open', 'closed'], code: 2, errors: /one path too many/ },
  { name: 'a risk that there is not', args: ['open', '--only', 'sas-11'], code: 2, errors: /"sas-11" is no risk/ },
  { name: 'a severity that there is not', args: ['open', '--fail-on', 'hihg'], code: 2, errors: /Did you mean "?high/ },
  {
    name: 'a format that there is not',
    args: ['open', '--format', 'xml'],
    code: 2,
    errors: /"xml" is none of table, json, html, md, sarif|"xml" is none of/,
  },
  { name: 'an option that there is not', args: ['open', '--basline', 'x'], code: 2, errors: /Did you mean "?--baseline/ },
  { name: 'a baseline that is none', args: ['open', '--baseline', 'baseline.txt'], code: 2, errors: /"version" must be 1/ },
  { name: 'a baseline that is no JSON', args: ['open', '--baseline', 'not-json.txt'], code: 2, errors: /not-json\.txt:1:2: is not JSON/ },
  {
    name: 'a baseline that does not exist',
    args: ['open', '--baseline', 'missing.json'],
    code: 2,
    errors: /missing\.json: does not exist/,
  },
  {
    name: 'advisories that do not exist',
    args: ['open', '--advisories', 'missing'],
    code: 2,
    errors: /--advisories names a folder or a zip/,
  },
];
for (const { name, args, code, output, errors } of rows)
  test(`postern scan: ${name}`, async () => {
    const io = fakeIo({ cwd });
    assert.equal(await runCommandLine(['scan', ...args], [scanCommand], io), code, io.errors());
    if (output) assert.match(io.output(), output);
    if (errors) assert.match(io.errors(), errors);
    if (code === 2) assert.equal(io.output(), '');
  });

test('postern scan: a baseline is written, and nothing of it is said again', async () => {
  const first = fakeIo({ cwd });
  assert.equal(await runCommandLine(['scan', 'open', '--write-baseline', '--baseline', 'known.json'], [scanCommand], first), 0);
  assert.match(first.errors(), /known\.json: 1 finding written/);
  const second = fakeIo({ cwd });
  assert.equal(await runCommandLine(['scan', 'open', '--baseline', 'known.json'], [scanCommand], second), 0);
  assert.match(second.output(), /^No findings\.\n1 more suppressed: 1 by the baseline\n$/);
});

test('postern scan: a report goes into a file', async () => {
  const io = fakeIo({ cwd });
  assert.equal(await runCommandLine(['scan', 'open', '--format', 'sarif', '--output', 'out.sarif'], [scanCommand], io), 1);
  assert.equal(io.output(), '');
  assert.equal(JSON.parse(readFileSync(join(cwd, 'out.sarif'), 'utf8')).runs[0].results.length, 1);
});

test('postern scan: the example, with its flows in SARIF', async () => {
  const io = fakeIo({ cwd });
  const example = fileURLToPath(new URL('../../../../examples/bank-bot/app', import.meta.url));
  assert.equal(await runCommandLine(['scan', example, '--format', 'sarif', '--quiet'], [scanCommand], io), 1);
  const { results } = JSON.parse(io.output()).runs[0] as { results: { ruleId: string; codeFlows?: unknown[] }[] };
  assert.ok(results.length >= 33);
  assert.ok(results.filter(({ codeFlows }) => codeFlows !== undefined).length >= 12);
});
