import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatTrail } from '@postern/core';
import { compilePolicy } from '@postern/policy';
import { type GuardedCase, guardFolder, runGuarded } from './testing/guarded.ts';

interface Row extends GuardedCase {
  /** The call that is stopped, and where its input came from; a row without is benign and answers `value`. */
  readonly stopped?: { readonly call: string; readonly rule: string; readonly trail: string | RegExp };
  readonly value?: unknown;
}

const sms = (message: unknown): unknown => ({
  Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', Sns: { Message: JSON.stringify(message), Type: 'Notification' } }],
});
const sns = '$.Records[0].Sns.Message › json › $';
const answers = {
  '/rates': JSON.stringify({ eur: '1.1; id' }),
  '/calm': JSON.stringify({ eur: '1.1' }),
  '/code': '{"a":"x"+process.pid}',
};

const rows: readonly Row[] = [
  {
    name: 'execSync, a second command',
    event: sms({ mail: 'foobar@some.site; id' }),
    handler: "return require('child_process').execSync('echo to ' + JSON.parse(event.Records[0].Sns.Message).mail).toString()",
    stopped: { call: 'child_process.execSync', rule: 'guard/command-injection', trail: `event ${sns}.mail` },
  },
  {
    name: 'execSync, an address',
    event: sms({ mail: 'foobar@some.site' }),
    handler: "return require('child_process').execSync('echo to ' + JSON.parse(event.Records[0].Sns.Message).mail).toString()",
    value: 'to foobar@some.site\n',
  },
  {
    name: 'exec, promisified',
    event: { name: 'a.txt && id' },
    handler: "return (await require('util').promisify(require('child_process').exec)('echo ' + event.name)).stdout",
    stopped: { call: 'child_process.exec', rule: 'guard/command-injection', trail: 'event $.name' },
  },
  {
    name: 'spawn of a shell',
    event: { name: '$(id)' },
    handler:
      "return await new Promise((resolve) => require('child_process').spawn('sh', ['-c', 'echo ' + event.name]).on('close', resolve))",
    stopped: { call: 'child_process.spawn', rule: 'guard/command-injection', trail: 'event $.name' },
  },
  {
    name: 'execFile with the value as an argument',
    event: { name: 'a; id' },
    handler: "return require('child_process').execFileSync('echo', [event.name]).toString()",
    value: 'a; id\n',
  },
  {
    name: 'direct eval',
    event: { body: '{"username":"foobar"+require("child_process").execSync("id")}' },
    handler: "return eval('(' + event.body + ')')",
    stopped: { call: 'eval', rule: 'guard/code-injection', trail: 'event $.body' },
  },
  {
    name: 'direct eval of a data literal',
    event: { body: '{"username":"ann"}' },
    handler: "return eval('(' + event.body + ')')",
    value: { username: 'ann' },
  },
  { name: 'direct eval keeps its scope', event: { n: 2 }, handler: "const secret = 40; return eval('secret + event.n')", value: 42 },
  {
    name: 'direct eval in a script of this context keeps its scope',
    event: {},
    handler:
      "const { Script, compileFunction, createContext } = require('vm'); const f = new Script('(function () { const n = 1; return eval(\\'n + 1\\') })').runInThisContext(); return [f(), compileFunction('const n = 2; return eval(\\'n + 1\\')')(), compileFunction('return eval(\\'1 + 3\\')', [], { parsingContext: createContext({}) })()]",
    value: [2, 3, 4],
  },
  {
    name: 'indirect eval',
    event: { body: 'process.pid + 1' },
    handler: 'const run = eval; return run(event.body)',
    stopped: { call: 'eval', rule: 'guard/code-injection', trail: 'event $.body' },
  },
  {
    name: 'Function',
    event: { body: 'process.exit(1)' },
    handler: "return new Function('return ' + event.body)()",
    stopped: { call: 'Function', rule: 'guard/code-injection', trail: 'event $.body' },
  },
  {
    name: 'AsyncFunction by its hidden constructor',
    event: { body: 'process.exit(1)' },
    handler: "return new (async () => {}).constructor('return ' + event.body)()",
    stopped: { call: 'AsyncFunction', rule: 'guard/code-injection', trail: 'event $.body' },
  },
  {
    name: 'Function of a data literal',
    event: { body: '[1, 2]' },
    handler: "return new Function('return ' + event.body)()",
    value: [1, 2],
  },
  {
    name: 'a function is still a Function',
    event: {},
    handler: 'return [(() => 1) instanceof Function, Function === (() => 1).constructor, class A extends Function {}.name]',
    value: [true, true, 'A'],
  },
  {
    name: 'vm.runInNewContext',
    event: { formula: 'this.constructor.constructor("return process")().pid' },
    handler: "return require('vm').runInNewContext(event.formula, { price: 3 })",
    stopped: { call: 'vm.runInNewContext', rule: 'guard/code-injection', trail: 'event $.formula' },
  },
  {
    name: 'vm with a constant formula',
    event: { price: 3 },
    handler: "return require('vm').runInNewContext('price * 2', { price: event.price })",
    value: 6,
  },
  {
    name: 'new vm.Script',
    event: { formula: 'globalThis.process' },
    handler: "return new (require('vm').Script)(event.formula).runInThisContext()",
    stopped: { call: 'new vm.Script', rule: 'guard/code-injection', trail: 'event $.formula' },
  },
  {
    name: 'readFileSync of a joined path',
    event: { name: '../../../../../../etc/hostname' },
    handler: "return require('fs').readFileSync(require('path').join(__dirname, 'reports', event.name), 'utf8')",
    stopped: { call: 'fs.readFileSync', rule: 'guard/path-traversal', trail: 'event $.name' },
  },
  {
    name: 'fs.promises.readFile',
    event: { name: '../../../../../../etc/hostname' },
    handler: "return await require('fs').promises.readFile(require('path').join(__dirname, 'reports', event.name), 'utf8')",
    stopped: { call: 'fs.promises.readFile', rule: 'guard/path-traversal', trail: 'event $.name' },
  },
  {
    name: 'fs.readFile by callback gets its error by callback',
    event: { name: '../../../../../../etc/hostname' },
    handler:
      "return await new Promise((resolve, reject) => require('fs').readFile(__dirname + '/' + event.name, (error, data) => error ? reject(error) : resolve(data)))",
    stopped: { call: 'fs.readFile', rule: 'guard/path-traversal', trail: 'event $.name' },
  },
  {
    name: 'writeFileSync by an uploaded name',
    event: { name: '../../../../../../../tmp/../etc/postern-test' },
    handler: "return require('fs').writeFileSync(__dirname + '/' + event.name, 'x')",
    stopped: { call: 'fs.writeFileSync', rule: 'guard/path-traversal', trail: 'event $.name' },
  },
  {
    name: 'the program’s own text that a query repeats',
    event: {
      version: '2.0',
      rawQueryString: 'active=true&page=1',
      queryStringParameters: { active: 'true', page: '1' },
      cookies: ['uid=7'],
    },
    handler: "return require('vm').runInNewContext('let active=true; let uid=7; uid')",
    value: 7,
  },
  {
    name: 'code in a query',
    event: { version: '2.0', rawQueryString: 'sum=1%2Bprocess.exit()', queryStringParameters: { sum: '1+process.exit()' } },
    handler: "return require('vm').runInNewContext('let sum=' + event.queryStringParameters.sum)",
    stopped: { call: 'vm.runInNewContext', rule: 'guard/code-injection', trail: /^event \$\./ },
  },
  {
    name: 'a command between what look like pairs',
    event: { text: 'x&id&y=1' },
    handler: "return require('child_process').execSync('echo ' + event.text).toString()",
    stopped: { call: 'child_process.execSync', rule: 'guard/command-injection', trail: 'event $.text' },
  },
  {
    name: 'a file inside of its folder',
    event: { name: 'handlers' },
    handler:
      "return require('fs').existsSync(require('path').join(__dirname, event.name + '.cjs')) && require('fs').readFileSync(require('path').join(__dirname, 'driver.cjs')).length > 0",
    value: true,
  },
  {
    name: 'fetch of a URL from the event',
    event: { url: '%URL%/internal' },
    handler: 'return await (await fetch(event.url)).text()',
    stopped: { call: 'fetch', rule: 'guard/server-side-request', trail: 'event $.url' },
  },
  {
    name: 'http.get of a URL from the event',
    event: { url: '%URL%/internal' },
    handler:
      "return await new Promise((resolve, reject) => require('http').get(event.url, (r) => { r.resume(); resolve(r.statusCode) }).on('error', reject))",
    stopped: { call: 'http.get', rule: 'guard/server-side-request', trail: 'event $.url' },
  },
  {
    name: 'a value in the path of a fixed host',
    event: { id: 'a1' },
    handler: "return await (await fetch(tools.url + '/items/' + event.id)).text()",
    value: 'ok /items/a1',
  },
  {
    name: 'what fetch answered, in a command',
    event: {},
    handler:
      "const { eur } = await (await fetch(tools.url + '/rates')).json(); return require('child_process').execSync('echo ' + eur).toString()",
    stopped: {
      call: 'child_process.execSync',
      rule: 'guard/command-injection',
      trail: /^http:GET 127\.0\.0\.1:\d+\/rates \$ › json › \$\.eur$/,
    },
  },
  {
    name: 'a harmless answer, in a command',
    event: {},
    handler:
      "const { eur } = await (await fetch(tools.url + '/calm')).json(); return require('child_process').execSync('echo ' + eur).toString()",
    value: '1.1\n',
  },
  {
    name: 'what http.get answered, as code',
    event: {},
    handler:
      "const text = await new Promise((resolve) => require('http').get(tools.url + '/code', (r) => { let all = ''; r.on('data', (c) => all += c).on('end', () => resolve(all)) })); return eval('(' + text + ')')",
    stopped: { call: 'eval', rule: 'guard/code-injection', trail: /^http:GET 127\.0\.0\.1:\d+\/code \$$/ },
  },
  {
    name: 'what a stream of fetch answered, as code',
    event: {},
    handler:
      "let text = ''; for await (const chunk of (await fetch(tools.url + '/code')).body) text += Buffer.from(chunk).toString(); return eval('(' + text + ')')",
    stopped: { call: 'eval', rule: 'guard/code-injection', trail: /^http:GET 127\.0\.0\.1:\d+\/code \$$/ },
  },
  {
    name: 'a body that is looked at, cloned and printed before it is read',
    event: {},
    handler:
      "const r = await fetch(tools.url + '/calm'); if (!r.body) return 'none'; require('util').inspect(r); const locked = r.body.locked; const copy = await r.clone().json(); return [locked, copy, await r.text(), r.bodyUsed, r.body.locked]",
    value: [false, { eur: '1.1' }, '{"eur":"1.1"}', true, true],
  },
  ...[
    '(await (await fetch(URL)).clone().text())',
    '(await (await (await fetch(URL)).blob()).text())',
    '(await (await fetch(URL)).body.getReader().read().then(({ value }) => Buffer.from(value).toString()))',
    '(await (await fetch(URL)).body.tee()[1].getReader().read().then(({ value }) => Buffer.from(value).toString()))',
    "(await require('stream/consumers').text(require('stream').Readable.fromWeb((await fetch(URL)).body)))",
  ].map((read) => ({
    name: `what fetch answered, read by ${read.slice(1, 60)}`,
    event: {},
    handler: `const URL = tools.url + '/code'; const text = ${read}; return eval('(' + text + ')')`,
    stopped: { call: 'eval', rule: 'guard/code-injection', trail: /^http:GET 127\.0\.0\.1:\d+\/code \$$/ },
  })),
  {
    name: 'a header that fetch answered, in a command',
    event: {},
    handler:
      "const header = (await fetch(tools.url + '/calm')).headers.get('x-note'); return require('child_process').execSync('echo ' + header).toString()",
    stopped: { call: 'child_process.execSync', rule: 'guard/command-injection', trail: /^http:GET 127\.0\.0\.1:\d+\/calm \(headers\) \$$/ },
  },
  {
    name: 'a payload in gzip in base64 of a stream record',
    event: {
      Records: [
        {
          eventSource: 'aws:kinesis',
          eventVersion: '1.0',
          kinesis: { kinesisSchemaVersion: '1.0', partitionKey: 'p', data: 'H4sIAAAAAAACA6tWSs5NUbJSSsyzVshMUaoFALpKFj4QAAAA' },
        },
      ],
    },
    handler:
      "const record = JSON.parse(require('zlib').gunzipSync(Buffer.from(event.Records[0].kinesis.data, 'base64'))); return require('child_process').execSync('echo ' + record.cmd).toString()",
    stopped: {
      call: 'child_process.execSync',
      rule: 'guard/command-injection',
      trail: 'event $.Records[0].kinesis.data › base64 › gzip › json › $.cmd',
    },
  },
];

