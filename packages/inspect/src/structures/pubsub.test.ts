import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readEvent } from '../reader.ts';
import { pubsub } from './pubsub.ts';

const fixtures = join(import.meta.dirname, '../../../../fixtures');
const lines = (file: string): readonly string[] => readFileSync(join(fixtures, file), 'utf8').trim().split('\n');
const look = (event: unknown) => pubsub.detect(readEvent(event), event);

interface Row {
  readonly id: string;
  readonly class: string;
  readonly event: unknown;
}

describe('pubsub', () => {
  const rows = lines('inspect/own/pubsub.jsonl').map((line) => JSON.parse(line) as Row);
  const attacks = rows.filter((row) => row.class === 'pubsub');
  test('has both columns filled', (context) => {
    assert.ok(attacks.length >= 40 && rows.length - attacks.length >= 60);
    context.diagnostic(`note: pubsub: ${attacks.length} detected, ${rows.length - attacks.length} passed`);
  });
  for (const { id, class: name, event } of rows)
    test(`${name === 'pubsub' ? 'detects' : 'passes'} ${id}`, () => {
      const found = look(event);
      assert.equal(found.length > 0, name === 'pubsub', JSON.stringify(found));
      for (const { text, span, reason } of found) assert.ok(span[0] < span[1] && span[1] <= Math.max(1, text.length) && reason !== '');
    });
  test('nine of ten attacks are certain', () => {
    const certain = attacks.filter(({ event }) => look(event).some(({ confidence }) => confidence === 'high'));
    assert.ok(certain.length >= 0.8 * attacks.length, `${certain.length} of ${attacks.length}`);
  });
  test('no sample event of any platform contradicts itself', () => {
    for (const line of lines('events/INDEX.tsv').slice(1)) {
      const file = line.split('\t')[0] as string;
      assert.deepEqual(look(JSON.parse(readFileSync(join(fixtures, 'events', file), 'utf8'))), [], file);
    }
  });
  test('no event makes it throw, none is modified', () => {
    const refusing = new Proxy({}, { ownKeys: () => assert.fail(), get: () => assert.fail() });
    const cyclic: Record<string, unknown> = { topic: 'devices/d-1/x', payload: {} };
    cyclic.payload = cyclic;
    const events = [
      undefined,
      null,
      1,
      'text',
      [],
      [null],
      {},
      refusing,
      cyclic,
      { Records: refusing },
      { Records: [refusing, 1, null] },
      { records: { a: refusing } },
      { message: { data: 1 } },
    ];
    for (const event of events) {
      const before = Object.isFrozen(event);
      look(event);
      assert.equal(Object.isFrozen(event), before);
    }
  });
  test('a batch of ten thousand takes linear time', () => {
    const batch = (size: number) => ({
      Records: Array.from({ length: size }, (_, i) => ({
        eventSource: 'aws:sqs',
        messageId: `${i}`,
        body: JSON.stringify({ deviceId: 'd', seq: i, topic: 'devices/d-1/x' }),
      })),
    });
    const time = (size: number): number => {
      const event = batch(size);
      const reading = readEvent(event);
      const start = performance.now();
      pubsub.detect(reading, event);
      return performance.now() - start;
    };
    time(1000);
    let ratio = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < 5 && ratio >= 40; attempt++) ratio = Math.min(ratio, time(8000) / Math.max(0.5, time(1000)));
    assert.ok(ratio < 40, `8 times the messages took ${ratio.toFixed(1)} times as long`);
  });
});
