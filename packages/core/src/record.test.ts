import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTrail } from './evidence.ts';
import { readRecord } from './record.ts';

test('a trail reads from the outside to the inside', () => {
  assert.equal(
    formatTrail({ source: 'event', path: '$.Records[0].kinesis.data', encodings: ['base64', 'gzip', 'json:$.cmd'] }),
    'event $.Records[0].kinesis.data › base64 › gzip › json › $.cmd',
  );
});

const lines = [
  { name: 'a finding', line: '{"postern":1,"kind":"finding","ruleId":"x"}', isRecord: true },
  { name: 'the application’s own JSON', line: '{"level":"info"}', isRecord: false },
  { name: 'a cut line', line: '{"postern":1,"kind":"finding","ruleId', isRecord: false },
  { name: 'an unknown kind', line: '{"postern":1,"kind":"gossip"}', isRecord: false },
];
for (const { name, line, isRecord } of lines) test(`readRecord: ${name}`, () => assert.equal(readRecord(line) !== undefined, isRecord));
