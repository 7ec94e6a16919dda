import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readEvent } from './reader.ts';

const folder = join(import.meta.dirname, '../../../fixtures/inspect/worst');

// The costliest inputs per KB that the fuzzer found. What they cost is the text that all views of them hold together: that is bounded by what they are
// and unpack to, whatever formats find in them.
test('the costliest inputs known hold no more text than their size allows', (context) => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  assert.ok(files.length >= 10);
  for (const file of files) {
    const { event } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { readonly event: { readonly value: unknown } };
    const { values } = readEvent(event);
    let units = 0;
    for (const { text } of values) units += text.length;
    const { length } = JSON.stringify(event);
    assert.ok(units <= 12 * length + 128 * 1024, `${file}: ${units} units of ${length}`);
  }
  context.diagnostic(`note: ${files.length} of the costliest inputs`);
});
