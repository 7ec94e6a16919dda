import { type Finding, printable, severities } from '@postern/core';
import { describeFinding } from './describe-finding.ts';
import { byRisk } from './story.ts';
import { createStyle, type TerminalOptions } from './style.ts';
import { widthOf, wrap } from './text-width.ts';
import { tolerantFinding } from './tolerant.ts';

/**
 * Findings for a person, grouped by what they are about or by risk, the worst first; one fingerprint is shown once.
 * Ends with the count. Nothing found is said too, because an empty answer looks like a tool that did not run.
 */
export function writeTerminal(findings: readonly Finding[], options: TerminalOptions = {}): string {
  const style = createStyle(options);
  if (findings.length === 0) return `${style.good('No findings.')}\n`;
  const distinct = new Map<string, Finding>();
  for (const [i, given] of findings.entries()) {
    const finding = tolerantFinding(given);
    const key = finding.fingerprint === '' ? `#${i}` : `${finding.fingerprint} ${finding.ruleId}`;
    if (!distinct.has(key)) distinct.set(key, finding);
  }
  let output = '';
  const groups = options.groupBy === 'risk' ? risksOf([...distinct.values()]) : subjectsOf([...distinct.values()]);
  for (const [head, group] of groups) {
    const [title = ''] = wrap(printable(head), style.width - 5);
    output += `${style.faint('──')} ${style.strong(title)} ${style.faint('─'.repeat(style.width - widthOf(title) - 4))}\n\n`;
    for (const finding of group) output += `${describeFinding(finding, options)}\n`;
  }
  return `${output}${wrap(summary([...distinct.values()], findings.length), style.width).join('\n')}\n`;
}

type Groups = readonly (readonly [head: string, findings: readonly Finding[]])[];

function risksOf(findings: readonly Finding[]): Groups {
  return byRisk(findings).map(({ risk, title, findings: found }) => [
    `${risk === undefined ? title : `${risk} ${title}`} (${found.length})`,
    found,
  ]);
}

function subjectsOf(findings: readonly Finding[]): Groups {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const about = subjectOf(finding);
    const group = groups.get(about);
    if (group) group.push(finding);
    else groups.set(about, [finding]);
  }
  for (const group of groups.values()) group.sort(worstFirst);
  return [...groups].sort((a, b) => worstFirst(a[1][0] as Finding, b[1][0] as Finding));
}

function worstFirst(a: Finding, b: Finding): number {
  return severities.indexOf(b.severity) - severities.indexOf(a.severity);
}

function subjectOf({ function: name, runtime, location, origin, resource }: Finding): string {
  if (name !== undefined) return name;
  if (runtime?.function !== undefined) return runtime.function;
  if (location) return 'arn' in location ? location.arn : location.file;
  if (resource !== undefined) return resource;
  switch (origin.kind) {
    case 'source':
      return origin.location.file;
    case 'event':
      return `event of ${origin.trigger}`;
    case 'account':
      return origin.arn;
    case 'runtime':
      return 'run time';
  }
}

function summary(findings: readonly Finding[], given: number): string {
  const parts: string[] = [];
  for (const severity of [...severities].reverse()) {
    const count = findings.filter((finding) => finding.severity === severity).length;
    if (count > 0) parts.push(`${count} ${severity}`);
  }
  const repeats = given > findings.length ? `, ${given - findings.length} more with the same fingerprint` : '';
  return `${findings.length} finding${findings.length === 1 ? '' : 's'}: ${parts.join(', ')}${repeats}`;
}
