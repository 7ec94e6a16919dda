import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Finding, PosternRecord } from '@postern/core';
import fc from 'fast-check';
import { toOcsf, validateOcsf } from './index.ts';
import { account, blocked, inCode, inEvent, invocation, start, vulnerablePackage } from './testing/records.ts';

test('what is generated is what the schema says', async () => {
  const generator = new URL('../generate.mjs', import.meta.url).href;
  const { generated } = (await import(generator)) as { generated(): Record<string, string> };
  const files = Object.entries(generated());
  assert.equal(files.length, 2);
  for (const [file, text] of files)
    assert.equal(
      readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'),
      text,
      `${file} is stale; run: node packages/ocsf/generate.mjs`,
    );
});

const rows: readonly {
  readonly name: string;
  readonly record: PosternRecord | Finding;
  readonly expected: Readonly<Record<string, unknown>>;
}[] = [
  {
    name: 'a blocked exploit',
    record: { postern: 1, kind: 'finding', ...blocked },
    expected: {
      class_uid: 2004,
      class_name: 'Detection Finding',
      type_uid: 200401,
      category_uid: 2,
      severity_id: 5,
      severity: 'Critical',
      action: 'Denied',
      disposition: 'Blocked',
      confidence: 'High',
      time: Date.parse('2030-01-02T03:04:05.678Z'),
      count: 2,
      'finding_info.uid': '0123456789abcdef',
      'finding_info.analytic.uid': 'guard/command-injection',
      'finding_info.types.0': 'Command injection',
      'metadata.profiles': ['cloud', 'security_control'],
      'metadata.correlation_uid': 'r-1',
      'cloud.account.uid': '123456789012',
      'cloud.region': 'eu-central-1',
      'resources.0.name': 'pack-report',
      'evidences.0.data.excerpt': 'a@b; env',
      'unmapped.postern.path': '$.body',
    },
  },
  {
    name: 'an attack in an event',
    record: inEvent,
    expected: { class_uid: 2004, action: 'Observed', 'unmapped.postern.trigger': 'aws:sns', time: 1000 },
  },
  {
    name: 'a flaw in code',
    record: inCode,
    expected: {
      class_uid: 2007,
      'vulnerabilities.0.cwe.uid': 'CWE-78',
      'vulnerabilities.0.affected_code.0.file.name': 'report.js',
      'vulnerabilities.0.affected_code.0.start_line': 12,
      'compliance.status': 'Fail',
      'application.name': 'bank',
    },
  },
  {
    name: 'a vulnerable package',
    record: vulnerablePackage,
    expected: { class_uid: 2002, 'vulnerabilities.0.cve.uid': 'CVE-2019-5413', 'vulnerabilities.1': undefined },
  },
  {
    name: 'a change in an account',
    record: account,
    expected: { class_uid: 2003, 'compliance.control': 'posture/public', 'resources.0.uid': 'arn:aws:s3:::b' },
  },
  { name: 'the start of a guard', record: start, expected: { class_uid: 6002, activity_name: 'Start', 'app.name': 'pack-report' } },
  {
    name: 'an invocation',
    record: invocation,
    expected: { class_uid: 6003, activity_name: 'Invoke', 'api.operation': 'Invoke', 'actor.invoked_by': 'aws:sns' },
  },
];
for (const { name, record, expected } of rows)
  test(`${name} as OCSF`, () => {
    const event = toOcsf(record, { time: 1000, application: 'bank' });
    assert.deepEqual(validateOcsf(event), []);
    for (const [path, value] of Object.entries(expected)) {
      const found = path.split('.').reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], event);
      assert.deepEqual(found, value, path);
    }
  });

const valid = toOcsf({ postern: 1, kind: 'finding', ...blocked }) as unknown as Record<string, unknown>;
const departures: readonly { readonly name: string; readonly event: unknown; readonly problem: string }[] = [
  { name: 'no object', event: [], problem: '$ is no object' },
  { name: 'an unknown class', event: { class_uid: 1 }, problem: '$.class_uid is none of' },
  { name: 'a missing attribute', event: { ...valid, finding_info: undefined }, problem: '$.finding_info is' },
  { name: 'an attribute that does not exist', event: { ...valid, mesage: '' }, problem: '$.mesage is no attribute of Detection Finding' },
  { name: 'a name of the prototype', event: { ...valid, constructor: 1 }, problem: '$.constructor is no attribute' },
  { name: 'a wrong type', event: { ...valid, time: 'now' }, problem: '$.time is no whole number' },
  { name: 'a fraction of a millisecond', event: { ...valid, time: 1.5 }, problem: '$.time is no whole number' },
  { name: 'a value outside of the enumeration', event: { ...valid, severity_id: 7 }, problem: '$.severity_id is none of 0, 1, 2' },
  {
    name: 'an attribute of a profile that is not applied',
    event: { ...valid, ticket: {} },
    problem: '$.ticket needs one of the profiles incident',
  },
  { name: 'a required attribute of an applied profile', event: { ...valid, cloud: undefined }, problem: '$.cloud is' },
  {
    name: 'a broken constraint of an object',
    event: { ...valid, evidences: [{ name: 'x' }] },
    problem: '$.evidences[0] needs one of actor',
  },
  {
    name: 'two where one is allowed',
    event: { ...valid, vulnerabilities: [{ cve: { uid: 'a' }, cwe: { uid: 'b' } }] },
    problem: '$.vulnerabilities[0] needs exactly one of',
  },
  {
    name: 'an address of no form',
    event: { ...valid, evidences: [{ src_endpoint: { ip: 'x' } }] },
    problem: '$.evidences[0].src_endpoint.ip has not the form',
  },
  {
    name: 'a port out of range',
    event: { ...valid, evidences: [{ src_endpoint: { uid: 'u', port: 70000 } }] },
    problem: '$.evidences[0].src_endpoint.port is not between',
  },
  { name: 'a type that is not the activity’s', event: { ...valid, type_uid: 200402 }, problem: '$.type_uid is not class_uid' },
  {
    name: 'another version of the schema',
    event: { ...valid, metadata: { ...(valid['metadata'] as object), version: '1.7.0' } },
    problem: '$.metadata.version is not 1.8.0',
  },
];
for (const { name, event, problem } of departures)
  test(`the validator sees ${name}`, () => {
    const problems = validateOcsf(event).map((found) => `${found.path} ${found.problem}`);
    assert.ok(
      problems.some((found) => found.startsWith(problem)),
      problems.join('\n'),
    );
  });

