import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readPolicy } from '@postern/policy';
import { policyReference } from './policy-reference.ts';
import { policySchema } from './policy-schema.ts';
import { readPolicyText } from './read-policy-text.ts';

const again = 'is stale; run: node packages/policy-file/generate.mjs';
const published = [
  { file: '../policy.schema.json', text: `${JSON.stringify(policySchema(), null, 2)}\n` },
  { file: '../../../docs/reference/policy.md', text: policyReference() },
];
for (const { file, text } of published)
  test(`${file} is what the metadata says`, () => {
    assert.equal(readFileSync(new URL(file, import.meta.url), 'utf8'), text, `${file} ${again}`);
  });

type Schema = Readonly<Record<string, unknown>>;
/** The keywords that the schema uses, and no others. */
function accepts(schema: Schema, value: unknown): boolean {
  if ('const' in schema) return value === schema['const'];
  if ('enum' in schema) return (schema['enum'] as unknown[]).includes(value);
  if (schema['type'] === 'string') return typeof value === 'string' && new RegExp(schema['pattern'] as string, 'u').test(value);
  if (schema['type'] === 'array') return Array.isArray(value) && value.every((item) => accepts(schema['items'] as Schema, item));
  if (schema['type'] !== 'object') throw new Error(`no keyword known in ${JSON.stringify(schema)}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  const names = schema['propertyNames'] as { pattern: string } | undefined;
  const others = schema['additionalProperties'];
  return (
    ((schema['required'] ?? []) as string[]).every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, member]) => {
      if (names && !new RegExp(names.pattern, 'u').test(name)) return false;
      if (Object.hasOwn(properties, name)) return accepts(properties[name] as Schema, member);
      return typeof others === 'object' && accepts(others as Schema, member);
    })
  );
}

const rows = [
  { name: 'the smallest policy', input: { version: 1 } },
  {
    name: 'a full one',
    input: { version: 1, door: { triggers: { 'aws:sns': { block: ['cmdi'] } } }, functions: { 'a-b': { hosts: ['*.x.example'] } } },
  },
  { name: 'no version', input: {} },
  { name: 'a newer version', input: { version: 2 } },
  { name: 'a misspelt field', input: { version: 1, mod: 'off' } },
  { name: 'a misspelt field of a trigger', input: { version: 1, door: { triggers: { 'aws:sns': { blok: [] } } } } },
  { name: 'a trigger id of no form', input: { version: 1, door: { triggers: { SNS: {} } } } },
  { name: 'an unknown class', input: { version: 1, door: { block: ['sql'] } } },
  { name: 'a short fingerprint', input: { version: 1, allow: [{ fingerprint: 'ab', reason: 'x', expires: '2030-01-01' }] } },
  { name: 'a host with a scheme', input: { version: 1, hosts: ['https://x.example'] } },
];
for (const { name, input } of rows)
  test(`schema and reader agree: ${name}`, () => assert.equal(accepts(policySchema(), input), readPolicy(input).ok));

test('the policy in the guide is valid', () => {
  const guide = readFileSync(new URL('../../../docs/guide/policy.md', import.meta.url), 'utf8');
  const example = /```yaml\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
  const result = readPolicyText(example, 'guide');
  assert.deepEqual(result.ok ? [] : result.problem, []);
  assert.ok(example.includes('functions:'));
});
