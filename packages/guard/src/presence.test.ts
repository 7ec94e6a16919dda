import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { guardFolder, runGuarded } from './testing/guarded.ts';

const attack = { name: 'attack', event: { v: 'a; id' }, handler: "return require('child_process').execSync('echo ' + event.v).toString()" };

function withSecondCopy<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-second-'));
  for (const name of ['guard.cjs', 'guard-analysis.json', 'register.cjs', 'index.mjs', 'entry.mjs'])
    cpSync(join(guardFolder, name), join(folder, name));
  return use(folder).finally(() => rmSync(folder, { recursive: true, force: true }));
}

test('a second copy gives way to an armed first one', () =>
  withSecondCopy(async (folder) => {
    const { results, records } = await runGuarded([attack], {
      mode: 'block',
      before: `require(${JSON.stringify(join(folder, 'guard.cjs'))});`,
    });
    assert.equal(records.filter((record) => record.kind === 'activity' && record.activity === 'start').length, 1);
    assert.equal(results[0]?.error?.code, 'PSTN_BLOCKED');
    assert.equal(results[0]?.findings.filter((finding) => finding.ruleId === 'guard/command-injection').length, 1, 'reported once');
  }));

const impostors = [
  { name: 'a mark that does nothing', code: '{ exports: { guard: (h) => h, version: "9" }, probe() {} }' },
  { name: 'a mark that throws', code: '{ exports: {}, probe() { throw new Error("PSTN_PROBE") } }' },
  { name: 'a mark that is no object', code: '"armed"' },
];
for (const { name, code } of impostors)
  test(`an impostor does not disarm: ${name}`, () =>
    withSecondCopy(async (folder) => {
      const plant = `Object.defineProperty(process, Symbol.for('postern.guard'), { value: ${code}, configurable: false, writable: false });`;
      const flag = join(folder, 'plant.cjs');
      (await import('node:fs')).writeFileSync(flag, plant);
      const { results, records } = await runGuarded([attack], { mode: 'block', flags: ['--require', flag] });
      assert.equal(results[0]?.error?.code, 'PSTN_BLOCKED');
      assert.ok(records.some((record) => record.kind === 'finding' && record.ruleId === 'guard/impostor'));
    }));
