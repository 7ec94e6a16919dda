import { formatTrail, printable } from '@postern/core';
import type { Detection, Inspection, Reading } from '@postern/inspect';
import { triggers } from '@postern/inspect/catalogue';
import type { Decision } from '@postern/policy';
import { writeJsonDocument } from '@postern/report';
import { markSpan } from './mark-span.ts';

export type InspectFormat = 'json' | 'table';

/** One event's answer as a line of JSON (docs/architecture.md §7) or as lines for a person. */
export function formatInspection(
  line: number,
  reading: Reading,
  inspection: Inspection,
  decision: Decision,
  format: InspectFormat,
): string {
  const { trigger, webhook, level, incomplete, detections, more = 0 } = inspection;
  const { verdict, reason } = decision;
  const hasReason = level !== 'none' || incomplete !== undefined;
  if (format === 'json') {
    const answer = {
      line,
      trigger,
      ...(webhook === undefined ? {} : { webhook }),
      level,
      verdict,
      ...(hasReason ? { reason } : {}),
      ...(incomplete === undefined ? {} : { incomplete }),
      detections: detections.map(toJson),
      ...(more > 0 ? { more } : {}),
    };
    return writeJsonDocument(answer, 0);
  }
  const end = incomplete === undefined ? verdict : `${verdict.padEnd('observe'.length)}  incomplete: ${incomplete}`;
  const head = `${String(line).padStart(5)}  ${trigger.padEnd(longestTrigger())}  ${level.padEnd('suspicious'.length)}  ${end}\n`;
  const why = hasReason ? `       ${verdict}: ${printable(reason)}\n` : '';
  const sender = webhook === undefined ? '' : `       ${describeWebhook(webhook)}\n`;
  return (
    head + sender + detections.map((detection) => toRow(detection, reading)).join('') + (more > 0 ? `       and ${more} more\n` : '') + why
  );
}

let triggerWidth = 0;
/** Answers come one by one, so the columns are as wide as any of them needs. */
function longestTrigger(): number {
  triggerWidth ||= Math.max(...triggers.map(({ id }) => id.length));
  return triggerWidth;
}

/** How the events of a run came out. */
export interface Tally {
  events: number;
  certain: number;
  suspicious: number;
  clean: number;
  incomplete: number;
  unreadable: number;
}

export const emptyTally: Readonly<Tally> = { events: 0, certain: 0, suspicious: 0, clean: 0, incomplete: 0, unreadable: 0 };

export function count(tally: Tally, { level, incomplete }: Pick<Inspection, 'level' | 'incomplete'>): void {
  tally.events++;
  if (incomplete !== undefined) tally.incomplete++;
  if (level !== 'none') tally[level]++;
  else if (incomplete === undefined) tally.clean++;
}

/** The last line for a person: `3 events: 1 certain, 1 suspicious, 1 clean`. An event that is certain and incomplete counts as both. */
export function formatTally({ events, unreadable, ...outcomes }: Tally): string {
  const parts = Object.entries(outcomes).filter(([, number]) => number > 0);
  const lines = unreadable === 0 ? '' : `; ${unreadable} ${unreadable === 1 ? 'line' : 'lines'} unreadable`;
  return `${events} ${events === 1 ? 'event' : 'events'}: ${parts.map(([name, number]) => `${number} ${name}`).join(', ') || 'none read'}${lines}\n`;
}

/** Names the proof that the receiver should check: nothing else tells a request of the service from one that somebody made up. */
function describeWebhook({ id, signatureHeader, present }: NonNullable<Inspection['webhook']>): string {
  if (signatureHeader === undefined) return present ? `${id}, signed in its body` : `${id}, which is not signed`;
  return present ? `${id}, to be verified by ${signatureHeader}` : `${id}, without ${signatureHeader}: nothing proves the sender`;
}

function toJson(detection: Detection): object {
  const { class: name, detector, cwe, capec, path, encodings, span, evidence, hash, reason, confidence } = detection;
  return {
    class: name,
    cwe,
    path,
    encodings,
    span,
    evidence,
    ...(hash === undefined ? {} : { hash }),
    confidence,
    detector,
    capec,
    reason,
  };
}

function toRow(detection: Detection, reading: Reading): string {
  const { class: name, cwe, path, encodings, reason, confidence } = detection;
  const trail = printable(formatTrail({ source: 'event', path, encodings }));
  return `       ${name} (CWE-${cwe[0]}), ${confidence}: ${printable(reason)}\n         ${trail}\n         ${markSpan(detection, reading)}\n`;
}
