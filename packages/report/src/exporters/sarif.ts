import { type Finding, printable, type RuleMetadata, type Severity, type SourceLocation } from '@postern/core';
import type { Exporter, Report, Suppressed } from '../exporter.ts';
import { writeJsonDocument } from '../json.ts';
import { paragraphsOf, type Step, stepsOf, whole } from '../story.ts';
import { tolerantFinding } from '../tolerant.ts';
import { wellFormed } from '../well-formed.ts';

type Json = Readonly<Record<string, unknown>>;

/** SARIF has three levels; the number is what GitHub sorts by. */
const levels: Readonly<Record<Severity, { readonly level: string; readonly score: string | undefined }>> = {
  critical: { level: 'error', score: '9.5' },
  high: { level: 'error', score: '8.0' },
  medium: { level: 'warning', score: '5.5' },
  low: { level: 'note', score: '2.0' },
  info: { level: 'note', score: undefined },
};

/** [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html): code scanning on GitHub and GitLab, editors. */
export const sarif: Exporter = {
  name: 'sarif',
  title: 'SARIF 2.1.0',
  extension: 'sarif',
  write(report) {
    const suppressions = new Map<Finding, Suppressed>();
    const given = [...report.findings];
    for (const suppressed of report.suppressed ?? []) {
      suppressions.set(suppressed.finding, suppressed);
      given.push(suppressed.finding);
    }
    const findings = given.map((finding) => ({ finding: tolerantFinding(finding), suppressed: suppressions.get(finding) }));
    const rules = rulesOf(
      report,
      findings.map(({ finding }) => finding),
    );
    const index = new Map(rules.map(({ id }, i) => [id, i]));
    return writeJsonDocument({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'Postern',
              ...(report.version === undefined ? {} : { version: plain(report.version) }),
              rules: rules.map(ruleOf),
            },
          },
          columnKind: 'utf16CodeUnits',
          originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The folder that was scanned.' } } },
          invocations: [{ executionSuccessful: true, toolExecutionNotifications: notificationsOf(report) }],
          results: findings.map(({ finding, suppressed }) => resultOf(finding, index.get(finding.ruleId) as number, suppressed)),
        },
      ],
    });
  },
};

/** Every rule once: as it describes itself, or as its first finding does. */
function rulesOf(report: Report, findings: readonly Finding[]): readonly RuleMetadata[] {
  const rules = new Map<string, RuleMetadata>();
  for (const rule of report.rules ?? []) rules.set(rule.id, rule);
  for (const { ruleId: id, concept, title, sas, cwe, severity, remediation } of findings)
    if (!rules.has(id)) rules.set(id, { id, concept, title, sas, cwe, severity, remediation });
  return [...rules.values()];
}

function ruleOf({ id, title, sas, cwe, severity, remediation, equivalents }: RuleMetadata): Json {
  const { level, score } = levels[severity];
  const todo = remediation === '' ? 'See the message of the finding.' : plain(remediation);
  const links = cwe.map((number) => `[CWE-${number}](https://cwe.mitre.org/data/definitions/${number}.html)`);
  const help = [markdown(title), markdown(todo), [...sas.map(markdown), ...links].join(', ')].filter((part) => part !== '').join('\n\n');
  return {
    id: plain(id),
    name: pascalCase(id),
    shortDescription: { text: plain(title) },
    fullDescription: { text: `${plain(title)}. ${todo}` },
    help: { text: todo, markdown: help },
    defaultConfiguration: { level },
    properties: {
      tags: [...new Set(['security', ...sas.map(plain), ...cwe.map((number) => `external/cwe/cwe-${String(number).padStart(3, '0')}`)])],
      precision: 'high',
      'problem.severity': level === 'note' ? 'recommendation' : level,
      ...(score === undefined ? {} : { 'security-severity': score }),
      ...(equivalents === undefined ? {} : { equivalents }),
    },
  };
}

