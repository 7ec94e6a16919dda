import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../../packages/', import.meta.url));
const names = ['core', 'policy', 'guard', 'inspect'];
const uses = {
  'index.cts': `import inspect = require('@postern/inspect');
import core = require('@postern/core');
import policy = require('@postern/policy');
import postern = require('@postern/guard');
const limits: core.Limits = core.defaultLimits;
const { level }: inspect.Inspection = inspect.inspectEvent({}, { limits: { depth: limits.depth } });
const same: 'none' | 'suspicious' | 'certain' = level;
export const decision: policy.Decision = policy.decideDoor(policy.defaultPolicy, inspect.inspectEvent({}), 'unknown');
export const handler: () => string = postern.guard(() => same);
// @ts-expect-error: types are there, and no "any"
inspect.inspectEvent({}, { limts: {} });
`,
  'module.mts': `import { inspectEvent, type Level } from '@postern/inspect';
import { guard } from '@postern/guard';
export const level: Level = inspectEvent({}).level;
export const handler: () => string = guard(() => level);
`,
};

test('what require loads has types in a CommonJS project, and so has what import loads', { skip: isBuilt() ? false : 'not built' }, () => {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'postern types ')));
  try {
    mkdirSync(join(project, 'node_modules/@postern'), { recursive: true });
    for (const name of names) symlinkSync(join(packages, name), join(project, 'node_modules/@postern', name), 'junction');
    const compilerOptions = { module: 'node16', target: 'es2022', strict: true, noEmit: true, types: [], skipDefaultLibCheck: true };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    writeFileSync(join(project, 'package.json'), '{"type":"commonjs"}');
    for (const [name, text] of Object.entries(uses)) writeFileSync(join(project, name), text);
    const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
    const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', project], { encoding: 'utf8' });
    assert.equal(status, 0, stdout.slice(0, 2000));
  } finally {
    rmSync(project, { recursive: true });
  }
});

function isBuilt(): boolean {
  return names.every((name) => existsSync(join(packages, name, name === 'guard' ? 'dist/guard.cjs' : 'dist/index.cjs')));
}