test('in block mode input that changes the structure of a sink is stopped, and nothing else', async (t) => {
  const { results } = await runGuarded(rows, { mode: 'block', answers });
  for (const [i, row] of rows.entries()) await t.test(row.name, () => checkBlocked(row, results[i]));
  t.diagnostic(`note: ${rows.length} rows`);
});

function checkBlocked(row: Row, result: Awaited<ReturnType<typeof runGuarded>>['results'][number] | undefined): void {
  assert.ok(result);
  const sinks = result.findings.filter((finding) => finding.origin.kind === 'runtime');
  if (!row.stopped) {
    assert.equal(result.error, undefined, JSON.stringify(result.error));
    assert.deepEqual(result.value, row.value);
    assert.deepEqual(sinks, []);
    return;
  }
  assert.equal(result.error?.code, 'PSTN_BLOCKED', JSON.stringify(result));
  const [finding] = sinks;
  assert.ok(finding?.origin.kind === 'runtime' && finding.origin.sink && finding.origin.trail, 'a finding with sink and trail');
  assert.equal(finding.origin.sink.call, row.stopped.call);
  assert.equal(finding.ruleId, row.stopped.rule);
  assert.equal(finding.runtime?.action, 'blocked');
  assert.equal(finding.runtime?.requestId, 'request-1');
  assert.equal(finding.runtime?.account, '123456789012');
  const trail = formatTrail(finding.origin.trail);
  if (typeof row.stopped.trail === 'string') assert.equal(trail, row.stopped.trail);
  else assert.match(trail, row.stopped.trail);
  const [span] = finding.origin.sink.spans;
  assert.ok(span && span[0] < span[1] && span[1] <= finding.origin.sink.text.length, 'the part from the input is marked');
  assert.ok(
    finding.origin.stack?.some((frame) => frame.file.includes('handlers.')),
    'the stack names the handler',
  );
}

