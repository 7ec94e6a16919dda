import { type Finding, formatTrail, printable } from '@postern/core';
import type { Exporter } from '../exporter.ts';
import { byRisk, countBySeverity, paragraphsOf, placeOf, type RiskGroup, stepsOf } from '../story.ts';
import { tolerantFinding } from '../tolerant.ts';
import { wellFormed } from '../well-formed.ts';

const shownEvidence = 3;

/** GitHub's Markdown, for the comment on a change or a job's summary: a table of what there is, then the story of each finding. */
export const markdown: Exporter = {
  name: 'md',
  title: 'Markdown',
  extension: 'md',
  write(report) {
    const findings = report.findings.map(tolerantFinding);
    const lines = [`# ${text(report.title ?? 'Security report')}`, ''];
    if (findings.length === 0) lines.push('No findings.', '');
    else {
      const counts = countBySeverity(findings).filter(([, count]) => count > 0);
      lines.push(
        `${findings.length} finding${findings.length === 1 ? '' : 's'}: ${counts.map(([severity, count]) => `${count} ${severity}`).join(', ')}.`,
        '',
      );
      const groups = byRisk(findings);
      lines.push(...overview(groups), '');
      for (const group of groups) lines.push(`## ${headOf(group)}`, '', ...group.findings.flatMap(story));
    }
    const list = (title: string, rows: readonly string[]): void => {
      if (rows.length > 0) lines.push(`## ${title}`, '', ...rows.map((row) => `- ${row}`), '');
    };
    list(
      'Accepted',
      (report.suppressed ?? []).map(({ finding, by, reason, expires }) => {
        const read = tolerantFinding(finding);
        const why = [reason, expires === undefined ? undefined : `until ${expires}`].filter((part) => part !== undefined).join(', ');
        return `${text(read.title)} ${code(placeOf(read) ?? read.ruleId)} ${text(why === '' ? `known since the ${by}` : why)}`;
      }),
    );
    list(
      'Not read',
      (report.notRead ?? []).map(({ file, dialect }) => `${code(file)} ${text(dialect)}`),
    );
    list('Problems', (report.problems ?? []).map(text));
    return `${lines.join('\n').trimEnd()}\n`;
  },
};

function overview(groups: readonly RiskGroup[]): readonly string[] {
  const rows = groups.flatMap((group) =>
    group.findings.map(
      (finding) =>
        `| ${group.risk ?? ''} | ${finding.severity} | ${text(finding.title)} | ${code(placeOf(finding) ?? finding.function ?? finding.resource ?? '')} |`,
    ),
  );
  return ['| | severity | finding | where |', '|---|---|---|---|', ...rows];
}

function story(finding: Finding): readonly string[] {
  const { severity, title, ruleId, sas, cwe, remediation, origin } = finding;
  const place = placeOf(finding);
  const where = [
    ...(place === undefined ? [] : [code(place)]),
    ...(finding.function === undefined ? [] : [`function ${code(finding.function)}`]),
    ...(finding.resource === undefined || finding.resource === finding.function ? [] : [`resource ${code(finding.resource)}`]),
    ...(finding.runtime === undefined ? [] : [`${text(finding.runtime.action)} at ${text(finding.runtime.time)}`]),
  ];
  const trail = origin.kind === 'event' || origin.kind === 'runtime' ? origin.trail : undefined;
  const evidence = finding.evidence.slice(0, shownEvidence).map((found) => {
    const from = found.trail ?? trail;
    return `- ${[from === undefined ? '' : code(formatTrail(from)), found.excerpt === '' ? '' : code(found.excerpt), text(found.reason)].filter((part) => part !== '').join(' ')}`;
  });
  if (finding.evidence.length > shownEvidence) evidence.push(`- and ${finding.evidence.length - shownEvidence} more`);
  const steps = stepsOf(finding).map(({ file, line, column, label }, i) => `${i + 1}. ${text(label)} ${code(`${file}:${line}:${column}`)}`);
  const sink = origin.kind === 'runtime' && origin.sink ? [`${text(origin.sink.call)}: ${code(origin.sink.text)}`, ''] : [];
  const links = cwe.map((number) => `[CWE-${number}](https://cwe.mitre.org/data/definitions/${Math.trunc(number)}.html)`);
  return [
    `### ${severity}: ${text(title)}`,
    '',
    ...(where.length > 0 ? [where.join(' · '), ''] : []),
    ...paragraphsOf(finding).flatMap((line) => [text(line), '']),
    ...(steps.length > 0 ? [...steps, ''] : []),
    ...(evidence.length > 0 ? [...evidence, ''] : []),
    ...sink,
    ...(remediation === '' ? [] : [`**To do:** ${text(remediation)}`, '']),
    [code(ruleId), ...sas.map(text), ...links].join(' · '),
    '',
  ];
}

function headOf({ risk, title }: RiskGroup): string {
  return risk === undefined ? title : `${risk} ${title}`;
}

/**
 * Text that stays text: no link, picture, tag, emphasis or table cell of its own. A reader such as GitHub also turns `@name` into
 * a message to that person and `#1` into a mention; a zero-width space keeps them apart, where a backslash does not.
 */
function text(given: string): string {
  return (
    printable(wellFormed(given))
      .trim()
      .replace(/[\\`*_[\]<>|~&$]/g, '\\$&')
      // What begins a list, a heading or a rule where a line begins, and what GitHub makes a link of without being asked.
      .replace(/^[#+=-]/, '\\$&')
      .replace(/^(\d{1,9})([.)])/, '$1\\$2')
      .replace(/:(?=\/\/)/g, '\\$&')
      .replace(/www\./gi, (found) => `${found.slice(0, -1)}\\.`)
      .replace(/@(?=\w)|#(?=\d)/g, '$&\u200b')
  );
}

/** A code span that its content cannot end (CommonMark §6.1), also in a table, whose cells end at any `|`. */
function code(given: string): string {
  const shown = printable(wellFormed(given)).replaceAll('|', '\u00a6');
  if (shown.trim() === '') return '';
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') || (shown.startsWith(' ') && shown.endsWith(' ')) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}
