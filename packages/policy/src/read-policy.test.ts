import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalJson } from '@postern/core';
import fc from 'fast-check';
import { documentFields, type Field, type FieldType } from './fields.ts';
import { readPolicy } from './read-policy.ts';
import { policyDocuments } from './testing/documents.ts';

const sampleKeys: Readonly<Record<string, string>> = { 'trigger-id': 'aws:sns', 'attack-class': 'sqli' };
const triggers = ['aws:sns', 'aws:sqs'];
const rows: readonly { readonly name: string; readonly input: unknown; readonly problems: readonly string[] }[] = [
  { name: 'the smallest document', input: { version: 1 }, problems: [] },
  {
    name: 'a full document',
    input: {
      version: 1,
      mode: 'block',
      onFault: 'closed',
      onIncomplete: 'block',
      door: { inspect: 'sampled', block: ['cmdi'], triggers: { 'aws:sns': { inspect: 'sink', block: [] } } },
      hosts: ['api.example.com:443', '*.example.org', '::1'],
      allow: [{ fingerprint: '0123456789abcdef', reason: 'Known.', expires: '2028-02-29' }],
      functions: { resize: { mode: 'observe', hosts: [] } },
    },
    problems: [],
  },
  { name: 'no version', input: {}, problems: ['$ lacks the field "version"'] },
  { name: 'a newer version', input: { version: 2 }, problems: ['$.version is 2, written for a newer Postern; this one reads 1'] },
  { name: 'a version in quotes', input: { version: '1' }, problems: ['$.version must be the number 1, but is "1"'] },
  {
    name: 'a misspelt field, with the field that was meant',
    input: { version: 1, onFalt: 'closed' },
    problems: ['$.onFalt "onFalt" is not a known field. Did you mean "onFault"?'],
  },
  {
    name: 'a misspelt field of a function',
    input: { version: 1, functions: { 'my-function': { host: [] } } },
    problems: ['$.functions["my-function"].host "host" is not a known field. Did you mean "hosts"?'],
  },
  {
    name: 'every problem, not only the first',
    input: { version: 1, mode: 'blok', door: { block: ['cmdi', 'sql'] }, hosts: 'example.com' },
    problems: [
      '$.mode "blok" is not known: must be one of off, learn, observe, block. Did you mean "block"?',
      '$.door.block[1] "sql" is not known: must be one of sqli,',
      '$.hosts must be a list, but is "example.com"',
    ],
  },
  {
    name: 'an unknown trigger',
    input: { version: 1, door: { triggers: { 'aws:snss': {} } } },
    problems: ['$.door.triggers["aws:snss"] "aws:snss" is not a known trigger. Did you mean "aws:sns"?'],
  },
  {
    name: 'a day that the calendar lacks',
    input: { version: 1, allow: [{ fingerprint: '0123456789abcdef', reason: 'x', expires: '2027-02-29' }] },
    problems: ['$.allow[0].expires "2027-02-29" must be a day of the calendar as YYYY-MM-DD'],
  },
  {
    name: 'an allowance without reason',
    input: { version: 1, allow: [{ fingerprint: '0123456789abcdef', reason: ' ', expires: '2027-02-28' }] },
    problems: ['$.allow[0].reason " " must say why'],
  },
  {
    name: 'a fingerprint that a YAML reader took for a number',
    input: { version: 1, allow: [{ fingerprint: 1234567890123456, reason: 'x', expires: '2027-02-28' }] },
    problems: ['$.allow[0].fingerprint must be the 16 hexadecimal digits printed with the finding, but is the number 1234567890123456'],
  },
  { name: 'a list', input: [], problems: ['$ must be an object, but is a list'] },
  { name: 'nothing', input: null, problems: ['$ must be an object, but is empty'] },
  { name: 'an empty field', input: { version: 1, door: null }, problems: ['$.door must be an object, but is empty'] },
  {
    name: '__proto__ as a field',
    input: JSON.parse('{"version":1,"__proto__":{"mode":"off"}}'),
    problems: ['$.__proto__ "__proto__" is not a known field.'],
  },
  {
    name: 'text that would forge a terminal line',
    input: { version: 1, mode: '\u001b[2Jx' },
    problems: ['$.mode "\\u001b[2Jx" is not known'],
  },
];

for (const { name, input, problems } of rows)
  test(`readPolicy: ${name}`, () => {
    const result = readPolicy(input, { triggers });
    const found = result.ok ? [] : result.problem.map(({ path, problem }) => `${path} ${problem}`);
    assert.equal(found.length, problems.length, found.join('\n'));
    problems.forEach((problem, i) => {
      assert.ok(found[i]?.startsWith(problem), `${found[i]}\nshould start with\n${problem}`);
    });
    if (result.ok) assert.equal(canonicalJson(result.value), canonicalJson(input));
  });

test('any JSON value has an answer, and an accepted one is returned whole', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const result = readPolicy(value);
      if (result.ok) assert.equal(canonicalJson(result.value), canonicalJson(value));
      else assert.ok(result.problem.length > 0);
    }),
  );
});

test('every document made of valid fields is accepted', () => {
  fc.assert(
    fc.property(policyDocuments, (document) => {
      const result = readPolicy(document);
      assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.problem));
      assert.equal(canonicalJson(result.value), canonicalJson(document));
    }),
  );
});

test('a valid document with any one field renamed is refused', () => {
  fc.assert(
    fc.property(policyDocuments, fc.nat(), (document, choice) => {
      const names = Object.keys(document);
      const name = names[choice % names.length] as string;
      const { [name]: value, ...rest } = document as unknown as Record<string, unknown>;
      assert.equal(readPolicy({ ...rest, [`${name}x`]: value }).ok, false);
    }),
  );
});

test('the example of every field is accepted by its reader', () => {
  let count = 0;
  const visit = (fields: readonly Field[], wrap: (value: object) => object): void => {
    for (const { name, type, example } of fields) {
      const result = readPolicy(wrap({ [name]: example }));
      assert.deepEqual(result.ok ? [] : result.problem.filter(({ problem }) => !problem.startsWith('lacks')), [], name);
      count++;
      visitType(type, (value) => wrap({ [name]: value }));
    }
  };
  const visitType = (type: FieldType, wrap: (value: unknown) => object): void => {
    if (type.kind === 'object') visit(type.fields, wrap);
    if (type.kind === 'list') visitType(type.items, (value) => wrap([value]));
    if (type.kind === 'record') visitType(type.values, (value) => wrap({ [sampleKeys[type.keys] ?? 'f']: value }));
  };
  visit(documentFields, (value) => ({ version: 1, ...value }));
  assert.ok(count > 20, `${count} fields`);
});
