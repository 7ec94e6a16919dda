import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalJson } from '@postern/core';
import type { PolicyDocument } from '@postern/policy';
import fc from 'fast-check';
import { readPolicyText } from './read-policy-text.ts';
import { writePolicyText } from './write-policy-text.ts';

const allowance = fc.record({
  fingerprint: fc.constantFrom('0123456789012345', '00000000000e1234', 'abcdefabcdefabcd', '0000000000000000'),
  reason: fc.string().map((text) => `x${text}`),
  expires: fc.constant('2030-01-01'),
});
const documents: fc.Arbitrary<PolicyDocument> = fc.record({
  version: fc.constant(1 as const),
  mode: fc.constantFrom('off' as const, 'block' as const),
  hosts: fc.constantFrom([], ['*.example.com', '[::1]:443', '1.2.3.4', 'on', 'null.example', '0x1f.example']),
  allow: fc.array(allowance),
  functions: fc.dictionary(fc.constantFrom('on', '~', '*', '1', 'null', '__proto__x'), fc.record({ allow: fc.array(allowance) }), {
    noNullPrototype: true,
  }),
});

for (const format of ['yaml', 'json'] as const)
  test(`what is written as ${format} is read back as it was`, () => {
    fc.assert(
      fc.property(documents, (document) => {
        const result = readPolicyText(writePolicyText(document, format), 'p');
        assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.problem));
        assert.equal(canonicalJson(result.value), canonicalJson(document));
      }),
    );
  });
