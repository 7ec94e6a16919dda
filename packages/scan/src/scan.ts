import { type App, entryPoints, type NotRead, readApps } from '@postern/app';
import { excerpt, type Finding, fingerprint, printable, type Risk, redact, type SourceLocation } from '@postern/core';
import { type Flow, findFlows, flowProblems, join } from '@postern/flow';
import { loadParsers, type ParsedLanguage, type SourceProblem, type Sources } from '@postern/syntax';
import type { Baseline } from './baseline.ts';
import { createExposure } from './exposure.ts';
import { type AdvisoryDatabase, builtInAdvisories } from './packages/advisories.ts';
import type { Observation, Rule, RuleContext } from './rule.ts';
import { rules as allRules } from './rules/index.ts';
import { applies, readInlineSuppressions, readSuppressionFile, type Suppression } from './suppressions.ts';

/** A finding of a scan; one in code has the way of the data with it. */
export type ScanFinding = Finding & { readonly flow?: Flow };

export interface ScanOptions {
  /** The rules to ask; all of the registry if absent. */
  readonly rules?: readonly Rule[];
  /** Only rules of these risks. All if absent. */
  readonly only?: readonly Risk[];
  /** The few that come with Postern if absent. */
  readonly advisories?: AdvisoryDatabase;
  readonly baseline?: Baseline;
  /** The day on which suppressions are held against their end, `2026-12-31`. Today if absent. */
  readonly today?: string;
}

export interface SuppressedFinding {
  readonly finding: ScanFinding;
  readonly by: 'inline' | 'file' | 'baseline';
  readonly reason?: string;
  readonly expires?: string;
}

export interface ScanResult {
  /** By file, line and rule. */
  readonly findings: readonly ScanFinding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly notRead: readonly NotRead[];
  /** What is wrong with files, and suppressions that have ended or say too little. */
  readonly problems: readonly SourceProblem[];
  readonly apps: readonly App[];
  /** The rules that were asked. */
  readonly rules: readonly Rule[];
}

/**
 * Reads a folder or a template and holds every App in it against the rules. Nothing is executed, no environment is read, nothing
 * outside of the folder is opened. Throws what `statSync` throws if `path` does not exist.
 */
export async function scan(path: string, options: ScanOptions = {}): Promise<ScanResult> {
  const { only } = options;
  const asked = options.rules ?? allRules;
  const rules = only ? asked.filter(({ sas }) => sas.some((risk) => only.includes(risk))) : asked;
  const { apps, notRead, problems: readProblems, sources } = await readApps(path);
  const problems: SourceProblem[] = [...readProblems];
  const advisories = lazy(() => options.advisories ?? builtInAdvisories());
  await loadParsers(languagesOf(apps));

  const found: ScanFinding[] = [];
  for (const app of apps) {
    const joined = join(app, sources);
    problems.push(...flowProblems(app, sources));
    found.push(...findingsOf(joined, app, sources, rules, advisories));
  }
  const findings = distinct(found).sort(byPlace);
  const decided = decide(findings, apps, sources, options);
  return { ...decided, notRead, problems: [...problems, ...decided.problems], apps, rules };
}

function languagesOf(apps: readonly App[]): ReadonlySet<ParsedLanguage> {
  const languages = new Set<ParsedLanguage>();
  for (const { functions } of apps)
    for (const { language, entry, inlineCode } of functions) if (language !== 'other' && (entry || inlineCode)) languages.add(language);
  return languages;
}

function findingsOf(
  app: App,
  unjoined: App,
  sources: Sources,
  rules: readonly Rule[],
  advisories: () => AdvisoryDatabase,
): readonly ScanFinding[] {
  const entries = lazy(() => entryPoints(app));
  const exposure = lazy(() => createExposure(app, entries()));
  const context: RuleContext = {
    sources,
    get flows() {
      return findFlows(unjoined, sources);
    },
    get entries() {
      return entries();
    },
    get advisories() {
      return advisories();
    },
    exposureOf: (id) => exposure()(id),
  };
  const counts = new Map<string, number>();
  return rules.flatMap((rule) => [...rule.check(app, context)].map((observation) => toFinding(rule, observation, app, counts)));
}

