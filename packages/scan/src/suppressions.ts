import type { Finding, Result, SourceLocation } from '@postern/core';
import type { SourceProblem, Sources } from '@postern/syntax';
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

/** A decision to live with a finding: with a reason, and a day on which to think again. */
export interface Suppression {
  readonly by: 'inline' | 'file';
  /** With or without `scan/`; `*` for all, in the file only. */
  readonly rules: readonly string[];
  readonly reason: string;
  /** The last day on which it holds. */
  readonly until: string;
  readonly location: SourceLocation;
  readonly file?: string;
  readonly resource?: string;
  readonly fingerprint?: string;
}

export const suppressionFile = '.postern-ignore.yaml';
const word = 'postern-ignore';
const day = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const form = 'write "postern-ignore rule-id: reason (until 2027-01-01)"';

/** Comments such as `# postern-ignore open-route: a public price list (until 2027-01-01)`: on the line of a finding, or right above it. */
export function readInlineSuppressions(
  text: string,
  file: string,
): { readonly suppressions: readonly Suppression[]; readonly problems: readonly SourceProblem[] } {
  const suppressions: Suppression[] = [];
  const problems: SourceProblem[] = [];
  if (!text.includes(word)) return { suppressions, problems };
  text.split('\n').forEach((line, index) => {
    const at = line.indexOf(word);
    if (at < 0 || !/(?:#|\/\/|\/\*|\*)\s{0,20}$/.test(line.slice(Math.max(0, at - 24), at))) return;
    const location = { file, line: index + 1, column: at + 1 };
    const read = readComment(line.slice(at + word.length).trim());
    if (read.ok) suppressions.push({ by: 'inline', ...read.value, location });
    else problems.push({ location, problem: `this comment suppresses nothing: ${read.problem}` });
  });
  return { suppressions, problems };
}

function readComment(comment: string): Result<Pick<Suppression, 'rules' | 'reason' | 'until'>> {
  const text = comment.endsWith('*/') ? comment.slice(0, -2).trimEnd() : comment;
  const colon = text.indexOf(':');
  if (colon < 0) return { ok: false, problem: `it gives no reason; ${form}` };
  const rules = text
    .slice(0, colon)
    .split(/[\s,]+/)
    .filter((rule) => rule !== '');
  if (rules.length === 0 || !rules.every((rule) => /^[a-z][a-z0-9/-]{0,80}$/.test(rule)))
    return { ok: false, problem: `it names no rule; ${form}` };
  const rest = text.slice(colon + 1).trim();
  const start = rest.lastIndexOf('(until ');
  const until = start < 0 ? undefined : /^\(until (\S{1,20})\)$/.exec(rest.slice(start))?.[1];
  if (until === undefined || !day.test(until)) return { ok: false, problem: `it names no day on which it ends; ${form}` };
  const reason = rest.slice(0, start).trim();
  if (reason === '') return { ok: false, problem: `it gives no reason; ${form}` };
  return { ok: true, value: { rules, reason, until } };
}

/** Reads `.postern-ignore.yaml` of the root: `ignore: [{ rule, file?, resource?, fingerprint?, reason, until }]`. */
export function readSuppressionFile(sources: Sources): {
  readonly suppressions: readonly Suppression[];
  readonly problems: readonly SourceProblem[];
} {
  const suppressions: Suppression[] = [];
  const problems: SourceProblem[] = [];
  if (sources.kindOf(suppressionFile) === undefined) return { suppressions, problems };
  const text = sources.read(suppressionFile, 1024 * 1024);
  if (!text.ok) return { suppressions, problems: [text.problem] };
  const lines = new LineCounter();
  const document = parseDocument(text.value, { lineCounter: lines, uniqueKeys: true, customTags: [] });
  const place = (offset = 0): SourceLocation => {
    const { line, col } = lines.linePos(offset);
    return { file: suppressionFile, line: Math.max(1, line), column: Math.max(1, col) };
  };
  for (const error of document.errors)
    problems.push({
      location: place(error.pos[0]),
      problem: (error.message.split('\n')[0] as string).replace(/ at line \d+, column \d+:?$/, ''),
    });
  if (problems.length > 0 || document.contents === null) return { suppressions, problems };
  const root = document.contents;
  if (!isMap(root)) return { suppressions, problems: [{ location: place(), problem: 'is no mapping: begin with "ignore:"' }] };
  for (const { key } of root.items) {
    const name = String(isScalar(key) ? key.value : key);
    if (name !== 'ignore' && name !== 'version')
      problems.push({
        location: place(isScalar(key) ? key.range?.[0] : 0),
        problem: `"${name}" is not known here; there are version and ignore`,
      });
  }
  const list = root.get('ignore');
  if (!isSeq(list)) return { suppressions, problems: [...problems, { location: place(), problem: '"ignore" must be a list' }] };
  for (const item of list.items) {
    const location = place((item as { readonly range?: readonly number[] }).range?.[0]);
    const read = readEntry(item);
    if (read.ok) suppressions.push({ ...read.value, location });
    else problems.push({ location, problem: read.problem });
  }
  return { suppressions, problems };
}

const members = ['rule', 'file', 'resource', 'fingerprint', 'reason', 'until'];

function readEntry(item: unknown): Result<Omit<Suppression, 'location'>> {
  if (!isMap(item)) return { ok: false, problem: 'each entry is a mapping with rule, reason and until' };
  const given = new Map<string, string>();
  for (const { key, value } of item.items) {
    const name = String(isScalar(key) ? key.value : key);
    if (!members.includes(name)) return { ok: false, problem: `"${name}" is not known here; there are ${members.join(', ')}` };
    if (isScalar(value) && value.value !== null) given.set(name, String(value.source ?? value.value).trim());
  }
  const rule = given.get('rule');
  const reason = given.get('reason');
  const until = given.get('until');
  if (rule === undefined || rule === '')
    return { ok: false, problem: '"rule" is missing: a rule id, or "*" with a file, resource or fingerprint' };
  if (reason === undefined || reason === '') return { ok: false, problem: '"reason" is missing: say why this can be lived with' };
  if (until === undefined || !day.test(until)) return { ok: false, problem: '"until" is missing or no day: write 2027-01-01' };
  const narrow = { file: given.get('file'), resource: given.get('resource'), fingerprint: given.get('fingerprint') };
  if (rule === '*' && !Object.values(narrow).some((each) => each !== undefined))
    return { ok: false, problem: '"*" needs a file, resource or fingerprint: everything can’t be suppressed at once' };
  const given2 = Object.fromEntries(Object.entries(narrow).filter(([, value]) => value !== undefined));
  return { ok: true, value: { by: 'file', rules: [rule], reason, until, ...given2 } };
}

/** Whether the decision is about this finding. `isComment` says of a line whether it holds nothing but a comment. */
export function applies(suppression: Suppression, finding: Finding, isComment: (line: number) => boolean): boolean {
  const { rules, location, by } = suppression;
  if (!rules.some((rule) => rule === '*' || rule === finding.ruleId || `scan/${rule}` === finding.ruleId)) return false;
  const place = finding.location && 'file' in finding.location ? finding.location : undefined;
  if (by === 'inline') {
    if (!place || place.file !== location.file) return false;
    if (place.line === location.line) return true;
    // Several comments may stand above the line; nothing else may stand between.
    if (place.line <= location.line || place.line - location.line > 20) return false;
    for (let line = location.line; line < place.line; line++) if (!isComment(line)) return false;
    return true;
  }
  if (suppression.file !== undefined && suppression.file !== place?.file) return false;
  if (suppression.resource !== undefined && suppression.resource !== finding.resource) return false;
  return suppression.fingerprint === undefined || suppression.fingerprint === finding.fingerprint;
}
