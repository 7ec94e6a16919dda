// What the guard costs a cold start and a hooked call, against a bare handler of the same Node, paired and interleaved.
// node bench/guard.mjs [--node <binary>] [--runs 31]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const { values } = parseArgs({ options: { node: { type: 'string', default: process.execPath }, runs: { type: 'string', default: '31' } } });
const dist = fileURLToPath(new URL('../packages/guard/dist/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'));
// The aim is what we want, the limit what must not get worse; only the limit breaks the run.
const aims = { cpu: 6, memory: 3, call: 2 };
// CPU time is held against the bare handler's of the same run: a busy machine slows both.
const limits = { cpuOfBare: 0.8, memory: 8, installed: 1024, call: 2 };
const broken = [];

try {
  coldStart('CommonJS handler', 'handler.cjs', commonJsHandler());
  coldStart(
    'ES-module handler',
    'handler.mjs',
    commonJsHandler()
      .replace("const fs = require('node:fs');", "import fs from 'node:fs';")
      .replace('exports.handler', 'export const handler'),
  );
  hookedCalls();
  size();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (broken.length > 0) process.stdout.write(`\nOver the limit: ${broken.join('; ')}\n`);
process.exitCode = broken.length > 0 ? 1 : 0;

function commonJsHandler() {
  return `const fs = require('node:fs');
exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ size: fs.readFileSync(process.argv[1]).length, id: event.id }) });`;
}

/** Loads the handler as the runtime does and tells the process's CPU time and memory when it is ready and after the first event. */
function coldStart(title, file, source) {
  writeFileSync(join(folder, file), source);
  const driver = join(folder, 'driver.cjs');
  writeFileSync(
    driver,
    `const file = ${JSON.stringify(join(folder, file))};
const load = async () => file.endsWith('.mjs') ? (process.env._HANDLER.includes('entry') ? await import(process.env._HANDLER.replace(/\\.handler$/, '.mjs')) : await import(file)) : require(file.slice(0, -4) + '.cjs');
load().then(async (module) => {
  const ready = process.cpuUsage();
  await module.handler({ id: 'a' }, { awsRequestId: 'r', invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:f' });
  const first = process.cpuUsage();
  process.stdout.write(JSON.stringify({ ready: (ready.user + ready.system) / 1000, first: (first.user + first.system) / 1000, memory: process.memoryUsage.rss() / 1e6 }));
});`,
  );
  const bare = [];
  const guarded = [];
  for (let run = 0; run < Number(values.runs); run++) {
    const order = run % 2 ? [true, false] : [false, true];
    for (const isGuarded of order) (isGuarded ? guarded : bare).push(once(driver, isGuarded));
  }
  process.stdout.write(
    `${title}, ${values.runs} paired starts of ${spawnSync(values.node, ['--version'], { encoding: 'utf8' }).stdout.trim()} (medians of the differences)\n`,
  );
  report('  bare: CPU until the handler is ready', median(bare.map((sample) => sample.ready)), 'ms');
  report(
    '  CPU until the handler is ready',
    difference(bare, guarded, 'ready'),
    'ms',
    Number((limits.cpuOfBare * median(bare.map((sample) => sample.ready))).toFixed(1)),
    aims.cpu,
  );
  report('  CPU until after the first event', difference(bare, guarded, 'first'), 'ms');
  report('  memory after the first event', difference(bare, guarded, 'memory'), 'MB', limits.memory, aims.memory);
}

function once(driver, isGuarded) {
  const env = {
    PATH: process.env.PATH,
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: 'handler.handler',
    POSTERN_REPORT: '/dev/null',
    POSTERN_MODE: 'block',
  };
  if (driver.includes('.')) env.AWS_LAMBDA_FUNCTION_NAME = 'bench';
  const args = isGuarded ? ['--require', join(dist, 'register.cjs'), driver] : [driver];
  const result = spawnSync(values.node, args, { env, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`the bench's process failed: ${result.stderr}`);
  return JSON.parse(result.stdout);
}

function difference(bare, guarded, key) {
  return median(guarded.map((sample, index) => sample[key] - bare[index][key]));
}

/** Cost of one hooked call without taint in sight: a file opened and closed, in an invocation with a 1 KB event. */
function hookedCalls() {
  const driver = join(folder, 'calls.cjs');
  writeFileSync(
    driver,
    `const fs = require('node:fs');
const body = JSON.stringify({ items: Array.from({ length: 20 }, (_, i) => ({ id: i, name: 'item number ' + i, note: 'nothing special here' })) });
const work = async () => { const times = []; for (let batch = 0; batch < 31; batch++) { const start = process.hrtime.bigint(); for (let i = 0; i < 2000; i++) fs.closeSync(fs.openSync(__filename)); times.push(Number(process.hrtime.bigint() - start) / 2000 / 1000); } times.sort((a, b) => a - b); return times[15]; };
const guarded = process.argv[2] === 'guarded' ? require(${JSON.stringify(join(dist, 'guard.cjs'))}).guard(work) : work;
guarded({ version: '2.0', body }, {}).then((time) => process.stdout.write(String(time)));`,
  );
  const samples = { bare: [], guarded: [] };
  for (let run = 0; run < 9; run++)
    for (const kind of ['bare', 'guarded']) {
      const result = spawnSync(values.node, [driver, kind], {
        env: { POSTERN_MODE: 'block', POSTERN_REPORT: '/dev/null' },
        encoding: 'utf8',
      });
      if (result.status !== 0) throw new Error(result.stderr);
      samples[kind].push(Number(result.stdout));
    }
  process.stdout.write('A hooked call without taint (open + close, 1 KB event)\n');
  report('  added per call', median(samples.guarded.map((time, index) => time - samples.bare[index])), 'µs', limits.call, aims.call);
}

function size() {
  const files = ['guard.cjs', 'guard-analysis.json', 'register.cjs', 'index.mjs', 'entry.mjs'];
  const bytes = files.reduce((sum, file) => sum + statSync(join(dist, file)).size, 0);
  process.stdout.write('Size\n');
  report('  installed', bytes / 1024, 'KB', limits.installed);
  for (const file of ['guard.cjs', 'guard-analysis.json'])
    report(`  ${file}, gzip`, gzipSync(readFileSync(join(dist, file))).length / 1024, 'KB');
}

function report(what, value, unit, limit, aim) {
  const over = limit !== undefined && value > limit;
  if (over) broken.push(`${what.trim()} ${value.toFixed(2)} ${unit}`);
  const bounds = [
    aim === undefined ? '' : `aim ${aim} ${unit}${value > aim ? ', not reached' : ''}`,
    limit === undefined ? '' : `limit ${limit} ${unit}${over ? ', OVER' : ''}`,
  ].filter(Boolean);
  process.stdout.write(`${what.padEnd(40)} ${value.toFixed(2).padStart(9)} ${unit.padEnd(4)}${bounds.join('; ')}\n`);
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
