import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, describe, it } from 'node:test';
import { PosternError } from '@postern/core';
import type { FunctionSpec } from './function-spec.ts';
import { type RunningFunction, type StartOptions, startFunction } from './running-function.ts';
import { functionFolder } from './testing/function-folder.ts';

const started: RunningFunction[] = [];
after(() => Promise.all(started.map((running) => running.stop())));

async function start(code: string, spec: Partial<FunctionSpec> = {}, options: StartOptions = {}): Promise<RunningFunction> {
  const root = functionFolder({ 'app.js': code });
  const running = await startFunction({ name: 'shop', runtime: 'nodejs22.x', root, handler: 'app.handler', timeout: 1, ...spec }, options);
  started.push(running);
  return running;
}

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return true;
  }
  // An orphan that nobody has reaped yet is gone too.
  try {
    return /\bZ\b/.test(execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }));
  } catch {
    return true;
  }
};

async function becomesTrue(claim: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    if (claim()) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

const fakeGuard = `
require('node:fs').writeSync(3, JSON.stringify({ postern: 1, kind: 'activity', activity: 'start', time: '', details: { mode: process.env.POSTERN_MODE, policy: process.env.POSTERN_POLICY } }) + '\\n');
require('node:fs').writeSync(3, 'not a record\\n');
`;

describe('a running function', () => {
  it('gets invocations one after the other and keeps them apart', async () => {
    const running = await start(
      'let busy = 0; exports.handler = async (n) => { busy++; console.log("n" + n); await new Promise((r) => setTimeout(r, 20)); const most = busy--; return [n, most]; };',
    );
    const results = await Promise.all([1, 2, 3].map((n) => running.invoke(n)));
    assert.deepEqual(
      results.map(({ response }) => response),
      ['[1,1]', '[2,1]', '[3,1]'],
    );
    assert.ok(results.every(({ logs }, i) => logs.includes(`n${i + 1}`) && logs.split('\n').length === 2));
    assert.deepEqual(
      results.map(({ coldStart }) => coldStart),
      [true, false, false],
    );
  });

  it('is given JSON text byte for byte', async () => {
    const running = await start('exports.handler = async (event) => Object.keys(event);');
    assert.equal((await running.invokeText('{"__proto__":1, "big":12345678901234567890}')).response, '["__proto__","big"]');
  });

  it('passes client context and identity on', async () => {
    const running = await start('exports.handler = async (event, { clientContext, identity }) => [clientContext, identity];');
    const identity = { cognitoIdentityId: 'i', cognitoIdentityPoolId: 'p' };
    const { response } = await running.invoke(1, { clientContext: { custom: 'größe' }, identity });
    assert.deepEqual(JSON.parse(response ?? ''), [{ custom: 'größe' }, identity]);
  });

  it('refuses an event that the platform would not take', async () => {
    const running = await start('exports.handler = async () => 1;');
    await assert.rejects(running.invokeText('x'.repeat(6 * 1024 * 1024 + 1)), /6291457 bytes; the platform takes at most 6291456/);
    assert.equal((await running.invoke(1)).response, '1');
  });

  it('keeps a flood of output in bounds and passes all of it on', async () => {
    let size = 0;
    const flood = 'exports.handler = async () => { for (let i = 0; i < 200; i++) process.stdout.write("x".repeat(1e5)); return 1; };';
    const running = await start(flood, { timeout: 10 }, { onOutput: (text) => (size += text.length) });
    const { logs, response } = await running.invoke(1);
    assert.equal(response, '1');
    assert.ok(logs.length < 1.1 * 1024 * 1024);
    assert.ok(/\n… \d+ more characters of output were not kept\.\n$/.test(logs), 'the log does not say that it was cut');
    assert.ok(size >= 2e7 - 1e6, `${size} characters were passed on`);
  });

  it('ends what it started when its time is over', async () => {
    const running = await start(
      'const { spawn } = require("child_process"); exports.handler = async () => { console.log("pid " + spawn("sleep", ["60"]).pid); await new Promise((r) => setTimeout(r, 5000)); };',
    );
    const { outcome, logs } = await running.invoke(1);
    assert.equal(outcome, 'timeout');
    assert.ok(await becomesTrue(() => isGone(Number(/pid (\d+)/.exec(logs)?.[1]))));
  });

  it('stops in the middle of an invocation', async () => {
    const running = await start('exports.handler = async () => { for (;;); };', { timeout: 60 });
    const invocation = running.invoke(1);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await running.stop();
    assert.equal((await invocation).outcome === 'exit' || (await invocation).outcome === 'init-error', true);
    await assert.rejects(running.invoke(1), /has been stopped/);
  });

  it('starts too slowly: the time of the start is bounded as well', async () => {
    const running = await start('for (;;);', {}, { initTimeout: 0.3 });
    const { outcome, error, isUnstarted, isUnsettled } = await running.invoke(1);
    assert.equal(outcome, 'timeout');
    assert.equal(error?.errorType, 'Sandbox.Timedout');
    assert.deepEqual([isUnstarted, isUnsettled], [true, undefined]);
  });

  for (const [name, code, answer, expected] of [
    ['a promise that can never settle', 'exports.handler = () => new Promise(() => {});', 'null', true],
    ['a callback that nobody calls', 'exports.handler = (event, context, callback) => {};', 'null', true],
    ['an answer', 'exports.handler = async () => null;', 'null', undefined],
    ['an answer by callback', 'exports.handler = (event, context, callback) => callback(null, 1);', '1', undefined],
  ] as const)
    it(`says whether it was the handler that answered: ${name}`, async () => {
      const { response, isUnsettled } = await (await start(code)).invoke(1);
      assert.deepEqual([response, isUnsettled], [answer, expected]);
    });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const)
    it(`ends with the process that runs it (${signal})`, async () => {
      const root = functionFolder({ 'app.js': 'exports.handler = async () => process.pid;' });
      const module = new URL('./index.js', import.meta.url).href;
      const program = `import { startFunction } from ${JSON.stringify(module)};
        const f = await startFunction({ name: 'f', runtime: 'nodejs22.x', root: ${JSON.stringify(root)}, handler: 'app.handler' });
        console.log((await f.invoke(1)).response); setInterval(() => {}, 1000);`;
      const parent = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [line] = (await once(parent.stdout, 'data')) as [Buffer];
      parent.kill(signal);
      const [, endedBy] = (await once(parent, 'exit')) as [unknown, string];
      assert.equal(endedBy, signal);
      assert.ok(await becomesTrue(() => isGone(Number(String(line)))), 'the child outlived its parent');
    });
});

