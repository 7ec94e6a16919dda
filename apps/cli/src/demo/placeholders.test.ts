import assert from 'node:assert/strict';
import { test } from 'node:test';
import { substituteEvent } from './placeholders.ts';

const values = { COLLECTOR: 'http://127.0.0.1:1' };
const rows = [
  { name: 'a known name', input: 'curl ${COLLECTOR}/x', expected: 'curl http://127.0.0.1:1/x' },
  { name: 'an unknown name stays', input: '${HOME} $COLLECTOR', expected: '${HOME} $COLLECTOR' },
  { name: 'a name that objects have by nature', input: '${constructor}', expected: '${constructor}' },
  { name: 'base64 around a whole string', input: '${base64:{"a":"${COLLECTOR}"}}', expected: 'eyJhIjoiaHR0cDovLzEyNy4wLjAuMToxIn0=' },
  { name: 'deep inside', input: [{ a: null, b: ['${COLLECTOR}'] }], expected: [{ a: null, b: ['http://127.0.0.1:1'] }] },
];
for (const { name, input, expected } of rows)
  test(`substituteEvent: ${name}`, () => assert.deepEqual(substituteEvent(input, values), expected));
