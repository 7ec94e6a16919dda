import { type Activity, canonicalJson, type PosternRecord, printable } from '@postern/core';
import { describeFinding } from './describe-finding.ts';
import { createStyle, type Style, type TerminalOptions } from './style.ts';
import { wrap } from './text-width.ts';
import { list, object, text } from './tolerant.ts';

/** A record for a person: a finding in full behind an empty line, an activity in a line or two. */
export function describeRecord(record: PosternRecord, options: TerminalOptions = {}): string {
  return record.kind === 'finding' ? `\n${describeFinding(record, options)}` : describeActivity(record, options);
}

function describeActivity(activity: Activity, options: TerminalOptions): string {
  const style = createStyle(options);
  const lines = activity.activity === 'start' ? startLines(object(activity.details)) : otherLines(activity);
  return `${lines.flatMap((line, i) => paragraph(style, line, i)).join('\n')}\n`;
}

/** What is on and, as important, what is not. */
function startLines(details: Readonly<Record<string, unknown>>): readonly string[] {
  const mode = text(details['mode'], 'unknown mode');
  const asked = text(details['requestedMode']);
  const hooks = list(details['hooks']).map((hook) => text(hook, '?'));
  const version = text(details['guardVersion']);
  const node = text(details['node']);
  const lines = [
    `guard ${version} on Node ${node}: ${mode}${asked !== '' && asked !== mode ? ` (asked for ${asked})` : ''}`,
    `armed: ${hooks.length > 0 ? hooks.join(', ') : 'nothing'}`,
  ];
  const waiting = list(details['waiting']).map((hook) => text(hook, '?'));
  if (waiting.length > 0) lines.push(`armed once loaded: ${waiting.join(', ')}`);
  const notArmed = list(details['notArmed']).map(
    (entry) => `${text(object(entry)['hook'], '?')} (${text(object(entry)['reason'], 'no reason given')})`,
  );
  if (notArmed.length > 0) lines.push(`not armed: ${notArmed.join(', ')}`);
  const digest = text(details['policyDigest']);
  lines.push(digest === '' ? 'policy: none' : `policy: ${digest}`);
  return lines;
}

function otherLines(activity: Activity): readonly string[] {
  const request = activity.requestId === undefined ? '' : ` ${text(activity.requestId)}`;
  const details = Object.entries(object(activity.details)).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : safely(value)}`,
  );
  return [`${text(activity.activity, 'activity')}${request}`, ...details];
}

function safely(value: unknown): string {
  try {
    return canonicalJson(value);
  } catch {
    return 'unreadable';
  }
}

function paragraph(style: Style, line: string, index: number): readonly string[] {
  const margin = index === 0 ? '' : '  ';
  return wrap(printable(line), style.width - margin.length).map((part) => (index === 0 ? style.strong(part) : margin + part));
}