function toFinding(rule: Rule, observation: Observation, app: App, counts: Map<string, number>): ScanFinding {
  const { location, what, why, resource, flow } = observation;
  const remediation = observation.todo ?? rule.remediation;
  const parts = [
    rule.id,
    location.file === app.template ? app.template : `${app.template} ${location.file}`,
    resource,
    observation.subject,
  ];
  const key = parts.join('\0');
  const number = (counts.get(key) ?? 0) + 1;
  counts.set(key, number);
  return {
    ruleId: rule.id,
    concept: observation.concept ?? rule.concept,
    ...(rule.class ? { class: rule.class } : {}),
    title: rule.title,
    sas: rule.sas,
    cwe: rule.cwe,
    severity: observation.severity ?? rule.severity,
    confidence: observation.confidence ?? 'high',
    message: redact(`${what}\n${why}\n${remediation}`),
    origin: { kind: 'source', location },
    location,
    ...(resource === undefined ? {} : { resource }),
    ...(observation.function === undefined ? {} : { function: observation.function }),
    evidence: (observation.evidence ?? []).map((each) => ({ excerpt: excerpt(each.excerpt), reason: each.reason })),
    remediation,
    // The second of two that are alike in everything has its number beside it.
    fingerprint: fingerprint(...parts, number === 1 ? undefined : number),
    ...(flow ? { flow } : {}),
  };
}

/** Two templates that share a file say the same of it twice. */
function distinct(findings: readonly ScanFinding[]): ScanFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ ruleId, message, location, resource }) => {
    const place = location as SourceLocation;
    const key = [ruleId, place.file, place.line, place.column, resource, message].join('\0');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function byPlace(a: Finding, b: Finding): number {
  const [x, y] = [a.location as SourceLocation, b.location as SourceLocation];
  if (x.file !== y.file) return x.file < y.file ? -1 : 1;
  return x.line - y.line || x.column - y.column || (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0);
}

interface Decided {
  readonly findings: readonly ScanFinding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly problems: readonly SourceProblem[];
}

/** Takes out what someone decided to live with, and says which decisions have ended. */
function decide(findings: readonly ScanFinding[], apps: readonly App[], sources: Sources, options: ScanOptions): Decided {
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const fromFile = readSuppressionFile(sources);
  const suppressions: Suppression[] = [...fromFile.suppressions];
  const problems: SourceProblem[] = [...fromFile.problems];
  const files = new Set([
    ...findings.map(({ location }) => (location as SourceLocation).file),
    ...apps.map(({ template }) => template),
    ...apps.flatMap(({ functions }) => functions.flatMap(({ entry }) => (entry ? [entry.file] : []))),
  ]);
  const lines = new Map<string, readonly string[]>();
  for (const file of files) {
    const text = sources.read(file);
    if (!text.ok || !text.value.includes('postern-ignore')) continue;
    const inline = readInlineSuppressions(text.value, file);
    suppressions.push(...inline.suppressions);
    problems.push(...inline.problems);
    lines.set(file, text.value.split('\n'));
  }
  for (const { location, until, reason, rules } of suppressions)
    if (until < today)
      problems.push({
        location,
        problem: `the suppression of ${rules.join(', ')} ("${printable(reason)}") ended on ${until} and has no effect: decide again, or mend what it is about`,
      });
  const alive = suppressions.filter(({ until }) => until >= today);
  const kept: ScanFinding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of findings) {
    const { file } = finding.location as SourceLocation;
    const isComment = (line: number): boolean => /^\s*(?:#|\/\/|\/?\*)/.test(lines.get(file)?.[line - 1] ?? '');
    const by = alive.find((suppression) => applies(suppression, finding, isComment));
    if (by) suppressed.push({ finding, by: by.by, reason: by.reason, expires: by.until });
    else if (options.baseline?.fingerprints.has(finding.fingerprint)) suppressed.push({ finding, by: 'baseline' });
    else kept.push(finding);
  }
  return { findings: kept, suppressed, problems };
}

function lazy<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
