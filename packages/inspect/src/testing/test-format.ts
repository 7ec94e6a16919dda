import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Decoded, Format } from '../format.ts';
import { readMarks } from '../text/marks.ts';
import { decodeUtf8 } from '../text/utf8.ts';

export interface FormatRow {
  readonly name: string;
  readonly input: string | Uint8Array;
  /** `step: text` of each view; data as `step: <JSON>`; empty when it is not in this format. */
  readonly expected: readonly string[];
}

/** Runs a format over its table and adds what every format owes: no throw on any input, nothing decoded to more than the room there is. */
export function testFormat(format: Format, rows: readonly FormatRow[]): void {
  describe(format.id, () => {
    test('has a table', (context) => {
      assert.ok(
        rows.some(({ expected }) => expected.length > 0) && rows.some(({ expected }) => expected.length === 0),
        'a column of the table is empty',
      );
      context.diagnostic(`note: ${format.id}: ${rows.length} rows`);
    });
    for (const { name, input, expected } of rows) test(name, () => assert.deepEqual(decode(format, input).map(shown), expected));
    test('never throws', () => {
      const inputs =
        format.reads === 'text'
          ? fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.base64String(), fc.json(), fc.webQueryParameters())
          : fc.uint8Array({ maxLength: 200 });
      fc.assert(
        fc.property(inputs as fc.Arbitrary<string | Uint8Array>, (input) => void decode(format, input)),
        { numRuns: 500 },
      );
    });
  });
}

export function decode(
  format: Format,
  input: string | Uint8Array,
  room: { readonly size: number; readonly ratio: number } = { size: 1e6, ratio: 200 },
): readonly Decoded[] {
  if (format.reads === 'text') return typeof input === 'string' && isPossible(format, input) ? format.decode(input, room) : [];
  return typeof input !== 'string' && format.canDecode(input) ? format.decode(input, room) : [];
}

function isPossible(format: Extract<Format, { reads: 'text' }>, text: string): boolean {
  const marks = readMarks(text);
  return (format.needs === undefined || (marks & format.needs) !== 0) && format.canDecode(text, marks);
}

function shown(decoded: Decoded): string {
  if (decoded.kind === 'text') return `${decoded.step}: ${decoded.text}`;
  if (decoded.kind === 'bytes') return `${decoded.step}: ${decodeUtf8(decoded.bytes)}`;
  return decoded.kind === 'data' ? `${decoded.step}: ${JSON.stringify(decoded.data)}` : `limit: ${decoded.limit}`;
}
