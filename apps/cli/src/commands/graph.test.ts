import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runCommandLine } from '../command-line.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { graphCommand } from './graph.ts';

const cwd = mkdtempSync(join(tmpdir(), 'postern graph '));
after(() => rmSync(cwd, { recursive: true }));
const files = {
  'template.yaml': `Transform: AWS::Serverless-2016-10-31
Resources:
  Open:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: exports.handler = async () => {}
      Handler: index.handler
      Runtime: nodejs22.x
      Environment: { Variables: { PASSWORD: hunter2hunter2 } }
      FunctionUrlConfig: { AuthType: NONE }
`,
  'main.tf': '',
  'other.tf': '',
  'empty.yaml': 'a: 1\n',
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);

const rows: readonly { name: string; args: string[]; code: number; output?: RegExp; errors?: RegExp }[] = [
  {
    name: 'a folder, as JSON',
    args: [],
    code: 0,
    output: /^\{\n {2}"version": 1,\n {2}"apps"/,
    errors: /^main\.tf: Terraform is not read yet \(and 1 more files\)\n$/,
  },
  {
    name: 'one template',
    args: ['template.yaml', '--format', 'mermaid'],
    code: 0,
    output: /^flowchart LR\n {2}n0\(\["FunctionUrl<br>function-url"\]\):::anyone\n/,
  },
  { name: 'a page', args: ['template.yaml', '--format', 'html'], code: 0, output: /^<!doctype html>[\s\S]*<svg [\s\S]*<\/html>\n$/ },
  {
    name: 'the entries',
    args: ['template.yaml', '--entry-points'],
    code: 0,
    output:
      /^template\.yaml: 1 entry\n {2}anyone {2}Open\/FunctionUrl {2}aws:function-url\n {10}anyone can call it: AuthType is NONE \(template\.yaml:10\)\n$/,
  },
  { name: 'the entries as data', args: ['template.yaml', '--entry-points', '--format', 'json'], code: 0, output: /"control": "anyone"/ },
  {
    name: 'a file that is no template',
    args: ['empty.yaml'],
    code: 2,
    errors: /empty\.yaml:1:1: is no CloudFormation or SAM template[\s\S]*nothing was read/,
  },
  { name: 'a path that does not exist', args: ['none'], code: 2, errors: /none: does not exist/ },
  { name: 'a misspelt format', args: ['--format', 'hmtl'], code: 2, errors: /Did you mean "html"/ },
  { name: 'entries as a page', args: ['--entry-points', '--format', 'html'], code: 2, errors: /--entry-points is a list or --format json/ },
  { name: 'two paths', args: ['a', 'b'], code: 2, errors: /"b" is one path too many/ },
];
for (const { name, args, code, output, errors } of rows)
  test(`postern graph: ${name}`, async () => {
    const io = fakeIo({ cwd });
    assert.equal(await runCommandLine(['graph', ...args], [graphCommand], io), code, io.errors());
    assert.match(io.output(), output ?? /^$/);
    assert.match(io.errors(), errors ?? /^$/);
    assert.ok(!io.output().includes('hunter2'));
  });

test('--output writes the same bytes and leaves nothing beside them', async () => {
  const io = fakeIo({ cwd });
  await graphCommand.run(['template.yaml', '--format', 'html'], io);
  assert.equal(await graphCommand.run(['template.yaml', '--format', 'html', '--output', 'out.html'], fakeIo({ cwd })), 0);
  assert.equal(readFileSync(join(cwd, 'out.html'), 'utf8'), io.output());
  assert.deepEqual(
    readdirSync(cwd).filter((name) => name.includes('.new')),
    [],
  );
});
