import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { type HandlerQuery, resolveHandler } from './resolve-handler.ts';
import { openSources } from './sources.ts';

const base = mkdtempSync(join(tmpdir(), 'postern syntax '));
after(() => rmSync(base, { recursive: true }));
const root = join(base, 'root');
const files: Readonly<Record<string, string>> = {
  'app.js': 'exports.handler = 1; exports.api = { get: 1 }',
  'esm.mjs': 'export const handler = 1',
  'old.cjs': 'exports.handler = 1',
  'functions/deep/er/work.js': 'exports.run = 1',
  'typed/src/index.ts': 'export const handler = 1',
  'folder/index.js': 'exports.handler = 1',
  'again.js': "module.exports = require('./app')",
  'built/src/orders.ts': 'export const handler = 1',
  'entry/src/hello.ts': 'export const lambdaHandler = 1',
  'main.py': 'def run(event, context): pass',
  'pack/age/work.py': 'def run(event, context): pass',
  'pack/init/__init__.py': 'def run(event, context): pass',
  'dots.v2.js': 'exports.handler = 1',
};
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}
writeFileSync(join(base, 'secret.js'), 'exports.handler = 1');
symlinkSync(join(base, 'secret.js'), join(root, 'link.js'));
symlinkSync(join(root, 'app.js'), join(root, 'inner.js'));
symlinkSync(join(base, 'nowhere'), join(root, 'dangling.js'));
const sources = openSources(root);

const found: readonly [handler: string, expected: string, query?: Partial<HandlerQuery>][] = [
  ['app.handler', 'app.js handler'],
  ['app.api.get', 'app.js api.get'],
  ['./app.handler', 'app.js handler'],
  ['esm.handler', 'esm.mjs handler'],
  ['old.handler', 'old.cjs handler'],
  ['functions/deep/er/work.run', 'functions/deep/er/work.js run'],
  ['er/work.run', 'functions/deep/er/work.js run', { folder: 'functions/deep' }],
  ['src/index.handler', 'typed/src/index.ts handler', { folder: 'typed' }],
  ['folder.handler', 'folder/index.js handler'],
  ['again.handler', 'again.js handler'],
  ['dist/orders.handler', 'built/src/orders.ts handler', { folder: 'built' }],
  ['hello.lambdaHandler', 'entry/src/hello.ts lambdaHandler', { folder: 'entry', entryPoints: ['src/hello.ts'] }],
  ['inner.handler', 'inner.js handler'],
  ['main.run', 'main.py run', { runtime: 'python3.12' }],
  ['pack.age.work.run', 'pack/age/work.py run', { runtime: 'python3.12' }],
  ['pack/age/work.run', 'pack/age/work.py run', { runtime: 'python3.12' }],
  ['pack.init.run', 'pack/init/__init__.py run', { runtime: 'python3.12' }],
];
for (const [handler, expected, query] of found)
  test(`handler ${handler} is ${expected}`, () => {
    const result = resolveHandler(sources, { folder: '.', runtime: 'nodejs22.x', handler, ...query });
    assert.ok(result.ok, result.ok ? '' : result.problem);
    assert.equal(`${result.value.file} ${result.value.exportName}`, expected);
  });

const missing: readonly [handler: string, problem: RegExp, runtime?: string][] = [
  ['nothing.handler', /the handler nothing\.handler was not found: there is no nothing\.js/],
  ['app.main', /app\.js exports no main/],
  ['app', /has not the form file\.export/],
  ['', /has not the form file\.export/],
  ['/opt/nodejs/wrapper.handler', /lies in a layer/],
  ['../secret.handler', /leads out of the folder/],
  ['link.handler', /leads out of the folder/],
  ['dangling.handler', /leads out of the folder|was not found/],
  ['Handler', /has not the form module\.function/, 'python3.13'],
  ['app::Handle', /the code of runtime java21 is not read yet/, 'java21'],
];
for (const [handler, problem, runtime = 'nodejs22.x'] of missing)
  test(`handler "${handler}" is reported (${runtime})`, () => {
    const result = resolveHandler(sources, { folder: '.', runtime, handler });
    assert.ok(!result.ok);
    assert.match(result.problem, problem);
  });

test('nothing outside of the root is read, by whatever way', () => {
  for (const file of ['../secret.js', 'link.js', 'functions/../../secret.js', '/etc/passwd', 'dangling.js']) {
    const result = sources.read(file);
    assert.ok(!result.ok, file);
  }
  assert.equal(sources.kindOf('link.js'), 'outside');
  assert.equal(sources.list('..').length, 0);
});
