import type { Finding, PosternRecord } from '@postern/core';
import type { Asked } from './ask-lake.ts';
import type { ExploitRow } from './rows.ts';
import type { ScannedTwins } from './scan-twins.ts';

/** What an exploit did without the guard. */
export interface BareResult {
  /** Why it was not tried. */
  readonly skipped?: string;
  /** What shows its effect; absent when it had none. */
  readonly effect?: string;
  /** What the function answered. */
  readonly outcome?: string;
}

/** What came of one exploit. */
export interface RowResult extends BareResult {
  readonly row: ExploitRow;
  readonly guarded?: GuardedResult;
}

export interface GuardedResult {
  /** What shows the effect that it had in spite of the guard. */
  readonly effect?: string;
  /** What the guard stopped first. */
  readonly finding?: Finding;
  /** Why that is not what the row claims. */
  readonly mismatch?: string;
  /** What the function answered. */
  readonly outcome: string;
  /** All that the guard reported. */
  readonly records: readonly PosternRecord[];
}

export interface BenignResult {
  readonly function: string;
  readonly event: string;
  readonly off: string;
  readonly block: string;
  /** Both are responses, and the same bytes. */
  readonly isEqual: boolean;
}

export interface DemoResult {
  readonly scanned: ScannedTwins;
  readonly asked: Asked;
  readonly rows: readonly RowResult[];
  readonly benign: readonly BenignResult[];
  readonly seconds: number;
}

/** What did not come out as claimed, one sentence each; empty when everything did. Python rows are counted apart and claim nothing. */
export function brokenClaims({ rows, benign, scanned, asked }: DemoResult): readonly string[] {
  const broken: string[] = [];
  if (scanned.missing.length > 0) broken.push(`The scan did not find ${scanned.missing.join(', ')}.`);
  if (scanned.promised === 0) broken.push('The README of the example names no flaw that a scan shows.');
  if (scanned.inFixed.length > 0) broken.push(`The scan found flaws in the repaired twin: ${scanned.inFixed.join(', ')}.`);
  if (asked.rows.length === 0 && rows.some(({ guarded }) => guarded?.finding))
    broken.push('The query over the records of the guard answered nothing.');
  for (const { row, effect, outcome, guarded } of rows) {
    if (!row.stop) continue;
    if (effect === undefined) broken.push(`${row.id} had no effect without the guard (${outcome ?? 'it was not run'}).`);
    if (guarded?.effect !== undefined) broken.push(`${row.id} had its effect in spite of the guard: ${guarded.effect}.`);
    if (guarded?.mismatch !== undefined || !guarded?.finding)
      broken.push(
        `${row.id} was not stopped where its row says: ${guarded?.mismatch ?? 'nothing was stopped'} (${guarded?.outcome ?? 'it was not run'}).`,
      );
  }
  for (const result of benign)
    if (!result.isEqual)
      broken.push(
        `${result.function} answers "${result.event}" otherwise with the guard:\n    off   ${result.off}\n    block ${result.block}`,
      );
  if (rows.every(({ row }) => !row.stop)) broken.push('No exploit of a Node function was run.');
  if (benign.length === 0) broken.push('No benign event was run.');
  return broken;
}
