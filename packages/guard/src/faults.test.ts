import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as esbuild from 'esbuild';
import { guardFolder, runGuarded } from './testing/guarded.ts';

type Build = (options: { esbuild: typeof esbuild; outdir: string; replace?: Record<string, string>; without?: string[] }) => Promise<void>;
const { build } = (await import(new URL('../build.mjs', import.meta.url).href)) as { build: Build };

/** A guard whose every judgement fails. */
const brokenEvidence = `
const fail = () => { throw new Error('injected fault') };
export const createIndex = fail, shellEvidence = fail, commandEvidence = fail, sqlEvidence = fail, codeEvidence = fail, pathEvidence = fail, urlEvidence = fail;
`;

const cases = [
  { name: 'process', event: { v: 'x' }, handler: "return require('child_process').execSync('echo ' + event.v).toString()", value: 'x\n' },
  {
    name: 'process, asynchronous',
    event: { v: 'x' },
    handler: "return (await require('util').promisify(require('child_process').exec)('echo ' + event.v)).stdout",
    value: 'x\n',
  },
  { name: 'eval', event: { v: '1+1' }, handler: 'const n = 1; return eval(event.v + "+n")', value: 3 },
  { name: 'function-constructor', event: { v: '1+1' }, handler: "return Function('return ' + event.v)()", value: 2 },
  { name: 'vm', event: { v: '1+1' }, handler: "return require('vm').runInNewContext(event.v)", value: 2 },
  {
    name: 'file',
    event: { v: 'driver.cjs' },
    handler: "return require('fs').readFileSync(__dirname + '/' + event.v).length > 0",
    value: true,
  },
  { name: 'network', event: {}, handler: "return await (await fetch(tools.url + '/x')).text()", value: 'ok /x' },
];

async function withBroken<Result>(use: (guard: string) => Promise<Result>): Promise<Result> {
  const outdir = mkdtempSync(join(tmpdir(), 'postern-broken-'));
  try {
    await build({ esbuild, outdir, replace: { 'evidence/index.ts': brokenEvidence } });
    return await use(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

for (const mode of ['observe', 'block'])
  test(`a fault in every hook never breaks the handler in ${mode} mode with onFault: open, and is reported`, () =>
    withBroken(async (guard) => {
      const { results, records } = await runGuarded(cases, { mode, guard });
      assert.deepEqual(
        results.map(({ value, error }) => error ?? value),
        cases.map(({ value }) => value),
      );
      const faults = new Set(
        records
          .filter((record) => record.kind === 'finding' && record.ruleId === 'guard/fault')
          .map((record) => (record.kind === 'finding' ? record.evidence[0]?.reason.split(':')[0] : '')),
      );
      for (const hook of ['process', 'eval', 'function-constructor', 'vm', 'file', 'network'])
        assert.ok(faults.has(hook), `the fault in ${hook} is reported; found ${[...faults]}`);
    }));

test('onFault: closed stops what could not be judged, in block mode only', () =>
  withBroken(async (guard) => {
    const environment = { POSTERN_POLICY: '/nonexistent/policy.json', POSTERN_ON_FAULT: 'closed' };
    const blocked = await runGuarded(cases, { mode: 'block', guard, environment });
    assert.ok(blocked.results.every(({ error }) => error?.code === 'PSTN_BLOCKED'));
    const observed = await runGuarded(cases, { mode: 'observe', guard, environment });
    assert.ok(observed.results.every(({ error }) => error === undefined));
  }));

test('the unbroken guard has no fault', async () => {
  const { records } = await runGuarded(cases, { mode: 'block', guard: guardFolder });
  assert.deepEqual(
    records.filter((record) => record.kind === 'finding' && record.ruleId === 'guard/fault'),
    [],
  );
});
