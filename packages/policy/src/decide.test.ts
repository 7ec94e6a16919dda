import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Mode, modes } from '@postern/core';
import { allowanceFor, decideDoor, decideMode, expectAtDoor, type Inspected, inspectAt, isSampled } from './decide.ts';
import { policyFor } from './merge.ts';
import { inspectionTimes, type PolicyPart } from './policy.ts';

const none: Inspected = { level: 'none', detections: [] };
const suspicious: Inspected = { level: 'suspicious', detections: [{ class: 'cmdi', confidence: 'medium' }] };
const certain: Inspected = { level: 'certain', detections: [{ class: 'cmdi', confidence: 'high' }] };
const both: Inspected = {
  level: 'certain',
  detections: [
    { class: 'sqli', confidence: 'high' },
    { class: 'cmdi', confidence: 'low' },
  ],
};
const cut = (inspection: Inspected): Inspected => ({ ...inspection, incomplete: 'depth' });
const blocks: PolicyPart = { door: { block: ['cmdi'] } };

const doors: readonly { name: string; part: PolicyPart; inspection: Inspected; trigger?: string; expected: string }[] = [
  { name: 'nothing found', part: {}, inspection: none, expected: 'allow' },
  { name: 'suspicious', part: {}, inspection: suspicious, expected: 'observe' },
  { name: 'certain, by default', part: {}, inspection: certain, expected: 'observe' },
  { name: 'certain, and its class listed', part: blocks, inspection: certain, expected: 'block' },
  { name: 'suspicious, and its class listed', part: blocks, inspection: suspicious, expected: 'observe' },
  { name: 'certain of one class, the listed class only guessed', part: blocks, inspection: both, expected: 'observe' },
  {
    name: 'a class listed for another trigger',
    part: { door: { triggers: { 'aws:sqs': { block: ['cmdi'] } } } },
    inspection: certain,
    expected: 'observe',
  },
  {
    name: 'a class listed for this trigger',
    part: { door: { triggers: { 'aws:sns': { block: ['cmdi'] } } } },
    inspection: certain,
    expected: 'block',
  },
  {
    name: 'a trigger that lists none',
    part: { door: { block: ['cmdi'], triggers: { 'aws:sns': { block: [] } } } },
    inspection: certain,
    expected: 'observe',
  },
  {
    name: 'a trigger with other settings keeps the door’s list',
    part: { door: { block: ['cmdi'], triggers: { 'aws:sns': { inspect: 'sink' } } } },
    inspection: certain,
    expected: 'block',
  },
  { name: 'a trigger id like a method of objects', part: blocks, inspection: certain, trigger: 'constructor', expected: 'block' },
  { name: 'incomplete, by default', part: {}, inspection: cut(none), expected: 'observe' },
  { name: 'incomplete, blocked by policy', part: { onIncomplete: 'block' }, inspection: cut(none), expected: 'block' },
  { name: 'incomplete, allowed by policy', part: { onIncomplete: 'allow' }, inspection: cut(none), expected: 'allow' },
  {
    name: 'incomplete and allowed, but something was found',
    part: { onIncomplete: 'allow' },
    inspection: cut(suspicious),
    expected: 'observe',
  },
];
for (const { name, part, inspection, trigger, expected } of doors)
  test(`decideDoor: ${name}`, () => {
    const decision = decideDoor(policyFor({ version: 1, ...part }), inspection, trigger ?? 'aws:sns');
    assert.equal(decision.verdict, expected);
    assert.ok(decision.reason.length > 0);
  });

const requests = [
  { name: 'neither', requested: undefined, mode: undefined, expected: 'observe' },
  { name: 'an empty variable is none', requested: '', mode: 'block', expected: 'block' },
  { name: 'only the environment', requested: 'off', mode: undefined, expected: 'off' },
  { name: 'only the policy', requested: undefined, mode: 'block', expected: 'block' },
  { name: 'a stricter request', requested: 'block', mode: 'observe', expected: 'block' },
  { name: 'a looser request', requested: 'off', mode: 'block', expected: 'block' },
  { name: 'a misspelt request', requested: 'blok', mode: 'learn', expected: 'learn', problem: 'Did you mean "block"?' },
  {
    name: 'a misspelt request, faults closed',
    requested: 'blok',
    mode: undefined,
    onFault: 'closed',
    expected: 'block',
    problem: 'none of off',
  },
  { name: 'a request in capitals', requested: 'BLOCK', mode: undefined, expected: 'observe', problem: 'Did you mean "block"?' },
] as const;
for (const row of requests)
  test(`decideMode: ${row.name}`, () => {
    const onFault = 'onFault' in row ? row.onFault : 'open';
    const decision = decideMode(row.requested, row.mode === undefined ? { onFault } : { mode: row.mode, onFault });
    assert.equal(decision.mode, row.expected);
    if ('problem' in row) assert.ok(decision.problem?.includes(row.problem), decision.problem);
    else assert.equal(decision.problem, undefined);
  });