function resultOf(finding: Finding, ruleIndex: number, suppressed: Suppressed | undefined): Json {
  const { level } = levels[finding.severity];
  const steps = stepsOf(finding);
  const place = sourceOf(finding);
  const { origin } = finding;
  return {
    ruleId: plain(finding.ruleId),
    ruleIndex,
    level,
    message: { text: messageOf(finding) },
    locations: place === undefined && logicalOf(finding).length === 0 ? [] : [locationOf(place, finding)],
    ...(finding.fingerprint === '' ? {} : { partialFingerprints: { 'postern/v1': plain(finding.fingerprint) } }),
    ...(steps.length > 0 ? { codeFlows: [codeFlowOf(finding, steps)] } : {}),
    ...(origin.kind === 'runtime' && origin.stack && origin.stack.length > 0
      ? {
          stacks: [
            {
              message: { text: 'The stack of the call' },
              frames: origin.stack.map(({ function: name, file, line, column, package: owner }) => ({
                module: plain(owner),
                location: {
                  ...physical({ file, line, column }),
                  ...(name === '' ? {} : { logicalLocations: [{ name: plain(name), kind: 'function' }] }),
                },
              })),
            },
          ],
        }
      : {}),
    ...(suppressed === undefined ? {} : { suppressions: [suppressionOf(suppressed)] }),
    properties: {
      severity: finding.severity,
      confidence: finding.confidence,
      concept: plain(finding.concept),
      sas: finding.sas.map(plain),
      cwe: finding.cwe,
      ...(finding.function === undefined ? {} : { function: plain(finding.function) }),
      ...(finding.resource === undefined ? {} : { resource: plain(finding.resource) }),
      evidence: finding.evidence.map(({ excerpt, reason }) => ({ excerpt: wellFormed(excerpt), reason: wellFormed(reason) })),
    },
  };
}

/** What, why, what to do; a reader that shows one line shows the first. */
function messageOf(finding: Finding): string {
  const parts = paragraphsOf(finding).map(plain);
  if (parts.length === 0) parts.push(plain(finding.title));
  if (finding.remediation !== '') parts.push(plain(finding.remediation));
  return parts.join('\n');
}

function sourceOf({ location, origin }: Finding): SourceLocation | undefined {
  if (location && 'file' in location) return location;
  return origin.kind === 'source' ? origin.location : undefined;
}

function logicalOf({ function: name, resource, location, origin }: Finding): readonly Json[] {
  const logical: Json[] = [];
  if (name !== undefined) logical.push({ name: plain(name), kind: 'function' });
  if (resource !== undefined) logical.push({ name: plain(resource), kind: 'resource' });
  const arn = location && 'arn' in location ? location.arn : origin.kind === 'account' ? origin.arn : undefined;
  if (arn !== undefined) logical.push({ name: plain(arn), fullyQualifiedName: plain(arn), kind: 'resource' });
  return logical;
}

function locationOf(place: SourceLocation | undefined, finding: Finding): Json {
  const logical = logicalOf(finding);
  return { ...(place === undefined ? {} : physical(place)), ...(logical.length > 0 ? { logicalLocations: logical } : {}) };
}

function physical({ file, line, column, endLine }: SourceLocation): Json {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file), uriBaseId: '%SRCROOT%' },
      region: {
        startLine: whole(line),
        startColumn: whole(column),
        ...(endLine !== undefined && whole(endLine) >= whole(line) ? { endLine: whole(endLine) } : {}),
      },
    },
  };
}

function codeFlowOf(finding: Finding, steps: readonly Step[]): Json {
  const last = steps.length - 1;
  return {
    message: { text: plain(finding.title) },
    threadFlows: [
      {
        locations: steps.map((step, i) => ({
          location: { ...physical(step), message: { text: plain(step.label) } },
          executionOrder: i + 1,
          importance: i === 0 || i === last ? 'essential' : 'important',
        })),
      },
    ],
  };
}

function suppressionOf({ by, reason, expires }: Suppressed): Json {
  const parts = [reason, expires === undefined ? undefined : `until ${expires}`].filter((part) => part !== undefined).map(plain);
  return {
    kind: by === 'inline' ? 'inSource' : 'external',
    status: 'accepted',
    justification: parts.length > 0 ? parts.join(', ') : `known since the ${by}`,
  };
}

function notificationsOf({ problems = [], notRead = [] }: Report): readonly Json[] {
  return [
    ...problems.map((problem) => ({ level: 'warning', message: { text: plain(problem) } })),
    ...notRead.map(({ file, dialect }) => ({
      level: 'note',
      message: { text: `Not read: ${plain(dialect)} is no dialect that is read yet.` },
      locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file), uriBaseId: '%SRCROOT%' } } }],
    })),
  ];
}

/** A relative reference (RFC 3986): a file named `javascript:x` or `//host/x` is a file. */
function uriOf(file: string): string {
  const path = wellFormed(file).replaceAll('\\', '/').replace(/^\/+/, '');
  return path === '' ? '.' : path.split('/').map(encodeURIComponent).join('/');
}

/** Text that no viewer takes for a link: SARIF §3.11.6 reads `[text](target)` in plain messages too. */
function plain(text: string): string {
  return printable(wellFormed(text)).replaceAll('](', '] (');
}

function markdown(text: string): string {
  return plain(text).replace(/[\\`*_{}[\]()#+!|<>~&]/g, '\\$&');
}

function pascalCase(id: string): string {
  const name = id
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return name === '' ? 'Rule' : name;
}
