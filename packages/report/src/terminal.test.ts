import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, PosternRecord } from '@postern/core';
import fc from 'fast-check';
import { describeFinding, describeRecord, markSpans, writeJson, writeTerminal } from './index.ts';
import { blocked, hostile, inEvent } from './testing/findings.ts';
import { widthOf } from './text-width.ts';

// Everything a terminal obeys, except the line feed.
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
const hostileText = fc.oneof(
  fc.string(),
  fc.constantFrom('\u001b[2J', '\r', '\u009b31m', '\u202e', '\u2028', 'x'.repeat(500), '日本語'.repeat(50), '\n'),
);
const hostileValue: fc.Arbitrary<unknown> = fc.oneof(hostileText, fc.jsonValue({ maxDepth: 2 }));
const names = [
  'ruleId',
  'title',
  'sas',
  'cwe',
  'severity',
  'confidence',
  'message',
  'origin',
  'location',
  'resource',
  'function',
  'evidence',
  'remediation',
  'fingerprint',
  'runtime',
];
const hostileFinding: fc.Arbitrary<Finding> = fc
  .tuple(fc.constantFrom(blocked, inEvent, hostile), fc.dictionary(fc.constantFrom(...names), hostileValue, { noNullPrototype: true }))
  .map(([finding, changes]) => ({ ...finding, ...changes }) as Finding);

test('whatever a finding holds, no control character reaches the terminal and no line is too long', () => {
  fc.assert(
    fc.property(hostileFinding, fc.integer({ min: 40, max: 120 }), (finding, width) => {
      for (const output of [describeFinding(finding, { width }), writeTerminal([finding, inEvent], { width })]) {
        assert.doesNotMatch(output, control);
        for (const line of output.split('\n')) assert.ok(widthOf(line) <= width, `${widthOf(line)} > ${width}: ${line}`);
      }
    }),
  );
});

test('with colour, the only escapes are ours, and without them the text is the same', () => {
  fc.assert(
    fc.property(hostileFinding, (finding) => {
      const plain = describeFinding(finding, { color: true }).replace(/\u001b\[[0-9;]+m/g, '');
      assert.doesNotMatch(plain, control);
    }),
  );
});

test('whatever a record holds, describing it does not throw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('start', 'summary', 'invocation'),
      fc.jsonValue({ maxDepth: 3 }),
      hostileText,
      (activity, details, requestId) => {
        const record = { postern: 1, kind: 'activity', activity, time: '', details, requestId } as unknown as PosternRecord;
        assert.doesNotMatch(describeRecord(record), control);
      },
    ),
  );
});

test('JSON holds the same data, and nothing that a terminal obeys', () => {
  const json = writeJson([blocked, hostile]);
  assert.doesNotMatch(json, control);
  assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify({ findings: [blocked, hostile] })));
});

const marks: readonly { name: string; text: string; spans: [number, number][]; expected: string[] }[] = [
  { name: 'no span', text: 'ls -l', spans: [], expected: ['ls -l'] },
  { name: 'a span', text: 'ls; id', spans: [[2, 6]], expected: ['ls; id', '  ^^^^'] },
  {
    name: 'overlapping spans in any order',
    text: 'abcdef',
    spans: [
      [3, 5],
      [1, 4],
    ],
    expected: ['abcdef', ' ^^^^'],
  },
  { name: 'a span that became longer as an escape', text: 'a\nb', spans: [[1, 2]], expected: ['a\\nb', ' ^^'] },
  { name: 'wide characters', text: '日x', spans: [[1, 2]], expected: ['日x', '  ^'] },
  { name: 'a span outside of the text', text: 'ab', spans: [[5, 9]], expected: ['ab'] },
  { name: 'an empty text', text: '', spans: [[0, 1]], expected: [''] },
  {
    name: 'a mark across lines',
    text: 'x'.repeat(50),
    spans: [[38, 42]],
    expected: ['x'.repeat(40), `${' '.repeat(38)}^^`, 'x'.repeat(10), '^^'],
  },
];
for (const { name, text, spans, expected } of marks)
  test(`markSpans: ${name}`, () => assert.deepEqual(markSpans(text, spans, { width: 40 }), expected));

test('markSpans with colour marks what the underline marks', () => {
  assert.deepEqual(markSpans('ls; id', [[2, 6]], { color: true }), ['ls\u001b[1;97;41m; id\u001b[0m']);
});
