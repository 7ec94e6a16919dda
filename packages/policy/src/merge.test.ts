import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyFor } from './merge.ts';
import { defaultPolicy, type PolicyDocument } from './policy.ts';

const first = { fingerprint: '0000000000000001', reason: 'one', expires: '2030-01-01' };
const second = { fingerprint: '0000000000000002', reason: 'two', expires: '2030-01-01' };
const document: PolicyDocument = {
  version: 1,
  mode: 'observe',
  hosts: ['a.example'],
  allow: [first],
  door: { block: ['jndi'], triggers: { 'aws:sns': { inspect: 'sink', block: ['cmdi'] } } },
  functions: {
    resize: {
      mode: 'block',
      hosts: [],
      allow: [second],
      door: { inspect: 'sampled', triggers: { 'aws:sns': { block: [] }, 'aws:s3': { inspect: 'entry' } } },
    },
    plain: {},
  },
};

const rows = [
  { name: 'nothing written is the defaults', document: { version: 1 } as PolicyDocument, function: 'x', pick: [], expected: defaultPolicy },
  { name: 'a function’s mode wins', document, function: 'resize', pick: ['mode'], expected: 'block' },
  { name: 'an empty list of hosts replaces a longer one', document, function: 'resize', pick: ['hosts'], expected: [] },
  { name: 'allowances add', document, function: 'resize', pick: ['allow'], expected: [first, second] },
  { name: 'door members merge one by one', document, function: 'resize', pick: ['door', 'block'], expected: ['jndi'] },
  { name: 'the door’s other member is replaced', document, function: 'resize', pick: ['door', 'inspect'], expected: 'sampled' },
  {
    name: 'a trigger’s members merge too',
    document,
    function: 'resize',
    pick: ['door', 'triggers', 'aws:sns'],
    expected: { inspect: 'sink', block: [] },
  },
  { name: 'a trigger may be added', document, function: 'resize', pick: ['door', 'triggers', 'aws:s3'], expected: { inspect: 'entry' } },
  { name: 'a function without own fields has those at the top', document, function: 'plain', pick: ['mode'], expected: 'observe' },
  { name: 'so has a function that is not named', document, function: 'other', pick: ['hosts'], expected: ['a.example'] },
  { name: 'a function named like a method of objects', document, function: 'constructor', pick: ['mode'], expected: 'observe' },
] as const;
for (const row of rows)
  test(`policyFor: ${row.name}`, () => {
    let value: unknown = JSON.parse(JSON.stringify(policyFor(row.document, row.function)));
    for (const name of row.pick) value = (value as Record<string, unknown>)[name];
    assert.deepEqual(value, row.expected);
  });
