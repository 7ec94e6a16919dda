import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, Origin } from '@postern/core';
import type { Stop } from './rows.ts';
import { mismatchOf } from './stopped-at.ts';

const stop: Stop = { hook: 'eval', sink: 'code', call: 'eval', source: 'aws-sdk-v3', label: 's3:GetObject a/b (sdk v3)' };
const sink = { kind: 'code', call: 'eval', text: '', spans: [] } as const;
const trail = { source: stop.label, path: '$', encodings: [] };
const rows: readonly { name: string; origin: Origin | undefined; expected: RegExp | undefined; label?: string }[] = [
  { name: 'the claimed place', origin: { kind: 'runtime', sink, trail }, expected: undefined },
  { name: 'nothing', origin: undefined, expected: /nothing was stopped/ },
  {
    name: 'a later hook',
    origin: { kind: 'runtime', sink: { ...sink, kind: 'process', call: 'child_process.exec' }, trail },
    expected: /exec stopped it/,
  },
  {
    name: 'another call of the same kind',
    origin: { kind: 'runtime', sink: { ...sink, call: 'Function' }, trail },
    expected: /Function stopped it/,
  },
  {
    name: 'another source',
    origin: { kind: 'runtime', sink, trail: { ...trail, source: 'http:GET a/b' } },
    expected: /begins at "http:GET a\/b"/,
  },
  { name: 'a longer name', origin: { kind: 'runtime', sink, trail: { ...trail, source: `${stop.label} (headers)` } }, expected: /headers/ },
  { name: 'no trail', origin: { kind: 'runtime', sink }, expected: /no trail/ },
  { name: 'the door', origin: { kind: 'event', trigger: 'aws:sns', trail }, expected: /no sink/ },
  {
    name: 'a label that leaves the address open',
    origin: { kind: 'runtime', sink, trail: { ...trail, source: 'http:GET 127.0.0.1:9/x' } },
    expected: undefined,
    label: 'http:GET ',
  },
];
for (const { name, origin, expected, label } of rows)
  test(`mismatchOf: ${name}`, () => {
    const mismatch = mismatchOf(origin && ({ ruleId: 'guard/x', origin } as Finding), {
      ...stop,
      ...(label === undefined ? {} : { label }),
    });
    if (expected) assert.match(mismatch ?? '', expected);
    else assert.equal(mismatch, undefined);
  });
