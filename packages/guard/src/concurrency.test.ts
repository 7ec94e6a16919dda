import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runGuarded } from './testing/guarded.ts';

// One process, many invocations at once, as on Azure and Google: each sink sees the input of its own invocation only.
const interleaved = `
  const { guard } = require(event.guard);
  const { exec } = require('node:child_process');
  const { promisify } = require('node:util');
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const handler = guard(async (own) => { await pause(own.wait); await Promise.resolve(); return (await promisify(exec)('echo ' + own.uses)).stdout.trim(); });
  const answer = (own) => handler(own, {}).then((value) => value, (error) => error.code);
  // The first invocation runs a command of its own configuration, which happens to be what the second one was sent as input.
  const command = 'one; echo two';
  const shared = 'echo ' + command;
  const constant = guard(async () => { await pause(5); return (await promisify(exec)(shared)).stdout.trim(); });
  return Promise.all([
    constant({ nothing: true }, {}).then((value) => value, (error) => error.code),
    answer({ uses: command, wait: 1 }),
    answer({ uses: 'three', wait: 9 }),
    answer({ uses: 'four; echo five', wait: 4 }),
  ]);`;

test('one request’s input never matches another’s sink', async () => {
  const { guardFolder } = await import('./testing/guarded.ts');
  const { results } = await runGuarded([{ name: 'interleaved', event: { guard: `${guardFolder}guard.cjs` }, handler: interleaved }], {
    mode: 'block',
  });
  assert.deepEqual(results[0]?.value, ['one\ntwo', 'PSTN_BLOCKED', 'three', 'PSTN_BLOCKED'], JSON.stringify(results[0]));
});