describe('the guard', () => {
  it('is preloaded from a path with spaces and reports over a descriptor of its own', async () => {
    const folder = functionFolder({ 'a "guard" \\ folder/register.cjs': fakeGuard, 'policy.json': '{}' });
    const guard = { register: `${folder}/a "guard" \\ folder/register.cjs`, mode: 'block', policy: `${folder}/policy.json` } as const;
    const running = await start('exports.handler = async () => [process.env.POSTERN_REPORT, typeof globalThis.own];', {}, { guard });
    const result = await running.invoke(1);
    assert.equal(result.response, '["fd:3","undefined"]');
    assert.equal(running.records.length, 1);
    assert.deepEqual(result.records, running.records);
    const [record] = running.records;
    assert.ok(record?.kind === 'activity');
    assert.deepEqual(record.details, { mode: 'block', policy: `${folder}/policy.json` });
    assert.deepEqual((await running.invoke(1)).records, []);
  });

  it('without a mode given is told none, so that its policy decides', async () => {
    const folder = functionFolder({ 'register.cjs': fakeGuard });
    const running = await start(
      'exports.handler = async () => process.env.POSTERN_MODE;',
      {},
      { guard: { register: `${folder}/register.cjs` } },
    );
    assert.equal((await running.invoke(1)).response, 'null');
  });

  it('keeps NODE_OPTIONS of the function', async () => {
    const folder = functionFolder({ 'register.cjs': '', 'own.cjs': 'globalThis.own = 1;' });
    const running = await start(
      'exports.handler = async () => globalThis.own;',
      { env: { NODE_OPTIONS: `--require "${folder}/own.cjs"` } },
      { guard: { register: `${folder}/register.cjs`, mode: 'observe' } },
    );
    assert.equal((await running.invoke(1)).response, '1');
  });

  for (const runtime of ['nodejs22.x', 'nodejs24.x'] as const)
    it(`may point the runtime at an entry of its own (${runtime})`, async () => {
      const folder = functionFolder({
        'register.cjs': `process.env._HANDLER = ${JSON.stringify('FOLDER/entry.handler')}.replace('FOLDER', __dirname);`,
        'entry.mjs': 'export const handler = async () => "entry";',
      });
      const guard = { register: `${folder}/register.cjs`, mode: 'observe' } as const;
      const running = await start('exports.handler = async () => "app";', { runtime }, { guard });
      assert.equal((await running.invoke(1)).response, '"entry"');
    });
});

describe('a specification', () => {
  const wrong: readonly { readonly name: string; readonly spec: Partial<Record<keyof FunctionSpec, unknown>>; readonly problem: RegExp }[] =
    [
      { name: 'an unknown runtime', spec: { runtime: 'nodejs18.x' }, problem: /"nodejs18\.x" is no runtime known here/ },
      { name: 'a folder that is not there', spec: { root: '/nowhere/at/all' }, problem: /is no folder/ },
      { name: 'a timeout out of range', spec: { timeout: 901 }, problem: /up to 900/ },
      { name: 'a memory out of range', spec: { memory: 64 }, problem: /128 to 10240/ },
      { name: 'a name with a slash', spec: { name: 'a/b' }, problem: /no function name/ },
      { name: 'a variable of the platform', spec: { env: { _HANDLER: 'x.y' } }, problem: /_HANDLER is set by the platform/ },
    ];
  for (const { name, spec, problem } of wrong)
    it(`with ${name} is refused`, async () => {
      await assert.rejects(start('', spec as Partial<FunctionSpec>), (error) => {
        assert.ok(error instanceof PosternError && error.code === 'PSTN_USAGE');
        assert.match(error.message, problem);
        return true;
      });
    });

  it('with a program that is no Node is refused', async () => {
    await assert.rejects(start('', {}, { node: '/bin/false' }), /can't be run as Node/);
  });

  it('for Python takes no guard', async () => {
    const guard = { register: '/x.cjs', mode: 'block' } as const;
    await assert.rejects(start('', { runtime: 'python3.x' }, { guard }), /there is none for Python yet/);
  });
});
