import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { guardFolder } from './testing/guarded.ts';

const body = "{ return require('node:child_process').execSync('echo ' + event.v).toString() }";
const importing = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);\n";

/** Forms in which handlers are deployed. */
const forms = [
  { name: 'CommonJS exports', handler: 'app.handler', files: { 'app.js': `exports.handler = async (event) => ${body}` } },
  {
    name: 'module.exports replaced',
    handler: 'app.handler',
    files: { 'app.js': `module.exports = { handler: async (event) => ${body} }` },
  },
  { name: 'a .cjs file in a folder', handler: 'src/api/app.run', files: { 'src/api/app.cjs': `exports.run = async (event) => ${body}` } },
  {
    name: 'an object of handlers',
    handler: 'app.orders.create',
    files: { 'app.js': `exports.orders = { create: async (event) => ${body} }` },
  },
  {
    name: 'getters as bundlers write them',
    handler: 'app.handler',
    files: {
      'app.js': `Object.defineProperty(module.exports, 'handler', { enumerable: true, get: () => handler }); const handler = async (event) => ${body}`,
    },
  },
  { name: 'an ES module', handler: 'app.handler', files: { 'app.mjs': `${importing}export const handler = async (event) => ${body}` } },
  {
    name: 'type: module',
    handler: 'app.handler',
    files: { 'package.json': '{"type":"module"}', 'app.js': `${importing}export const handler = async (event) => ${body}` },
  },
  {
    name: 'an ES module with top-level await and named imports',
    handler: 'app.handler',
    files: {
      'app.mjs': `import { execSync } from 'node:child_process'; await Promise.resolve();\nexport async function handler(event) { return execSync('echo ' + event.v).toString() }`,
    },
  },
  {
    name: 'an ES module that sends a request by a named import',
    handler: 'app.handler',
    files: {
      'app.mjs': `import { get } from 'node:http';\nexport const handler = (event) => new Promise((resolve, reject) => get(event.v.startsWith('a;') ? 'http://127.0.0.1:1/' + encodeURI(event.v) : 'http://' + event.v + '/', () => resolve()).on('error', reject))`,
    },
    attack: '127.0.0.1:1',
    benign: undefined,
  },
];

// Loads the handler as the runtime interface client does: `_HANDLER` is read after preloads ran, paths are resolved below the root.
const runtime = `
const path = require('node:path'); const fs = require('node:fs');
(async () => {
  const [, module, steps] = /^(.*?[^/.]*)\\.([^/]*)$/.exec(process.env._HANDLER);
  const base = path.resolve(process.env.LAMBDA_TASK_ROOT, module);
  const isModule = () => { try { return JSON.parse(fs.readFileSync(path.join(path.dirname(base), 'package.json'))).type === 'module' } catch { return false } };
  const app = fs.existsSync(base + '.js') ? (isModule() ? await import(base + '.js') : require(base)) : fs.existsSync(base + '.mjs') ? await import(base + '.mjs') : require(base + '.cjs');
  const handler = steps.split('.').reduce((value, step) => value[step], app);
  const answers = [];
  for (const v of JSON.parse(process.argv[2])) {
    if (v === null) continue;
    try { answers.push(await handler({ v }, { awsRequestId: 'r' })) } catch (error) { answers.push(error.code ?? String(error)) }
  }
  fs.writeSync(1, JSON.stringify({ answers, handler: process.env._HANDLER }));
  process.exit();
})().catch((error) => { console.error(error); process.exit(1) });
`;

for (const form of forms)
  test(`attaches without a change of code: ${form.name}`, () => {
    const root = mkdtempSync(join(tmpdir(), 'postern attach '));
    try {
      for (const [name, text] of Object.entries(form.files)) {
        mkdirSync(dirname(join(root, name)), { recursive: true });
        writeFileSync(join(root, name), text);
      }
      writeFileSync(join(root, 'runtime.cjs'), runtime);
      const benign = 'benign' in form ? form.benign : 'an';
      const attack = 'attack' in form ? form.attack : 'an; id';
      const result = spawnSync(process.execPath, [join(root, 'runtime.cjs'), JSON.stringify([benign ?? null, attack])], {
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'],
          NODE_OPTIONS: `--require "${join(guardFolder, 'register.cjs').replaceAll('\\', '\\\\')}"`,
          POSTERN_MODE: 'block',
          POSTERN_REPORT: join(root, 'report.jsonl'),
          LAMBDA_TASK_ROOT: root,
          _HANDLER: form.handler,
          AWS_LAMBDA_FUNCTION_NAME: 'attached',
        },
      });
      assert.equal(result.status, 0, result.stderr);
      const { answers, handler } = JSON.parse(result.stdout) as { answers: unknown[]; handler: string };
      assert.deepEqual(answers, benign === undefined ? ['PSTN_BLOCKED'] : ['an\n', 'PSTN_BLOCKED']);
      assert.equal(handler, form.handler, '_HANDLER is what it was');
      assert.match(readFileSync(join(root, 'report.jsonl'), 'utf8'), /"function":"attached"/);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
