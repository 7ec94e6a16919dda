import { attackClassNames, modes } from '@postern/core';
import fc from 'fast-check';
import { faultAnswers, inspectionTimes, keeps, type PolicyDocument, verdicts } from '../policy.ts';

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const name = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));
const host = fc.oneof(
  name,
  name.map((text) => `*.${text}`),
  fc.tuple(name, fc.integer({ min: 1, max: 65535 })).map(([text, port]) => `${text}:${port}`),
  fc.ipV4(),
  fc.ipV6().map((text) => `[${text}]`),
);
const block = fc.uniqueArray(fc.constantFrom(...attackClassNames), { maxLength: 4 });
const inspect = fc.constantFrom(...inspectionTimes);
const allowance = fc.record({
  fingerprint: fc.stringMatching(/^[0-9a-f]{16}$/),
  reason: fc.string({ minLength: 1 }).map((text) => `Because ${text}`),
  expires: fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
});
const trigger = fc.record({ inspect, block }, { requiredKeys: [] });
const part = {
  mode: fc.constantFrom(...modes),
  onFault: fc.constantFrom(...faultAnswers),
  onIncomplete: fc.constantFrom(...verdicts),
  door: fc.record(
    { inspect, block, triggers: fc.dictionary(fc.constantFrom('aws:sns', 'aws:s3', 'unknown'), trigger, { noNullPrototype: true }) },
    { requiredKeys: [] },
  ),
  evidence: fc.record(
    { keep: fc.dictionary(fc.constantFrom(...attackClassNames), fc.constantFrom(...keeps), { noNullPrototype: true }) },
    { requiredKeys: [] },
  ),
  hosts: fc.array(host, { maxLength: 4 }),
  allow: fc.array(allowance, { maxLength: 3 }),
};
const functions = fc.dictionary(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,12}$/), fc.record(part, { requiredKeys: [] }), {
  maxKeys: 3,
  noNullPrototype: true,
});

/** Valid policy documents of every shape. */
export const policyDocuments: fc.Arbitrary<PolicyDocument> = fc.record(
  { version: fc.constant(1 as const), ...part, functions },
  { requiredKeys: ['version'] },
);
