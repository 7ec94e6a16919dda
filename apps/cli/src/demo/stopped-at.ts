import type { Finding, PosternRecord } from '@postern/core';
import type { Stop } from './rows.ts';

/** The first finding among `records` by which the guard stopped something. */
export function firstStopped(records: readonly PosternRecord[]): Finding | undefined {
  return records.find(
    (record): record is Extract<PosternRecord, { kind: 'finding' }> => record.kind === 'finding' && record.runtime?.action === 'blocked',
  );
}

/** Why `finding` is not the stop that a row claims, or undefined when it is. A later hook that catches an exploit is not its own. */
export function mismatchOf(finding: Finding | undefined, stop: Stop): string | undefined {
  if (!finding) return 'nothing was stopped';
  if (finding.origin.kind !== 'runtime' || !finding.origin.sink) return `${finding.ruleId} names no sink`;
  const { sink, trail } = finding.origin;
  if (sink.kind !== stop.sink || sink.call !== stop.call) return `${sink.call} stopped it and not ${stop.call}`;
  if (!trail) return 'the finding has no trail';
  const source = trail.source;
  return (stop.label.endsWith(' ') ? source.startsWith(stop.label) : source === stop.label)
    ? undefined
    : `its trail begins at "${source}" and not at "${stop.label.trim()}"`;
}
