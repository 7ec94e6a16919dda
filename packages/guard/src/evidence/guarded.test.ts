import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { compilePolicy } from '@postern/policy';
import { type GuardedCase, runGuarded } from '../testing/guarded.ts';

const words = Array.from({ length: 1100 }, (_, i) => `item${(i * 7919 + 10_000).toString(36)}`);
const run = "require('child_process').";
const rows: readonly (GuardedCase & { readonly stopped?: string; readonly value?: unknown })[] = [
  {
    name: 'a command behind more words than anybody counts',
    event: { items: [...words, '; echo PWNED by $(id -u)'] },
    handler: `return ${run}execSync('printf %s ' + event.items.join(' ')).toString()`,
    stopped: 'guard/command-injection',
  },
  {
    name: 'more words than anybody counts',
    event: { items: words },
    handler: `return ${run}execSync('printf %s ' + event.items.join(' ')).toString()`,
    value: words.join(''),
  },
  {
    name: 'a shell behind env',
    event: { name: 'a; id' },
    handler: `return ${run}execFileSync('env', ['sh', '-c', 'echo ' + event.name]).toString()`,
    stopped: 'guard/command-injection',
  },
  {
    name: 'env with the value as an argument',
    event: { name: 'a; id' },
    handler: `return ${run}execFileSync('env', ['echo', event.name]).toString()`,
    value: 'a; id\n',
  },
  {
    name: 'a script on standard input',
    event: { name: 'a; id' },
    handler: `return ${run}execFileSync('sh', ['-s'], { input: 'echo ' + event.name }).toString()`,
    stopped: 'guard/command-injection',
  },
  {
    name: 'data on standard input',
    event: { name: 'a; id' },
    handler: `return ${run}execFileSync('cat', { input: event.name }).toString()`,
    value: 'a; id',
  },
  {
    name: 'a harmless script on standard input',
    event: { name: 'a; id' },
    handler: `return ${run}execFileSync('sh', { input: Buffer.from("echo '" + event.name + "'") }).toString()`,
    value: 'a; id\n',
  },
  {
    name: 'a field of a line of CSV',
    event: { body: 'alice,;touch /tmp/postern-field,bob' },
    handler: `return ${run}execSync('true ' + event.body.split(',')[1]).toString()`,
    stopped: 'guard/command-injection',
  },
  {
    name: 'a harmless field of a line of CSV',
    event: { body: 'alice,two words,bob' },
    handler: `return ${run}execSync('echo ' + event.body.split(',')[1]).toString()`,
    value: 'two words\n',
  },
  {
    name: 'an option from between words',
    event: { args: 'a --output=/tmp/postern-option b' },
    handler: `return ${run}execFileSync('sort', event.args.split(' ')).toString()`,
    stopped: 'guard/command-injection',
  },
  {
    name: 'a program’s own way to throw output away',
    event: { text: '2>&1' },
    handler: `return ${run}execSync('echo x 2>&1').toString()`,
    value: 'x\n',
  },
  {
    name: 'a host under a trusted name',
    event: { host: '127.0.0.1:9' },
    handler: "return (await fetch('http://' + event.host + '/latest/meta-data/')).status",
    stopped: 'guard/server-side-request',
  },
];

test('in block mode no number of values and no wrapper lets input through', async (t) => {
  const { results } = await runGuarded(rows, { mode: 'block' });
  for (const [i, row] of rows.entries())
    await t.test(row.name, () => {
      const result = results[i];
      const sinks = (result?.findings ?? []).filter((finding) => finding.origin.kind === 'runtime').map(({ ruleId }) => ruleId);
      if (row.stopped) {
        assert.equal(result?.error?.code, 'PSTN_BLOCKED', JSON.stringify(result));
        assert.equal(sinks[0], row.stopped);
      } else {
        assert.equal(result?.value, row.value, JSON.stringify(result?.error));
        assert.deepEqual(sinks, []);
      }
    });
});

const endless: GuardedCase = {
  name: 'input that repeats itself without end',
  event: { items: Array.from({ length: 400 }, (_, i) => `${'a;'.repeat(250 + i)}${i}`) },
  handler: `return ${run}execFileSync('sh', ['-c', "printf %.3s '" + 'a;'.repeat(20000) + "'"]).toString()`,
};
for (const onIncomplete of ['observe', 'block'] as const)
  test(`a comparison that ends at its bound is reported, and policy decides: ${onIncomplete}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postern-policy-'));
    try {
      const file = join(folder, 'policy.json');
      writeFileSync(
        file,
        compilePolicy({ version: 1, onIncomplete }, (text) => createHash('sha256').update(text).digest('hex')),
      );
      const { results } = await runGuarded([endless], { mode: 'block', environment: { POSTERN_POLICY: file } });
      const finding = results[0]?.findings.find(({ ruleId }) => ruleId === 'guard/incomplete');
      assert.match(finding?.message ?? '', /"comparisons"/);
      if (onIncomplete === 'block') assert.equal(results[0]?.error?.code, 'PSTN_BLOCKED');
      else assert.equal(results[0]?.value, 'a;a', JSON.stringify(results[0]?.error));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
