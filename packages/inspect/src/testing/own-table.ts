import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inspectEvent } from '../inspect.ts';
import { readEvent } from '../reader.ts';
import type { StructureDetector } from '../structure.ts';

const fixtures = join(import.meta.dirname, '../../../../fixtures');

interface Row {
  readonly id: string;
  readonly class: string;
  /** What it is, for whoever reads the table. */
  readonly what: string;
  readonly payload?: string;
  readonly event?: unknown;
}

/** Runs a structure detector over the project's table of its class, and over every sample event of the platforms. */
export function testOwnTable(
  detector: StructureDetector,
  name: string,
  least: { readonly attacks: number; readonly benign: number; readonly certain: number },
): void {
  const text = readFileSync(join(fixtures, 'inspect/own', `${name}.jsonl`), 'utf8');
  const rows = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
  const attacks = rows.filter((row) => row.class === name);
  const eventOf = (row: Row): unknown => row.event ?? { value: row.payload };
  const look = (event: unknown) => detector.detect(readEvent(event), event);
  describe(detector.id, () => {
    test('has both columns filled', (context) => {
      assert.ok(attacks.length >= least.attacks && rows.length - attacks.length >= least.benign);
      context.diagnostic(`note: ${name}: ${attacks.length} detected, ${rows.length - attacks.length} passed`);
    });
    for (const row of rows)
      test(`${row.class === name ? 'detects' : 'passes'} ${row.id}: ${row.what}`, () => {
        const found = look(eventOf(row));
        assert.equal(found.length > 0, row.class === name, JSON.stringify(found));
        for (const { text, span, reason } of found) assert.ok(span[0] < span[1] && span[1] <= text.length && reason !== '');
      });
    test('most attacks are certain', () => {
      const uncertain = attacks.filter((row) => inspectEvent(eventOf(row)).level !== 'certain');
      assert.ok(uncertain.length <= (1 - least.certain) * attacks.length, uncertain.map(({ what }) => what).join(', '));
    });
    test('no sample event of any platform has it', () => {
      for (const line of readFileSync(join(fixtures, 'events/INDEX.tsv'), 'utf8').trim().split('\n').slice(1)) {
        const file = line.split('\t')[0] as string;
        assert.deepEqual(look(JSON.parse(readFileSync(join(fixtures, 'events', file), 'utf8'))), [], file);
      }
    });
  });
}