test('in observe mode everything goes on, and the same is reported', async (t) => {
  // What would end the process or leave the machine stays out.
  const harmless = rows.filter((row) => !/process\.exit|globalThis\.process/.test(JSON.stringify(row.event)));
  const { results } = await runGuarded(harmless, { mode: 'observe', answers });
  for (const [i, row] of harmless.entries())
    await t.test(row.name, () => {
      const result = results[i];
      assert.notEqual(result?.error?.code, 'PSTN_BLOCKED');
      const sinks = (result?.findings ?? []).filter((finding) => finding.origin.kind === 'runtime');
      if (row.stopped) assert.equal(sinks[0]?.runtime?.action, 'observed');
      else assert.deepEqual(result?.value, row.value);
    });
});

test('in off mode nothing is armed and nothing is written', async () => {
  const { results, records } = await runGuarded([rows[1] as Row], { mode: 'off' });
  assert.equal(results[0]?.value, rows[1]?.value);
  assert.deepEqual(records, []);
});

test('the start record says what is armed', async () => {
  const { records } = await runGuarded([rows[1] as Row], { mode: 'block' });
  const [start] = records;
  assert.ok(start?.kind === 'activity' && start.activity === 'start');
  assert.equal(start.details['mode'], 'block');
  assert.deepEqual(start.details['hooks'], ['process', 'file', 'function-constructor', 'eval', 'network', 'vm', 'worker']);
  assert.deepEqual(start.details['waiting'], ['handler', 'pg', 'aws-sdk-v2', 'aws-sdk-v3']);
  assert.deepEqual(start.details['notArmed'], []);
  assert.equal(records.length, 1, 'a benign invocation writes nothing more');
});

