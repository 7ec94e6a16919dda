import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { runCommandLine } from '../command-line.ts';
import { exploitRows } from '../demo/rows.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { demoCommand } from './demo.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'postern-guards-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

interface Variant {
  readonly without?: readonly string[];
  readonly replace?: Readonly<Record<string, string>>;
}
const { build } = (await import(new URL('packages/guard/build.mjs', `file://${root}`).href)) as {
  build(options: Variant & { readonly esbuild: unknown; readonly outdir: string }): Promise<void>;
};

async function demo(args: readonly string[]): Promise<{ code: number; output: string; errors: string }> {
  const io = fakeIo({ cwd: root });
  const code = await runCommandLine(['demo', ...args], [demoCommand], io);
  return { code, output: io.output(), errors: io.errors() };
}

interface Told {
  readonly asClaimed: boolean;
  readonly broken: readonly string[];
  readonly rows: readonly { readonly id: string; readonly effect?: string; readonly guarded?: { readonly effect?: string } }[];
  readonly benign: readonly { readonly isEqual: boolean }[];
  readonly findings: readonly { readonly ruleId: string }[];
}

test('the whole story comes out as claimed', async () => {
  const { code, output, errors } = await demo(['--format', 'json']);
  assert.equal(errors, '');
  const told = JSON.parse(output) as Told;
  assert.deepEqual(told.broken, []);
  assert.equal(code, 0);
  assert.equal(told.asClaimed, true);
  assert.equal(told.rows.length, exploitRows.length);
  assert.equal(told.findings.length, exploitRows.filter(({ stop }) => stop).length);
  assert.ok(told.benign.length >= 18 && told.benign.every(({ isEqual }) => isEqual));
});

test('a guard that does nothing is found out', async () => {
  const register = join(scratch, 'nothing.cjs');
  writeFileSync(register, '');
  const { code, output } = await demo(['--only', 'statements-traversal', '--register', register]);
  assert.equal(code, 3);
  assert.match(output, /statements-traversal had its effect in spite of the guard/);
});

const invocation = readFileSync(join(root, 'packages/guard/src/invocation.ts'), 'utf8');
const blindToEvents = invocation.replace('values: withoutPairs(read.values)', 'values: []');

/** One part of the guard left out; the row that depends on it must fail, whatever else catches the exploit. */
const broken: readonly { readonly part: string; readonly row: string; readonly variant: Variant }[] = [
  { part: 'hook process, synchronous', row: 'sms-bot-command', variant: { without: ['child-process'] } },
  { part: 'hook process, asynchronous', row: 'device-alarm-command', variant: { without: ['child-process'] } },
  { part: 'hook file', row: 'statements-traversal', variant: { without: ['file'] } },
  { part: 'hook network, fetch', row: 'hash-file-ssrf', variant: { without: ['network'] } },
  { part: 'hook network, http', row: 'receipt-check-ssrf', variant: { without: ['network'] } },
  { part: 'hook eval, CommonJS', row: 'import-profile-eval', variant: { without: ['global-eval'] } },
  { part: 'hook eval, ESM', row: 'spending-eval', variant: { without: ['global-eval'] } },
  { part: 'hook function-constructor', row: 'import-legacy-function', variant: { without: ['function-constructor'] } },
  { part: 'hook vm', row: 'pricing-rule-vm', variant: { without: ['vm'] } },
  { part: 'hook pg', row: 'accounts-read', variant: { without: ['pg'] } },
  { part: 'source event', row: 'sms-bot-command', variant: { replace: { 'invocation.ts': blindToEvents } } },
  { part: 'source http-response', row: 'rates-command', variant: { without: ['http-response'] } },
  { part: 'source aws-sdk-v3', row: 'import-profile-eval', variant: { without: ['aws-sdk-v3'] } },
  { part: 'source aws-sdk-v2', row: 'import-legacy-function', variant: { without: ['aws-sdk-v2'] } },
];

test('the variant without events differs from the guard', () => assert.notEqual(blindToEvents, invocation));

test('every hook and source is broken by some row of the table', () => {
  const ids = new Set(broken.map(({ part }) => part.split(' ')[1]?.replace(',', '')));
  for (const { stop } of exploitRows) if (stop) assert.ok(ids.has(stop.hook) && ids.has(stop.source), `${stop.hook}, ${stop.source}`);
});

for (const [i, { part, row, variant }] of broken.entries())
  test(`without ${part} the demonstration exits 3 for ${row}`, async () => {
    const outdir = join(scratch, String(i));
    mkdirSync(outdir);
    await build({ esbuild, outdir, ...variant });
    const { code, output, errors } = await demo(['--only', row, '--format', 'json', '--register', join(outdir, 'register.cjs')]);
    assert.equal(errors, '');
    const told = JSON.parse(output) as Told;
    assert.equal(code, 3);
    assert.ok(told.rows[0]?.effect !== undefined, 'it works without the guard');
    assert.ok(
      told.broken.length > 0 &&
        told.broken.every((sentence) => sentence.startsWith(`${row} had its effect`) || sentence.startsWith(`${row} was not stopped`)),
      told.broken.join('\n'),
    );
  });
