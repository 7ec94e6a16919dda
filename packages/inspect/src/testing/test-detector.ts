import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Confidence } from '@postern/core';
import fc from 'fast-check';
import type { Detector } from '../detector.ts';
import { readMarks } from '../text/marks.ts';

/** A text that a detector finds, with what it must say about it where the row says so. */
export interface DetectedRow {
  readonly name?: string;
  readonly text: string;
  readonly confidence?: Confidence;
  /** The part of the text that the span must be. */
  readonly part?: string;
}

export interface DetectorTable {
  readonly detects: readonly (string | DetectedRow)[];
  readonly passes: readonly string[];
}

/** Runs a detector over its table and adds what every detector owes: spans inside the text, no throw on any text, linear time. */
export function testDetector(detector: Detector, table: DetectorTable): void {
  const canOccur = (text: string) => {
    const marks = readMarks(text);
    const { needs, words } = detector;
    const isAsked = (needs === undefined && words === undefined) || (marks & (needs ?? 0)) !== 0 || words?.mayOccur(text) === true;
    return isAsked && detector.canOccur(text, marks);
  };
  const find = (text: string) => (canOccur(text) ? detector.detect(text, readMarks(text)) : undefined);
  describe(detector.id, () => {
    test('has both columns filled', (context) => {
      assert.ok(table.detects.length > 0 && table.passes.length > 0, 'a column of the table is empty');
      context.diagnostic(`note: ${detector.id}: ${table.detects.length} detected, ${table.passes.length} passed`);
    });
    for (const row of table.detects) {
      const { text, confidence, part, name = shown(text) } = typeof row === 'string' ? ({ text: row } as DetectedRow) : row;
      test(`detects ${name}`, () => {
        const sighting = find(text);
        assert.ok(sighting, canOccur(text) ? 'not detected' : 'canOccur said no: a bypass');
        assertInside(sighting.span, text);
        assert.notEqual(sighting.reason, '');
        if (confidence !== undefined) assert.equal(sighting.confidence, confidence, sighting.reason);
        if (part !== undefined) assert.equal(text.slice(...sighting.span), part);
      });
    }
    for (const text of table.passes) test(`passes ${shown(text)}`, () => assert.equal(find(text), undefined));

    test('keeps its span inside any text and never throws', () => {
      const pieces = fc.oneof(
        fc.constantFrom(...table.detects.map((row) => (typeof row === 'string' ? row : row.text))),
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.string({ maxLength: 20 }),
        fc.constantFrom("'", '"', '`', ';', '|', '$(', '/*', '--', '../', '\\', '\n', '\0', '%2e', ' or ', '('),
      );
      fc.assert(
        fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
          const text = parts.join('');
          const sighting = find(text);
          if (sighting) assertInside(sighting.span, text);
        }),
        { numRuns: 300 },
      );
    });
    test('takes linear time', () => {
      const fills = ["'", ';', '`', '$(', '../', ' or 1', ';id', "';", '\\x61', 'process.env ', 'a;b=1 ', '/*', ' %2e', '("', 'x|type '];
      for (const fill of [...fills, ...table.detects.slice(0, 4).map((row) => `${typeof row === 'string' ? row : row.text} `)]) {
        // 8 would be linear; 64 quadratic. A busy machine spoils one measurement, not five in a row: the best one counts.
        let ratio = Number.POSITIVE_INFINITY;
        for (let attempt = 0; attempt < 5 && ratio >= 40; attempt++) {
          const small = time(find, fill.repeat(Math.ceil(4_000 / fill.length)));
          const large = time(find, fill.repeat(Math.ceil(32_000 / fill.length)));
          ratio = Math.min(ratio, large / Math.max(1, small));
        }
        assert.ok(ratio < 40, `8 times the text of ${JSON.stringify(fill.slice(0, 20))} took ${ratio.toFixed(1)} times as long`);
      }
    });
  });
}

function time(find: (text: string) => unknown, text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 2; i++) {
    const start = performance.now();
    find(text);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function assertInside([start, end]: readonly [number, number], text: string): void {
  assert.ok(
    Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end && end <= text.length,
    `span [${start}, ${end}) of ${text.length}`,
  );
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text);
}
