import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readEvent } from './reader.ts';
import { recognize } from './recognize.ts';
import { type Field, fieldsOf, peek, type Trigger } from './trigger.ts';
import { triggers } from './triggers/index.ts';

const events = join(import.meta.dirname, '../../../fixtures/events');
const read = (file: string): unknown => JSON.parse(readFileSync(join(events, file), 'utf8'));

// At least these variants are there, and each is told for what it is.
const manifest: readonly { readonly trigger: string; readonly files: readonly string[] }[] = [
  {
    trigger: 'aws:apigateway-v1',
    files: ['apigw-request', 'apigw-websocket-request', 'apigw-restapi-openapi-request', 'pt-apigw-proxy-event', 'sls-apigw-event'],
  },
  { trigger: 'aws:apigateway-v2', files: ['apigw-v2-request-iam', 'apigw-v2-request-no-authorizer', 'pt-apigw-proxy-v2-event'] },
  { trigger: 'aws:function-url', files: ['lambda-urls-request', 'pt-lambda-function-url-event', 'pt-lambda-function-url-iam-event'] },
  { trigger: 'aws:s3', files: ['s3-event', 's3-event-with-decoded', 's3-glacier-event', 's3-replication-event', 'pt-s3-event', 'sls-s3'] },
  { trigger: 'aws:sns', files: ['sns-event', 'pt-sns-event', 'sls-sns', 'cloudwatch-alarm-sns-payload-single-metric'] },
  { trigger: 'aws:sqs', files: ['sqs-event', 'pt-sns-sqs-event', 'pt-s3-sqs-event', 'pt-sqs-dlq-trigger-event', 'sls-sqs'] },
  {
    trigger: 'aws:kinesis',
    files: ['kinesis-event', 'kinesis-time-window-event', 'pt-kinesis-stream-cloud-watch-logs-event', 'sls-kinesis'],
  },
  {
    trigger: 'aws:eventbridge',
    files: ['pt-event-bridge-event', 'pt-s3-event-bridge-notification-object-created-event', 'codebuild-state-change'],
  },
  { trigger: 'aws:scheduled', files: ['sls-scheduled'] },
  { trigger: 'aws:iot', files: ['iot-button-event', 'iot-1-click-event'] },
  {
    trigger: 'unknown',
    files: [
      'dynamodb-event',
      'kinesis-firehose-event',
      'kafka-event',
      'cognito-event',
      'alb-lambda-target-request-headers-only',
      'lex-event',
    ],
  },
];

test('the manifest names every trigger', (context) => {
  assert.deepEqual(manifest.map(({ trigger }) => trigger).sort(), triggers.map(({ id }) => id).sort());
  context.diagnostic(`note: ${triggers.length} triggers, ${manifest.reduce((sum, { files }) => sum + files.length, 0)} real events`);
});
for (const { trigger, files } of manifest)
  for (const file of files) test(`${file} is ${trigger}`, () => assert.equal(recognize(read(`aws/${file}.json`)).id, trigger));

describe('an event belongs to one trigger at most', () => {
  for (const { files } of manifest)
    for (const file of files)
      test(file, () => {
        const event = read(`aws/${file}.json`);
        assert.ok(triggers.filter(({ id, recognizes }) => id !== 'unknown' && recognizes(event)).length <= 1);
      });
});

const made: readonly { readonly name: string; readonly event: unknown; readonly trigger: string }[] = [
  { name: 'a rule that adds the topic', event: { topic: 'doors/1', device: 'x', cmd: 'open' }, trigger: 'aws:iot' },
  { name: 'a device going offline', event: { clientId: 'a', eventType: 'disconnected', principalIdentifier: 'p' }, trigger: 'aws:iot' },
  { name: 'a shadow', event: { state: { reported: { on: true } }, version: 3 }, trigger: 'aws:iot' },
  { name: 'EventGrid has a topic too', event: { topic: '/subscriptions/x', subject: 's', eventType: 'e', data: {} }, trigger: 'unknown' },
  { name: 'a direct invocation', event: { device: 'vault-2', level: 3 }, trigger: 'unknown' },
  { name: 'half an event', event: { Records: [] }, trigger: 'unknown' },
  { name: 'Records of something else', event: { Records: [{ eventSource: 'aws:dynamodb' }] }, trigger: 'unknown' },
  {
    name: 'a tick that somebody put on a bus',
    event: { 'detail-type': 'Scheduled Event', source: 'mine', account: '1', region: 'r', detail: {} },
    trigger: 'aws:eventbridge',
  },
  { name: 'no event', event: null, trigger: 'unknown' },
  { name: 'text', event: 'hello', trigger: 'unknown' },
];
for (const { name, event, trigger } of made) test(`${name}: ${trigger}`, () => assert.equal(recognize(event).id, trigger));

test('what the platform stamps is no value, whatever it holds', () => {
  for (const { trigger, files } of manifest) {
    const spec = fieldsOf(triggers.find(({ id }) => id === trigger) as Trigger);
    for (const file of files) {
      const event = read(`aws/${file}.json`);
      const stamped = new Set<string>();
      mark(event, spec, '$', stamped);
      for (const { path } of readEvent(event).values) assert.ok(!stamped.has(path), `${file}: ${path}`);
    }
  }
});

function mark(node: unknown, field: Field, path: string, stamped: Set<string>): void {
  if (field === 'platform') stamped.add(path);
  else if (typeof field !== 'object') return;
  else if (field.kind === 'list' && Array.isArray(node))
    for (const [i, item] of node.entries()) mark(item, field.items, `${path}[${i}]`, stamped);
  else if (field.kind === 'object' && typeof node === 'object' && node !== null)
    for (const key of Object.keys(node)) {
      const member = field.fields.get(field.ignoreCase ? key.toLowerCase() : key);
      if (member !== undefined) mark(peek(node, key), member, /^\w+$/.test(key) ? `${path}.${key}` : `${path}['${key}']`, stamped);
    }
}

test('peek gives nothing of what is not there or refuses', () => {
  assert.equal(peek({ a: [{ b: 1 }] }, 'a', 0, 'b'), 1);
  assert.equal(peek({}, 'toString'), undefined);
  assert.equal(peek('text', 'length'), undefined);
  const refusing = new Proxy(
    {},
    {
      getOwnPropertyDescriptor: () => {
        throw new Error('no');
      },
    },
  );
  assert.equal(peek(refusing, 'a'), undefined);
});
