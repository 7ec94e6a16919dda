import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { attackClassNames } from '@postern/core';
import { detectors } from '@postern/inspect/catalogue';
import { runCommandLine } from '../command-line.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { policyCommand } from './policy.ts';

const cwd = mkdtempSync(join(tmpdir(), 'postern policy '));
after(() => rmSync(cwd, { recursive: true }));
const files = {
  'postern.policy.yaml': 'version: 1\nmode: observe\nfunctions:\n  resize: { mode: block, hosts: [a.example] }\n',
  'wrong.yaml': 'version: 1\nonFalt: closed\ndoor:\n  triggers:\n    aws:snss: {}\n',
  'expired.json': '{"version":1,"allow":[{"fingerprint":"0123456789abcdef","reason":"x","expires":"2001-01-01"}]}',
  'idle.yaml':
    'version: 1\nmode: learn\ndoor: { block: [jndi, cmdi, xss], triggers: { "aws:sns": { block: [crlf] } } }\n' +
    'functions:\n  resize: { mode: learn, door: { block: [jndi] } }\n  a.b: { door: { block: [sqli, codei, lfi, cmdi] } }\n',
  'bytes.yaml': Buffer.from([0xff, 0xfe, 0x00]),
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);

const compiled =
  '{"postern":"policy","version":1,"digest":"sha256","policy":{"functions":{"resize":{"hosts":["a.example"],"mode":"block"}},"mode":"observe","version":1}}\n';

const digest = createHash('sha256').update('{"mode":"block","version":1}').digest('hex');
const compiledFile = `{"postern":"policy","version":1,"digest":"sha256:${digest}","policy":{"mode":"block","version":1}}\n`;
writeFileSync(join(cwd, 'compiled.json'), compiledFile);
writeFileSync(join(cwd, 'pretty.json'), JSON.stringify(JSON.parse(compiledFile), null, 2));
writeFileSync(join(cwd, 'edited.json'), compiledFile.replace('block', 'off'));

const rows: readonly { name: string; args: string[]; code: number; output?: RegExp; errors?: RegExp }[] = [
  { name: 'check', args: ['check'], code: 0, output: /^postern\.policy\.yaml: valid, version 1, 1 function with own settings\n$/ },
  {
    name: 'check says every problem with its place',
    args: ['check', 'wrong.yaml'],
    code: 2,
    errors:
      /^wrong\.yaml:2:1: "onFalt" is not a known field\. Did you mean "onFault"\?\nwrong\.yaml:5:5: "aws:snss" is not a known trigger\. Did you mean "aws:sns"\?\n2 problems/,
  },
  { name: 'compile refuses what check refuses', args: ['compile', 'wrong.yaml'], code: 2, errors: /2 problems: the policy cannot be used/ },
  {
    name: 'an expired allowance is noted',
    args: ['check', 'expired.json'],
    code: 0,
    output: /valid/,
    errors: /0123456789abcdef expired on 2001-01-01/,
  },
  {
    name: 'what has no effect is noted',
    args: ['check', 'idle.yaml'],
    code: 0,
    output: /^idle\.yaml: valid, version 1, 2 functions with own settings\n$/,
    errors:
      /^idle\.yaml: note: mode: learn is not available yet; the guard observes\.\nidle\.yaml: note: functions\.resize\.mode: [^\n]*\n$/,
  },
  {
    name: 'a compiled policy',
    args: ['check', 'compiled.json'],
    code: 0,
    output: new RegExp(`^compiled\\.json: a compiled policy, valid, sha256:${digest}, version 1, 0 functions with own settings\\n$`),
  },
  { name: 'a compiled policy that somebody formatted', args: ['check', 'pretty.json'], code: 0, output: /a compiled policy, valid/ },
  {
    name: 'a compiled policy that somebody changed',
    args: ['check', 'edited.json'],
    code: 2,
    errors: /^edited\.json: \$\.digest does not belong to this policy: .*\n1 problem: the policy cannot be used\.\n$/,
  },
  {
    name: 'explain of a compiled policy',
    args: ['explain', 'compiled.json'],
    code: 0,
    output: new RegExp(
      `^# From a compiled policy, sha256:${digest}\\n# What holds for every function[^\\n]*\\nversion: 1\\nmode: block\\n`,
    ),
  },
  {
    name: 'compile of what is compiled',
    args: ['compile', 'compiled.json'],
    code: 2,
    errors: /compiled\.json is compiled already\. Compile its source\./,
  },
  { name: 'explain fills in the defaults', args: ['explain'], code: 0, output: /mode: observe\nonFault: open\n/ },
  {
    name: 'explain of a function',
    args: ['explain', '--function', 'resize'],
    code: 0,
    output: /mode: block\n[\s\S]*hosts:\n {2}- a\.example/,
  },
  {
    name: 'explain of a misspelt function',
    args: ['explain', '--function', 'resise'],
    code: 0,
    output: /does not name\. Did you mean "resize"/,
  },
  { name: 'a missing file', args: ['check', 'none.yaml'], code: 2, errors: /^postern policy: none\.yaml: does not exist\n$/ },
  { name: 'a folder', args: ['check', '.'], code: 2, errors: /is a folder/ },
  { name: 'bytes that are no text', args: ['check', 'bytes.yaml'], code: 2, errors: /is no text in UTF-8/ },
  { name: 'no action', args: [], code: 2, errors: /An action is missing: compile, check, explain/ },
  { name: 'a misspelt action', args: ['chek'], code: 2, errors: /Did you mean "check"/ },
  { name: 'an option of another action', args: ['check', '--output', 'x'], code: 2, errors: /--output belongs to compile/ },
  {
    name: 'an output in a folder that does not exist',
    args: ['compile', '--output', 'no/x.json'],
    code: 2,
    errors: /its folder does not exist/,
  },
];
for (const { name, args, code, output, errors } of rows)
  test(`postern policy: ${name}`, async () => {
    const io = fakeIo({ cwd });
    assert.equal(await runCommandLine(['policy', ...args], [policyCommand], io), code, io.errors());
    assert.match(io.output(), output ?? /^$/);
    assert.match(io.errors(), errors ?? /^$/);
  });

