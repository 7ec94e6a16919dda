import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspectEvent } from '../inspect.ts';

const padding = 'lorem ipsum dolor '.repeat(20);
for (const [name, text, level] of [
  ['behind a line end', '\n*)(uid=*))(|(uid=*', 'certain'],
  ['behind blanks', " \t\r\n' or count(//user/*)=5 or 'a'='b", 'certain'],
  ['behind words', `${padding}*)(uid=*))(|(uid=*`, 'suspicious'],
  ['behind lines', `${padding}\n*)(uid=*))(|(uid=*`, 'suspicious'],
  ['behind 128 KB', `${padding.repeat(400)}*)(uid=*))(|(uid=*`, 'suspicious'],
  ['not there', padding, 'none'],
  ['a call in a sentence', `${padding}see read(2) and the (rarely used) write(2)`, 'none'],
] as const)
  test(`a value ${name}`, () => assert.equal(inspectEvent({ v: text }).level, level));
