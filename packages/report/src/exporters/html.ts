import { type Finding, formatTrail, printable } from '@postern/core';
import type { Exporter, Report } from '../exporter.ts';
import { style } from '../html/style.ts';
import { byRisk, countBySeverity, paragraphsOf, placeOf, type RiskGroup, stepsOf } from '../story.ts';
import { tolerantFinding } from '../tolerant.ts';
import { wellFormed } from '../well-formed.ts';

/** One page without script, picture or request: it may be mailed, and opened where nothing else may be reached. */
export const html: Exporter = {
  name: 'html',
  title: 'HTML',
  extension: 'html',
  write(report) {
    const findings = report.findings.map(tolerantFinding);
    const groups = byRisk(findings);
    const title = report.title ?? 'Security report';
    const parts = [
      `<header>\n<h1>${escaped(title)}</h1>\n<p class="sub">${escaped(summary(findings, groups))}</p>\n</header>`,
      ...(findings.length > 0 ? [counts(findings), contents(groups)] : ['<p class="good">No findings.</p>']),
      ...groups.map(section),
      ...notes(report),
      `<footer>Postern${report.version === undefined ? '' : ` ${escaped(report.version)}`} · <a href="https://github.com/puresec/sas-top-10">SAS top 10</a></footer>`,
    ];
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>${escaped(title)} · Postern</title>
<style>${style}</style>
</head>
<body>
${parts.join('\n')}
</body>
</html>
`;
  },
};

function summary(findings: readonly Finding[], groups: readonly RiskGroup[]): string {
  if (findings.length === 0) return 'Nothing was found.';
  const subjects = new Set(findings.map((finding) => finding.function ?? finding.resource).filter((name) => name !== undefined));
  const parts = [count(findings.length, 'finding'), count(groups.length, 'category', 'categories')];
  if (subjects.size > 0) parts.push(`${count(subjects.size, 'function or resource', 'functions and resources')}`);
  return parts.join(' · ');
}

/** Boxes that hide a severity: the page has no script, so style does it. */
function counts(findings: readonly Finding[]): string {
  const boxes = countBySeverity(findings)
    .filter(([, found]) => found > 0)
    .map(
      ([severity, found]) =>
        `<label class="count ${severity}"><input type="checkbox" id="show-${severity}" checked> <b>${found}</b> ${severity}</label>`,
    );
  return `<div class="counts">${boxes.join('\n')}</div>`;
}

function contents(groups: readonly RiskGroup[]): string {
  const rows = groups.map(
    (group) =>
      `<li><a href="#${anchor(group)}">${group.risk === undefined ? '' : `<span class="risk">${group.risk}</span> `}${group.title}</a> <span class="bar">${countBySeverity(
        group.findings,
      )
        .filter(([, found]) => found > 0)
        .map(([severity, found]) => `<span class="dot ${severity}">${found}</span>`)
        .join('')}</span></li>`,
  );
  return `<nav><ol>\n${rows.join('\n')}\n</ol></nav>`;
}

function section(group: RiskGroup): string {
  const head = `${group.risk === undefined ? '' : `<span class="risk">${group.risk}</span> `}${group.title}`;
  return `<section>\n<h2 id="${anchor(group)}">${head}</h2>\n${group.findings.map(card).join('\n')}\n</section>`;
}

function anchor({ risk }: RiskGroup): string {
  return risk === undefined ? 'other' : risk.toLowerCase();
}

function card(finding: Finding): string {
  const { severity, title, runtime, remediation, ruleId, cwe, confidence, fingerprint } = finding;
  const place = placeOf(finding);
  const facts = [
    place === undefined ? undefined : `<code>${escaped(place)}</code>`,
    finding.function === undefined ? undefined : `function <b>${escaped(finding.function)}</b>`,
    finding.resource === undefined || finding.resource === finding.function ? undefined : `resource <b>${escaped(finding.resource)}</b>`,
    runtime === undefined ? undefined : `${escaped(runtime.action)} at ${escaped(runtime.time)}`,
  ].filter((fact) => fact !== undefined);
  const [what, ...why] = paragraphsOf(finding);
  const links = cwe.map((number) => `<a href="https://cwe.mitre.org/data/definitions/${Math.trunc(number)}.html">CWE-${number}</a>`);
  return `<article class="finding ${severity}">
<h3><span class="badge ${severity}">${severity}</span> ${escaped(title)}</h3>
${facts.length > 0 ? `<p class="facts">${facts.join(' · ')}</p>\n` : ''}${what === undefined ? '' : `<p class="what">${escaped(what)}</p>\n`}${why
  .map((line) => `<p>${escaped(line)}</p>\n`)
  .join('')}${flow(finding)}${evidence(finding)}${sink(finding)}${
  remediation === '' ? '' : `<p class="todo"><b>To do</b> ${escaped(remediation)}</p>\n`
}<p class="ids">${[escaped(ruleId), ...finding.sas.map(escaped), ...links, `confidence ${confidence}`, ...(fingerprint === '' ? [] : [escaped(fingerprint)])].join(' · ')}</p>
</article>`;
}

function flow(finding: Finding): string {
  const steps = stepsOf(finding);
  if (steps.length === 0) return '';
  const rows = steps.map(
    ({ file, line, column, label }) => `<li><span>${escaped(label)}</span> <code>${escaped(`${file}:${line}:${column}`)}</code></li>`,
  );
  return `<ol class="flow">\n${rows.join('\n')}\n</ol>\n`;
}

const shownEvidence = 5;

function evidence({ evidence: all, origin }: Finding): string {
  const trail = origin.kind === 'event' || origin.kind === 'runtime' ? origin.trail : undefined;
  const rows = all.slice(0, shownEvidence).map((found) => {
    const from = found.trail ?? trail;
    return `<li>${from === undefined ? '' : `<span class="trail">${escaped(formatTrail(from))}</span> `}${
      found.excerpt === '' ? '' : `<code>${escaped(found.excerpt)}</code> `
    }${escaped(found.reason)}</li>`;
  });
  if (all.length > shownEvidence) rows.push(`<li>and ${all.length - shownEvidence} more</li>`);
  return rows.length === 0 ? '' : `<ul class="evidence">\n${rows.join('\n')}\n</ul>\n`;
}

const shownSink = 600;

function sink({ origin }: Finding): string {
  if (origin.kind !== 'runtime' || origin.sink === undefined) return '';
  const { call, text, spans } = origin.sink;
  const shown = text.slice(0, shownSink);
  // Spans were read from a log: in any order, overlapping, outside of the text.
  const marked = spans
    .map(([start, end]) => [Math.max(0, Math.trunc(start)), Math.min(shown.length, Math.trunc(end))] as const)
    .filter(([start, end]) => start < end)
    .sort((a, b) => a[0] - b[0]);
  let body = '';
  let at = 0;
  for (const [start, end] of marked) {
    if (end <= at) continue;
    body += `${escaped(shown.slice(at, Math.max(at, start)))}<mark>${escaped(shown.slice(Math.max(at, start), end))}</mark>`;
    at = end;
  }
  return `<p class="sink">${escaped(call)}</p>\n<pre>${body}${escaped(shown.slice(at))}${text.length > shownSink ? '…' : ''}</pre>\n`;
}

function notes({ notRead = [], problems = [], suppressed = [] }: Report): readonly string[] {
  const parts: string[] = [];
  const list = (title: string, rows: readonly string[]): void => {
    if (rows.length > 0)
      parts.push(`<section class="notes">\n<h2>${title}</h2>\n<ul>\n${rows.map((row) => `<li>${row}</li>`).join('\n')}\n</ul>\n</section>`);
  };
  list(
    'Accepted',
    suppressed.map(({ finding, by, reason, expires }) => {
      const read = tolerantFinding(finding);
      const why = [reason, expires === undefined ? undefined : `until ${expires}`].filter((part) => part !== undefined).join(', ');
      return `${escaped(read.title)} <code>${escaped(placeOf(read) ?? '')}</code> ${escaped(why === '' ? `known since the ${by}` : why)}`;
    }),
  );
  list(
    'Not read',
    notRead.map(({ file, dialect }) => `<code>${escaped(file)}</code> ${escaped(dialect)}`),
  );
  list('Problems', problems.map(escaped));
  return parts;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as text, in an element or a quoted attribute; what turns the direction of reading or is no visible character is shown as its escape. */
function escaped(text: string): string {
  return printable(wellFormed(text)).replace(/[&<>"']/g, (character) => entities[character] as string);
}

function count(number: number, one: string, many: string = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
