import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runGuarded } from './testing/guarded.ts';

const inWorker =
  "const { parentPort, workerData } = require('node:worker_threads'); try { parentPort.postMessage(require('node:child_process').execSync('echo ' + workerData.v).toString()) } catch (error) { parentPort.postMessage(error.code) }";
const start = (options: string): string => `
  const { Worker } = require('node:worker_threads');
  const file = __dirname + '/worker.cjs';
  require('node:fs').writeFileSync(file, ${JSON.stringify(inWorker)});
  return await new Promise((resolve, reject) => new Worker(file, ${options}).on('message', resolve).on('error', reject));`;

const rows = [
  { name: 'as it comes', options: '{ workerData: event }' },
  { name: 'with flags of its own', options: '{ workerData: event, execArgv: [] }' },
  { name: 'with an environment of its own', options: '{ workerData: event, env: { PATH: process.env.PATH } }' },
  { name: 'with both', options: '{ workerData: event, execArgv: [], env: { PATH: process.env.PATH } }' },
];
test('the guard arms itself in every worker', async (t) => {
  const cases = rows.map(({ name, options }) => ({ name, event: { v: 'a; id' }, handler: start(options) }));
  const { results, records } = await runGuarded(cases, { mode: 'block' });
  for (const [i, { name }] of rows.entries())
    await t.test(name, () => assert.equal(results[i]?.value, 'PSTN_BLOCKED', JSON.stringify(results[i])));
  const starts = records.filter((record) => record.kind === 'activity' && record.details['thread'] === 'worker');
  assert.equal(starts.length, rows.length, 'each worker has a start record');
});

// Lambda starts Node with flags that a worker's own list may not have.
for (const flags of [['--max-old-space-size=200'], ['--expose-gc', '--stack-size=900'], ['--title=function']])
  test(`workers start when Node was started with ${flags.join(' ')}, and are guarded`, async () => {
    const cases = [
      { name: 'benign', event: { v: 'a' }, handler: start('{ workerData: event }') },
      { name: 'attack', event: { v: 'a; id' }, handler: start('{ workerData: event, env: { PATH: process.env.PATH } }') },
    ];
    const { results } = await runGuarded(cases, { mode: 'block', flags });
    assert.deepEqual(
      results.map(({ value, error }) => error ?? value),
      ['a\n', 'PSTN_BLOCKED'],
    );
  });

test('direct eval in a worker from text keeps its scope', async () => {
  const handler = `
    const { Worker } = require('node:worker_threads');
    const code = "const n = 2; (function () { const m = 40; require('node:worker_threads').parentPort.postMessage(eval('n + m')) })()";
    return await new Promise((resolve, reject) => new Worker(code, { eval: true }).on('message', resolve).on('error', reject));`;
  const { results } = await runGuarded([{ name: 'scope', event: {}, handler }], { mode: 'block' });
  assert.equal(results[0]?.value, 42, JSON.stringify(results[0]));
});

test('a worker does its work on benign data', async () => {
  const { results } = await runGuarded([{ name: 'benign', event: { v: 'a' }, handler: start('{ workerData: event }') }], { mode: 'block' });
  assert.equal(results[0]?.value, 'a\n');
});

test('a worker from text that came from the input is code', async () => {
  const handler = "const { Worker } = require('node:worker_threads'); return new Worker(event.code, { eval: true })";
  const { results } = await runGuarded([{ name: 'eval', event: { code: 'process.exit(1)' }, handler }], { mode: 'block' });
  assert.equal(results[0]?.error?.code, 'PSTN_BLOCKED');
});
