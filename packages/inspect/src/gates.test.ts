import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { detectors } from './detectors/index.ts';
import { mark, readMarks } from './text/marks.ts';

interface Row {
  readonly payload: string;
}

const rows = readFileSync(join(import.meta.dirname, '../../../fixtures/inspect/attacks.jsonl'), 'utf8')
  .trim()
  .split('\n');
// Each also cut and taken apart: what a detector asks for must be in every text that it would look at.
const texts = rows
  .map((line) => (JSON.parse(line) as Row).payload)
  .flatMap((text) => [text, text.slice(3), text.slice(0, 24), ...text.split(' ')]);

test('what is found in a text has the marks or the words that its detector asks for', () => {
  for (const { id, needs, words, canOccur, detect } of detectors) {
    if (needs === undefined && words === undefined) continue;
    for (const text of texts) {
      const marks = readMarks(text);
      if ((marks & (needs ?? 0)) !== 0 || words?.mayOccur(text) === true) continue;
      assert.ok(
        !canOccur(text, marks) || detect(text, marks) === undefined,
        `${id} would find something in ${JSON.stringify(text.slice(0, 100))}`,
      );
    }
  }
});
test('no detector asks for a mark that does not exist', () => {
  const all = Object.values(mark).reduce((sum, bit) => sum | bit, 0);
  for (const { id, needs } of detectors) assert.equal((needs ?? 0) & ~all, 0, id);
});