const times = [
  { name: 'what outsiders control, at entry', part: {}, outsider: true, expected: 'entry' },
  { name: 'what they do not, at the sink', part: {}, outsider: false, expected: 'sink' },
  {
    name: 'the trigger’s own setting, literally',
    part: { door: { triggers: { 'aws:scheduled': { inspect: 'entry' } } } },
    outsider: false,
    expected: 'entry',
  },
  { name: 'sampled holds for all', part: { door: { inspect: 'sampled' } }, outsider: false, expected: 'sampled' },
] as const;
for (const { name, part, outsider, expected } of times)
  test(`inspectAt: ${name}`, () => assert.equal(inspectAt(policyFor({ version: 1, ...part }), 'aws:scheduled', outsider), expected));

test('an allowance holds through its last day and for its fingerprint only', () => {
  const policy = { allow: [{ fingerprint: '0123456789abcdef', reason: 'x', expires: '2030-12-31' }] };
  assert.equal(allowanceFor(policy, '0123456789abcdef', '2030-12-31')?.reason, 'x');
  assert.equal(allowanceFor(policy, '0123456789abcdef', '2031-01-01'), undefined);
  assert.equal(allowanceFor(policy, '0123456789abcdee', '2030-12-31'), undefined);
});

test('the sample is the first event of an instance and every tenth after it', () => {
  const sample = Array.from({ length: 31 }, (_, i) => i).filter(isSampled);
  assert.deepEqual(sample, [0, 10, 20, 30]);
});

const certainly = { ...certain, trigger: 'aws:sns' };
const expectations: readonly { name: string; part: PolicyPart; mode: Mode; outsider?: boolean; verdict: string; reason: RegExp }[] = [
  {
    name: 'block',
    part: blocks,
    mode: 'block',
    verdict: 'block',
    reason: /^cmdi is certain, and the policy blocks it at the door of aws:sns$/,
  },
  {
    name: 'observe',
    part: blocks,
    mode: 'observe',
    verdict: 'observe',
    reason: /blocks it .*; but the mode is observe, which only reports$/,
  },
  { name: 'learn', part: blocks, mode: 'learn', verdict: 'observe', reason: /the mode is learn/ },
  { name: 'off', part: blocks, mode: 'off', verdict: 'allow', reason: /the mode is off/ },
  { name: 'observe, of what is only observed', part: {}, mode: 'observe', verdict: 'observe', reason: /does not block it at the door/ },
  {
    name: 'at the sink',
    part: { door: { inspect: 'sink', block: ['cmdi'] } },
    mode: 'block',
    verdict: 'observe',
    reason: /inspected when a sink needs them/,
  },
  {
    name: 'a trigger that outsiders do not control',
    part: blocks,
    mode: 'block',
    outsider: false,
    verdict: 'observe',
    reason: /when a sink needs them/,
  },
  {
    name: 'a sample',
    part: { door: { inspect: 'sampled', block: ['cmdi'] } },
    mode: 'block',
    verdict: 'observe',
    reason: /one event in 10 is inspected/,
  },
];
for (const { name, part, mode, outsider, verdict, reason } of expectations)
  test(`expectAtDoor: ${name}`, () => {
    const decision = expectAtDoor(policyFor({ version: 1, ...part }), mode, { ...certainly, outsiderControlled: outsider ?? true });
    assert.equal(decision.verdict, verdict);
    assert.match(decision.reason, reason);
  });

test('what is allowed stays allowed, whenever events are inspected', () => {
  for (const mode of modes)
    for (const inspect of inspectionTimes) {
      const policy = policyFor({ version: 1, door: { inspect } });
      assert.equal(expectAtDoor(policy, mode, { ...none, trigger: 'aws:sns', outsiderControlled: true }).verdict, 'allow');
    }
});
