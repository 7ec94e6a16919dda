import { formatTrail, printable } from '@postern/core';
import type { Detection, Inspection } from '@postern/inspect';
import type { Decision } from '@postern/policy';

export type InspectFormat = 'json' | 'table';

/** One event's answer as a line of JSON (docs/architecture.md §7) or as lines for a person. */
export function formatInspection(line: number, inspection: Inspection, decision: Decision, format: InspectFormat): string {
  const { trigger, level, incomplete, detections } = inspection;
  const { verdict } = decision;
  if (format === 'json') {
    const answer = {
      line,
      trigger,
      level,
      verdict,
      ...(incomplete === undefined ? {} : { incomplete }),
      detections: detections.map(toJson),
    };
    return `${JSON.stringify(answer)}\n`;
  }
  const cut = incomplete === undefined ? '' : `  incomplete: ${incomplete}`;
  const head = `${String(line).padStart(5)}  ${trigger.padEnd(18)}  ${level.padEnd(10)}  ${verdict}${cut}\n`;
  return head + detections.map(toRow).join('');
}

function toJson(detection: Detection): object {
  const { class: name, detector, cwe, capec, path, encodings, span, evidence, reason, confidence } = detection;
  return { class: name, cwe, path, encodings, span, evidence, confidence, detector, capec, reason };
}

function toRow({ class: name, cwe, path, encodings, evidence, reason, confidence }: Detection): string {
  const trail = printable(formatTrail({ source: 'event', path, encodings }));
  return `       ${name} (CWE-${cwe[0]}), ${confidence}: ${printable(reason)}\n         ${trail}\n         ${evidence}\n`;
}
