import { type Evidence, type Finding, type Frame, formatTrail, printable, type Sink, type Trail } from '@postern/core';
import { markWith } from './mark-spans.ts';
import { stepsOf } from './story.ts';
import { createStyle, type Style, type TerminalOptions } from './style.ts';
import { widthOf, wrap } from './text-width.ts';
import { tolerantFinding } from './tolerant.ts';

const indent = '  ';
/** Columns of the word that says what a row is. */
const labelWidth = 7;
const shownFrames = 8;
const shownEvidence = 5;

/**
 * A finding for a person: what it is and how bad, why it matters, where the input came from, what the program was about to do with
 * the part from the input marked, the stack with packages, what to do. Every text in it is taken as hostile.
 */
export function describeFinding(finding: Finding, options: TerminalOptions = {}): string {
  const style = createStyle(options);
  return `${findingLines(style, tolerantFinding(finding), options.groupBy === 'risk').join('\n')}\n`;
}

function findingLines(style: Style, finding: Finding, isUnderRisk: boolean): readonly string[] {
  const { origin } = finding;
  const lines = [...headline(style, finding)];
  for (const sentence of finding.message.split('\n')) if (sentence.trim() !== '') lines.push(...block(style, sentence));
  if (finding.remediation !== '' && !finding.message.includes(finding.remediation))
    lines.push(...block(style, `To do: ${finding.remediation}`));
  const trails = new Set<string>();
  const addTrail = (trail: Trail): void => {
    const shown = formatTrail(trail);
    if (!trails.has(shown)) lines.push(...row(style, 'from', shown));
    trails.add(shown);
  };
  if ((origin.kind === 'event' || origin.kind === 'runtime') && origin.trail) addTrail(origin.trail);
  for (const evidence of finding.evidence.slice(0, shownEvidence)) {
    if (evidence.trail) addTrail(evidence.trail);
    lines.push(...evidenceRows(style, evidence));
  }
  if (finding.evidence.length > shownEvidence) lines.push(...row(style, '', `and ${finding.evidence.length - shownEvidence} more`));
  if (origin.kind === 'runtime') {
    if (origin.sink) lines.push(...sinkRows(style, origin.sink));
    if (origin.stack) lines.push(...stackRows(style, origin.stack));
  }
  for (const [i, { label, file, line, column }] of stepsOf(finding).entries())
    lines.push(...row(style, i === 0 ? 'flow' : '', `${label} ${file}:${line}:${column}`));
  // Under the name of the function itself it need not be said.
  if (isUnderRisk && finding.function !== undefined) lines.push(...row(style, 'in', `function ${finding.function}`));
  const place = placeOf(finding);
  if (place !== undefined) lines.push(...row(style, 'at', place));
  lines.push(...row(style, 'id', identity(finding)).map(style.faint));
  return lines;
}

/** `CRITICAL  Command injection                    blocked` */
function headline(style: Style, finding: Finding): readonly string[] {
  const word = finding.severity.toUpperCase();
  const action = finding.runtime ? printable(finding.runtime.action) : '';
  const room = style.width - word.length - 2 - (action === '' ? 0 : action.length + 2);
  const [title = '', ...rest] = wrap(printable(finding.title), room);
  const gap = ' '.repeat(Math.max(0, room - widthOf(title)));
  const shownAction = finding.runtime?.action === 'blocked' ? style.good(action) : style.strong(action);
  const first = `${style.severity(finding.severity, word)}  ${style.strong(title)}${action === '' ? '' : `${gap}  ${shownAction}`}`;
  const numbers = [...finding.sas, ...finding.cwe.map((cwe) => `CWE-${cwe}`)];
  const identifiers = [finding.ruleId, ...numbers, `confidence ${finding.confidence}`].join(' · ');
  return [first, ...rest.map((line) => style.strong(line)), ...block(style, identifiers).map(style.faint)];
}

function evidenceRows(style: Style, { excerpt, reason, eventId }: Evidence): readonly string[] {
  const lines: string[] = [];
  if (excerpt !== '') lines.push(...row(style, 'input', excerpt));
  if (reason !== '') lines.push(...row(style, 'why', reason));
  if (eventId !== undefined) lines.push(...row(style, 'event', eventId));
  return lines;
}

function sinkRows(style: Style, sink: Sink): readonly string[] {
  const margin = indent + ' '.repeat(labelWidth);
  const inner = { ...style, width: style.width - margin.length };
  return [...row(style, 'sink', sink.call), ...markWith(inner, sink.text, sink.spans).map((line) => margin + line)];
}

function stackRows(style: Style, stack: readonly Frame[]): readonly string[] {
  const lines: string[] = [];
  const shown = stack.slice(0, shownFrames);
  const packages = Math.min(20, Math.max(0, ...shown.map((frame) => widthOf(printable(frame.package)))));
  for (const [i, frame] of shown.entries()) {
    const owner = printable(frame.package);
    const called = frame.function === '' ? '' : `${printable(frame.function)} `;
    const gap = ' '.repeat(Math.max(0, packages - widthOf(owner)));
    lines.push(
      ...row(style, i === 0 ? 'stack' : '', `${owner}${gap}  ${called}${printable(frame.file)}:${frame.line}:${frame.column}`, true),
    );
  }
  if (stack.length > shownFrames) lines.push(...row(style, '', `and ${stack.length - shownFrames} more`));
  return lines;
}

function placeOf({ origin, location, resource }: Finding): string | undefined {
  const place = location ?? (origin.kind === 'source' ? origin.location : origin.kind === 'account' ? { arn: origin.arn } : undefined);
  const where = place === undefined ? undefined : 'arn' in place ? place.arn : `${place.file}:${place.line}:${place.column}`;
  return resource === undefined ? where : where === undefined ? resource : `${where} (${resource})`;
}

function identity({ fingerprint, runtime }: Finding): string {
  const parts = [fingerprint === '' ? 'no fingerprint' : fingerprint];
  if (runtime && runtime.count > 1) parts.push(`seen ${runtime.count} times`);
  if (runtime?.requestId !== undefined) parts.push(`request ${runtime.requestId}`);
  if (runtime && runtime.time !== '') parts.push(runtime.time);
  return parts.join(' · ');
}

/** A paragraph below the headline. */
function block(style: Style, text: string): string[] {
  return wrap(printable(text), style.width - indent.length).map((line) => indent + line);
}

/** `  from   event $.body › json › $.cmd`, following lines below the text. `isSafe` text keeps its runs of spaces. */
function row(style: Style, label: string, text: string, isSafe = false): string[] {
  const margin = ' '.repeat(labelWidth);
  return wrap(isSafe ? text : printable(text), style.width - indent.length - labelWidth).map(
    (line, i) => `${indent}${i === 0 ? style.faint(label.padEnd(labelWidth)) : margin}${line}`,
  );
}
