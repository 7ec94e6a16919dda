import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { wantsColor } from './color.ts';

const terminal = Object.assign(new Writable(), { isTTY: true });
const file = new Writable();
const rows = [
  { name: 'a terminal', stream: terminal, env: {}, expected: true },
  { name: 'a file beside a terminal', stream: file, env: {}, expected: false },
  { name: 'a terminal that can’t', stream: terminal, env: { TERM: 'dumb' }, expected: false },
  { name: 'NO_COLOR', stream: terminal, env: { NO_COLOR: '1' }, expected: false },
  { name: 'NO_COLOR beats FORCE_COLOR', stream: terminal, env: { NO_COLOR: '1', FORCE_COLOR: '1' }, expected: false },
  { name: 'FORCE_COLOR', stream: file, env: { FORCE_COLOR: '1' }, expected: true },
  { name: 'FORCE_COLOR=0', stream: terminal, env: { FORCE_COLOR: '0' }, expected: false },
];
for (const { name, stream, env, expected } of rows) test(`colour: ${name}`, () => assert.equal(wantsColor({ env }, stream), expected));