test('compile writes the same bytes to the output and to a file, and leaves nothing beside it', async () => {
  const io = fakeIo({ cwd });
  assert.equal(await policyCommand.run(['compile'], io), 0);
  assert.equal(io.output().replace(/sha256:[0-9a-f]{64}/, 'sha256'), compiled);
  assert.equal(await policyCommand.run(['compile', '--output', 'out.json'], fakeIo({ cwd })), 0);
  assert.equal(readFileSync(join(cwd, 'out.json'), 'utf8'), io.output());
  assert.deepEqual(
    readdirSync(cwd).filter((name) => name.includes('.new')),
    [],
  );
});

test('in a folder without a policy, the message says how to begin', async () => {
  const io = fakeIo({ cwd: tmpdir() });
  assert.equal(await runCommandLine(['policy', 'check'], [policyCommand], io), 2);
  assert.match(io.errors(), /postern\.policy\.yaml: does not exist here\. .*"version: 1"/);
});

const docs = new URL('../../../../docs/', import.meta.url);
const examplesOf = (page: string): readonly string[] =>
  [...readFileSync(new URL(page, docs), 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);

test('the policies of the guide say nothing that this version does not do', async () => {
  const policies = examplesOf('guide/policy.md');
  assert.ok(policies.length >= 2);
  for (const text of policies) {
    writeFileSync(join(cwd, 'shown.yaml'), /^version:/m.test(text) ? text : `version: 1\n${text}`);
    const io = fakeIo({ cwd });
    assert.equal(await policyCommand.run(['check', 'shown.yaml'], io), 0, `${io.errors()}${text}`);
    assert.equal(io.errors(), '', text);
  }
});

test('the examples of the reference name only attack classes that this version detects', () => {
  const detected = new Set<string>(detectors.map((detector) => detector.class));
  const named = examplesOf('reference/policy.md').flatMap((text) => [...text.matchAll(/- ([a-z]+)$/gm)].map(([, name = '']) => name));
  const classes = named.filter((name) => (attackClassNames as readonly string[]).includes(name));
  assert.ok(classes.length >= 3);
  assert.deepEqual(
    classes.filter((name) => !detected.has(name)),
    [],
  );
});