test('the validator bears depth and width', () => {
  let parent: unknown = { pid: 1 };
  for (let i = 0; i < 5000; i++) parent = { pid: 1, parent_process: parent };
  const deep = { ...valid, evidences: [{ process: parent }] };
  assert.ok(validateOcsf(deep).some(({ problem }) => problem.startsWith('is nested deeper')));
  const wide = { ...valid, ...Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`x${i}`, i])) };
  assert.equal(validateOcsf(wide).length, 50);
});

const hostile = fc.oneof(
  { depthSize: 'small' },
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    '\ud800',
    'a\u0000b',
    'x'.repeat(20_000),
    -1,
    1.5,
    1e300,
    null,
    '9999-99-99T99:99:99Z',
    'SAS-1',
    'constructor',
    '__proto__',
  ),
);
const names = [...Object.keys(blocked), 'location', 'resource', 'kind', 'activity', 'details', 'requestId', 'flow'];
const record = fc
  .tuple(
    fc.constantFrom<unknown>(blocked, inEvent, inCode, vulnerablePackage, account, start, invocation),
    fc.dictionary(fc.constantFrom(...names), hostile, { noNullPrototype: true }),
  )
  .map(([base, changes]) => ({ ...(base as object), ...changes }) as unknown as PosternRecord);
const inner = fc
  .tuple(
    fc.constantFrom<Finding>(blocked, inEvent, inCode),
    fc.constantFrom('origin', 'runtime', 'location'),
    fc.dictionary(
      fc.constantFrom(
        'kind',
        'trail',
        'sink',
        'stack',
        'location',
        'arn',
        'time',
        'count',
        'action',
        'account',
        'region',
        'function',
        'file',
        'line',
      ),
      hostile,
      { noNullPrototype: true },
    ),
  )
  .map(
    ([base, member, changes]) => ({ ...base, [member]: { ...(base as unknown as Record<string, object>)[member], ...changes } }) as Finding,
  );

test('whatever a record holds, the event is valid, bounded and can be stored', () => {
  fc.assert(
    fc.property(fc.oneof(record, inner), (given) => {
      const event = toOcsf(given, { time: 1000 });
      assert.deepEqual(validateOcsf(event), []);
      const json = JSON.stringify(event);
      assert.equal(JSON.stringify(JSON.parse(json)), json);
      assert.doesNotMatch(json, /\\u0000|\\ud[89a-f]/i);
    }),
    { numRuns: 400 },
  );
});

test('a finding of endless texts and lists stays small', () => {
  const endless = 'CVE-2030-1111 '.repeat(10_000);
  const many = Array.from({ length: 1000 }, (_, i) => ({
    excerpt: endless,
    reason: `${endless} CVE-2030-${1000 + i}`,
    trail: { path: endless },
  }));
  for (const base of [blocked, inCode, vulnerablePackage]) {
    const given = {
      ...base,
      title: endless,
      message: endless,
      remediation: endless,
      evidence: many,
      cwe: many.map((_, i) => i),
      flow: many,
    };
    const event = toOcsf({ ...given, origin: { ...base.origin, stack: many, sink: { text: endless } } } as unknown as Finding);
    assert.deepEqual(validateOcsf(event), []);
    assert.ok(JSON.stringify(event).length < 100_000, `${JSON.stringify(event).length}`);
  }
});

test('an event of deep and wide details stays small', () => {
  let details: unknown = {};
  for (let i = 0; i < 2000; i++) details = { a: details };
  const wide = Array.from({ length: 10_000 }, () => 'x'.repeat(1000));
  const event = toOcsf({ postern: 1, kind: 'activity', activity: 'start', time: '', details: { details, wide } });
  assert.deepEqual(validateOcsf(event), []);
  assert.ok(JSON.stringify(event).length < 20_000);
});
