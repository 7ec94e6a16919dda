import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import * as esbuild from 'esbuild';
import { guardFolder, runGuarded } from './testing/guarded.ts';

const attack = { name: 'attack', event: { v: 'a; id' }, handler: "return require('child_process').execSync('echo ' + event.v).toString()" };

async function withCopy<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-copy-'));
  for (const name of ['guard.cjs', 'guard-analysis.json', 'register.cjs']) cpSync(join(guardFolder, name), join(folder, name));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const damages: readonly { readonly name: string; damage(file: string): void }[] = [
  { name: 'missing', damage: (file) => rmSync(file) },
  { name: 'cut off', damage: (file) => writeFileSync(file, readFileSync(file).subarray(0, -1)) },
  { name: 'of another build', damage: (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('{"build":"0', '{"build":"1')) },
];

for (const { name, damage } of damages)
  test(`a guard whose analysis is ${name} says so and lets the function run`, () =>
    withCopy(async (folder) => {
      damage(join(folder, 'guard-analysis.json'));
      const { results, records } = await runGuarded([attack], { mode: 'block', guard: folder });
      assert.match(String(results[0]?.value), /uid=/);
      assert.deepEqual(
        records.map((record) => (record.kind === 'finding' ? [record.ruleId, record.runtime?.action] : record.kind)),
        [['guard/fault', 'failed-open']],
      );
    }));

test('under onFault: closed a guard without its analysis stops the start', () =>
  withCopy(async (folder) => {
    rmSync(join(folder, 'guard-analysis.json'));
    await assert.rejects(
      runGuarded([attack], { mode: 'block', guard: folder, environment: { POSTERN_ON_FAULT: 'closed' } }),
      /onFault: closed/,
    );
  }));

test('what is put in place of the file after the start is not read', () =>
  withCopy(async (folder) => {
    const file = join(folder, 'guard-analysis.json');
    const before = `fs.writeFileSync(${JSON.stringify(file)}, '{}'); Buffer.prototype.latin1Slice = () => '{"text":""}'; JSON.parse = () => ({});`;
    const { results } = await runGuarded([attack], { mode: 'block', guard: folder, before });
    assert.equal(results[0]?.error?.code, 'PSTN_BLOCKED');
  }));

test('a bundle takes the analysis in', () =>
  withCopy(async (folder) => {
    const guard = mkdtempSync(join(tmpdir(), 'postern-bundle-'));
    try {
      const options = { bundle: true, format: 'cjs', platform: 'node', minify: true, logLevel: 'silent' } as const;
      await esbuild.build({ ...options, entryPoints: [join(folder, 'guard.cjs')], outfile: join(guard, 'guard.cjs') });
      writeFileSync(join(guard, 'register.cjs'), "require('./guard.cjs');\n");
      const { results } = await runGuarded([attack], { mode: 'block', guard });
      assert.equal(results[0]?.error?.code, 'PSTN_BLOCKED');
    } finally {
      rmSync(guard, { recursive: true, force: true });
    }
  }));
