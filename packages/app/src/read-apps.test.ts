import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { formatSourceProblem } from '@postern/syntax';
import { readApps } from './read-apps.ts';

const base = mkdtempSync(join(tmpdir(), 'postern app '));
after(() => rmSync(base, { recursive: true }));
let count = 0;
function project(files: Readonly<Record<string, string | Buffer>>): string {
  const root = join(base, String(count++));
  mkdirSync(root);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}
const bucket = 'Resources:\n  B:\n    Type: AWS::S3::Bucket\n';
async function problemsOf(path: string): Promise<readonly string[]> {
  return (await readApps(path)).problems.map(formatSourceProblem);
}

test('each template is an App, in the order of their paths; what was installed is not looked at', async () => {
  const root = project({
    'b/template.yaml': bucket,
    'a/stack.json': '{"Resources":{"B":{"Type":"AWS::S3::Bucket"}}}',
    'node_modules/x/template.yaml': bucket,
    '.aws-sam/build/template.yaml': bucket,
    'data.yaml': 'a: 1',
  });
  const { apps, problems } = await readApps(root);
  assert.deepEqual(
    apps.map(({ template, format }) => `${template} ${format}`),
    ['a/stack.json json', 'b/template.yaml yaml'],
  );
  assert.deepEqual(problems, []);
});

const unread: readonly [file: string, text: string, dialect: string][] = [
  ['serverless.yml', 'service: x', 'Serverless Framework'],
  ['infra/main.tf', 'resource "aws_s3_bucket" "b" {}', 'Terraform'],
  ['cdk.json', '{"app":"node app.js"}', 'AWS CDK'],
  ['fn/function.json', '{"bindings":[]}', 'Azure Functions'],
  ['host.json', '{"version":"2.0"}', 'Azure Functions'],
  ['main.bicep', '', 'Bicep'],
  ['Pulumi.yaml', 'name: x', 'Pulumi'],
  [
    'azuredeploy.json',
    '{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"}',
    'Azure Resource Manager',
  ],
  ['wrangler.toml', '', 'Cloudflare Workers'],
  ['.chalice/config.json', '{}', 'AWS Chalice'],
];
for (const [file, text, dialect] of unread)
  test(`not read yet, and named so: ${file}`, async () => {
    const { notRead, apps, problems } = await readApps(project({ [file]: text }));
    assert.deepEqual([notRead, apps, problems], [[{ file, dialect }], [], []]);
  });

test('a template of 20 MB', async () => {
  const root = project({ 'template.yaml': Buffer.alloc(20 * 1024 * 1024, 'a') });
  assert.deepEqual(await problemsOf(root), ['template.yaml:1:1: is 20 MB; files up to 2 MB are read']);
});
test('a binary template', async () => {
  assert.deepEqual(await problemsOf(project({ 'template.yaml': 'Resources:\n  a\0b' })), [
    'template.yaml:2:4: is binary: it contains a zero byte',
  ]);
  assert.deepEqual(await problemsOf(project({ 'template.yaml': Buffer.from([0xff, 0xfe, 0x80]) })), [
    'template.yaml:1:1: is no text in UTF-8',
  ]);
});
test('a template that is none', async () => {
  assert.match(
    (await problemsOf(project({ 'template.yaml': 'hello: world' }))).join(),
    /^template\.yaml:1:1: is no CloudFormation or SAM template/,
  );
  const root = project({ 'any.yaml': 'hello: world' });
  assert.match((await problemsOf(join(root, 'any.yaml'))).join(), /is no CloudFormation or SAM template/);
});
test('a template that is a link out of the folder, and one that is a link inside of it', async () => {
  const outside = project({ 'template.yaml': bucket });
  const root = project({ 'real/stack.yaml': bucket });
  symlinkSync(join(outside, 'template.yaml'), join(root, 'template.yaml'));
  mkdirSync(join(root, 'linked'));
  symlinkSync(join(root, 'real/stack.yaml'), join(root, 'linked/template.yaml'));
  const { apps, problems } = await readApps(root);
  assert.deepEqual(
    apps.map(({ template }) => template),
    ['linked/template.yaml', 'real/stack.yaml'],
  );
  assert.deepEqual(problems.map(formatSourceProblem), [
    'template.yaml:1:1: is a link that leads out of the folder that is read, so it is not read',
  ]);
});
test('code behind a link out of the folder is not read', async () => {
  const outside = project({ 'app.js': 'exports.handler = 1' });
  const root = project({
    'template.yaml':
      'Transform: AWS::Serverless-2016-10-31\nResources:\n  F: { Type: AWS::Serverless::Function, Properties: { Runtime: nodejs22.x, Handler: app.handler, CodeUri: src } }\n',
  });
  symlinkSync(outside, join(root, 'src'));
  const { apps, problems } = await readApps(root);
  assert.equal(apps[0]?.functions[0]?.entry, undefined);
  assert.match(problems.map(formatSourceProblem).join(), /^template\.yaml:3:\d+: the code of F leads out of the folder that is read$/);
});
test('a folder that loops through links ends', async () => {
  const root = project({ 'template.yaml': bucket });
  symlinkSync(root, join(root, 'self'));
  assert.equal((await readApps(root)).apps.length, 1);
});
test('environment of whoever reads is never expanded', async () => {
  process.env['POSTERN_TEST_SECRET'] = 'expanded';
  const { apps } = await readApps(
    project({ 'template.yaml': `${bucket}    Properties: { BucketName: '\${env:POSTERN_TEST_SECRET}$POSTERN_TEST_SECRET' }\n` }),
  );
  assert.ok(!JSON.stringify(apps, (_key, value: unknown) => (value instanceof Map ? [...value] : value)).includes('expanded'));
});
