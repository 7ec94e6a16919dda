import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readEvent } from './reader.ts';
import { recognize } from './recognize.ts';
import { isStamped } from './stamped.ts';
import { type Field, fieldsOf, memberOf, othersOf, peek, type Trigger } from './trigger.ts';
import { triggers } from './triggers/index.ts';
import { memberPath } from './value.ts';

const events = join(import.meta.dirname, '../../../fixtures/events');
const read = (file: string): unknown => JSON.parse(readFileSync(join(events, file), 'utf8'));

// Every event, and the trigger that made it.
const manifest = readdirSync(events)
  .filter((name) => /^TRIGGERS.*\.tsv$/.test(name))
  .flatMap((name) => readFileSync(join(events, name), 'utf8').trim().split('\n').slice(1))
  .map((line) => line.split('\t') as [string, string]);

test('the manifest names every event of AWS', (context) => {
  const listed = readFileSync(join(events, 'INDEX.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('aws/'));
  const known = new Set(manifest.map(([file]) => file));
  assert.deepEqual(
    listed.map((line) => line.split('\t')[0] as string).filter((file) => !known.has(file)),
    [],
  );
  context.diagnostic(`note: ${triggers.length} triggers, ${manifest.length} events`);
});
for (const [file, trigger] of manifest) test(`${file} is ${trigger}`, () => assert.equal(recognize(read(file)).id, trigger));
test('the example of each trigger is an event of it', () => {
  for (const trigger of triggers)
    if (trigger.id !== 'unknown') assert.equal(recognize(read(trigger.example)).id, trigger.id, trigger.example);
});

const all = readFileSync(join(events, 'INDEX.tsv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t')[0] as string);
describe('an event belongs to one trigger at most', () => {
  for (const file of all)
    test(file, () => {
      const event = read(file);
      const own = triggers.filter(({ id, recognizes }) => id !== 'unknown' && recognizes(event)).map(({ id }) => id);
      // Whoever is not asked for want of a name in common would not have recognised it.
      assert.deepEqual(own, recognize(event).id === 'unknown' ? [] : [recognize(event).id]);
    });
});
test('the order of its members does not decide what an event is', () => {
  for (const file of all) {
    const event = read(file);
    if (typeof event !== 'object' || event === null || Array.isArray(event)) continue;
    assert.equal(recognize(Object.fromEntries(Object.entries(event).reverse())).id, recognize(event).id, file);
  }
});

const made: readonly { readonly name: string; readonly event: unknown; readonly trigger: string }[] = [
  { name: 'a rule that adds the topic', event: { topic: 'doors/1', device: 'x', cmd: 'open' }, trigger: 'aws:iot' },
  { name: 'a device going offline', event: { clientId: 'a', eventType: 'disconnected', principalIdentifier: 'p' }, trigger: 'aws:iot' },
  { name: 'a shadow', event: { state: { reported: { on: true } }, version: 3 }, trigger: 'aws:iot' },
  { name: 'EventGrid has a topic too', event: { topic: '/subscriptions/x', subject: 's', eventType: 'e', data: {} }, trigger: 'unknown' },
  { name: 'a direct invocation', event: { device: 'vault-2', level: 3 }, trigger: 'unknown' },
  { name: 'half an event', event: { Records: [] }, trigger: 'unknown' },
  { name: 'Records of something else', event: { Records: [{ eventSource: 'aws:other' }] }, trigger: 'unknown' },
  {
    name: 'a tick that somebody put on a bus',
    event: { 'detail-type': 'Scheduled Event', source: 'mine', account: '1', region: 'r', detail: {} },
    trigger: 'aws:eventbridge',
  },
  {
    name: 'a source that AWS reserves, of a service',
    event: { 'detail-type': 'x', source: 'aws.mine', account: '1', region: 'r', detail: {} },
    trigger: 'aws:eventbridge-service',
  },
  {
    name: 'a message of a WebSocket',
    event: { requestContext: { connectionId: 'c', apiId: 'a', requestId: 'r' }, body: '{}' },
    trigger: 'aws:apigateway-websocket',
  },
  { name: 'a task token alone', event: { taskToken: `AAAA${'x'.repeat(200)}` }, trigger: 'aws:step-functions' },
  { name: "a short token is anybody's", event: { token: 'AAAA' }, trigger: 'unknown' },
  { name: 'no event', event: null, trigger: 'unknown' },
  { name: 'text', event: 'hello', trigger: 'unknown' },
];
for (const { name, event, trigger } of made) test(`${name}: ${trigger}`, () => assert.equal(recognize(event).id, trigger));

test('what the platform stamps is no value', () => {
  for (const [file, id] of manifest) {
    const event = read(file);
    const stamped = new Set<string>();
    mark(event, fieldsOf(triggers.find((trigger) => trigger.id === id) as Trigger), '$', stamped);
    // A stamp in another form than platforms give it may be looked at.
    for (const { path, encodings, text } of readEvent(event).values)
      assert.ok(!stamped.has(path) || encodings.length > 0 || !isStamped(text), `${file}: ${path}`);
  }
});

function mark(node: unknown, field: Field, path: string, stamped: Set<string>): void {
  if (field === 'platform') stamped.add(path);
  if (typeof node !== 'object' || node === null || typeof field !== 'object') return;
  if (Array.isArray(node)) {
    if (field.kind === 'list') for (const [i, item] of node.entries()) mark(item, field.items, `${path}[${i}]`, stamped);
  } else
    for (const key of Object.keys(node)) mark(peek(node, key), memberOf(field, key) ?? othersOf(field), memberPath(path, key), stamped);
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
