import { formatTrail, printable } from '@postern/core';
import type { Detection, Inspection } from '@postern/inspect';
import type { Decision } from '@postern/policy';
import { writeJsonDocument } from '@postern/report';

export type InspectFormat = 'json' | 'table';

/** One event's answer as a line of JSON (docs/architecture.md §7) or as lines for a person. */
export function formatInspection(line: number, inspection: Inspection, decision: Decision, format: InspectFormat): string {
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
  const cut = incomplete === undefined ? '' : `  incomplete: ${incomplete}`;
  const head = `${String(line).padStart(5)}  ${trigger.padEnd(18)}  ${level.padEnd(10)}  ${verdict}${cut}\n`;
  const why = hasReason ? `       ${verdict}: ${printable(reason)}\n` : '';
  const sender = webhook === undefined ? '' : `       ${describeWebhook(webhook)}\n`;
  return head + sender + detections.map(toRow).join('') + (more > 0 ? `       and ${more} more\n` : '') + why;
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

function toRow({ class: name, cwe, path, encodings, evidence, reason, confidence }: Detection): string {
  const trail = printable(formatTrail({ source: 'event', path, encodings }));
  return `       ${name} (CWE-${cwe[0]}), ${confidence}: ${printable(reason)}\n         ${trail}\n         ${evidence}\n`;
}