for (const [mode, effective] of [
  ['learn', 'observe'],
  ['blok', 'observe'],
] as const)
  test(`POSTERN_MODE=${mode} is never silence: the guard observes and says so`, async () => {
    const { records } = await runGuarded([rows[0] as Row], { mode });
    assert.ok(records[0]?.kind === 'activity');
    assert.equal(records[0].details['mode'], effective);
    assert.ok(records.some((record) => record.kind === 'finding' && record.ruleId === 'guard/mode-unavailable'));
    assert.ok(records.some((record) => record.kind === 'finding' && record.ruleId === 'guard/command-injection'));
  });

const big = `const text = await (await fetch(tools.url + '/big')).text(); const last = text.slice(text.lastIndexOf('\\n') + 1);`;
const bigAnswers = { '/big': `${'x'.repeat(9 * 1024 * 1024)}\nx; echo unseen` };
const unseen = {
  name: 'an attack behind 9 MB',
  event: {},
  handler: `${big} return require('child_process').execSync('echo ' + last).toString()`,
};

test('an answer that is too long to keep is said, and policy decides', async () => {
  const open = await runGuarded([unseen], { mode: 'block', answers: bigAnswers });
  assert.deepEqual(
    open.results[0]?.findings.map((finding) => [finding.ruleId, finding.runtime?.action]),
    [['guard/incomplete', 'observed']],
  );
  const folder = mkdtempSync(join(tmpdir(), 'postern-policy-'));
  try {
    const policy = join(folder, 'policy.json');
    writeFileSync(
      policy,
      compilePolicy({ version: 1, onIncomplete: 'block' }, (text) => createHash('sha256').update(text).digest('hex')),
    );
    const closed = await runGuarded([unseen], { mode: 'block', answers: bigAnswers, environment: { POSTERN_POLICY: policy } });
    assert.equal(closed.results[0]?.error?.code, 'PSTN_BLOCKED');
    assert.deepEqual(
      closed.results[0]?.findings.map((finding) => [finding.ruleId, finding.runtime?.action]),
      [['guard/incomplete', 'blocked']],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const endings = [
  { name: 'a value', handler: '() => 1' },
  { name: 'a promise', handler: 'async () => 1' },
  { name: 'a thenable of another library', handler: '() => ({ then(resolve) { resolve(1) } })' },
  { name: 'a callback', handler: '(event, context, callback) => callback(null, 1)' },
  { name: 'an error', handler: '() => { throw new Error("boom") }' },
];
test('an invocation ends with its answer, so that later work without a context is judged by the one that runs', async (t) => {
  // A queue of the program's own loses the asynchronous context: only a single running invocation makes clear whose work it is.
  const cases = endings.map(({ name, handler }) => ({
    name,
    event: { v: 'a; id' },
    handler: `
      const { guard } = require(${JSON.stringify(join(guardFolder, 'guard.cjs'))});
      const before = guard(${handler});
      for (let i = 0; i < 3; i++) await new Promise((resolve) => { try { const answer = before({ earlier: i }, {}, resolve); if (answer?.then) answer.then(resolve, resolve); else if (answer !== undefined) resolve(answer); } catch { resolve() } });
      const { AsyncLocalStorage } = require('node:async_hooks');
      return await new Promise((resolve) => globalThis.queue(() => { try { resolve(require('child_process').execSync('echo ' + event.v).toString()) } catch (error) { resolve(error.code) } }));`,
  }));
  const before = `const pending = []; setInterval(() => { const job = pending.shift(); if (job) job(); }, 1); globalThis.queue = (job) => pending.push(job);`;
  const { results } = await runGuarded(cases, { mode: 'block', before });
  for (const [i, { name }] of endings.entries())
    await t.test(name, () => assert.equal(results[i]?.value, 'PSTN_BLOCKED', JSON.stringify(results[i])));
});

test('the program’s own modules load, whatever the input names', async () => {
  const before =
    "fs.writeFileSync(__dirname + '/lazy.cjs', 'module.exports = 7'); fs.writeFileSync(__dirname + '/later.mjs', 'export const n = 8');";
  const handler = "return [require('./lazy.cjs'), (await import('./later.mjs')).n]";
  const { results } = await runGuarded([{ name: 'lazy', event: { x: '../lazy', y: '../lazy.cjs', z: '../later.mjs' }, handler }], {
    mode: 'block',
    before,
  });
  assert.deepEqual(results[0]?.value, [7, 8], JSON.stringify(results[0]));
});
