import { type Finding, type Risk, risks, type Severity, severities } from '@postern/core';
import { list, object, text } from './tolerant.ts';

/** A place on the way of a value from where it came in to where it does harm. */
export interface Step {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly label: string;
}

const maxSteps = 50;

/** The way of the data through the code: the flow's source, its steps and its sink, each once. Empty where a finding has no flow. */
export function stepsOf(finding: Finding): readonly Step[] {
  const flow = object((finding as { readonly flow?: unknown }).flow);
  const steps: Step[] = [];
  const add = (value: unknown, otherwise: string): void => {
    const step = readStep(value, otherwise);
    const last = steps.at(-1);
    if (step === undefined || steps.length >= maxSteps) return;
    if (last && last.file === step.file && last.line === step.line && last.column === step.column) return;
    steps.push(step);
  };
  add(flow['source'], 'comes in here');
  for (const step of list(flow['steps'])) add(step, 'goes through here');
  add(flow['sink'], 'is used here');
  return steps;
}

function readStep(value: unknown, otherwise: string): Step | undefined {
  const step = object(value);
  const place = ['location', 'place'].map((name) => object(step[name])).find((inner) => inner['file'] !== undefined) ?? step;
  const file = text(place['file']);
  if (file === '') return undefined;
  const label = ['label', 'text', 'note', 'kind', 'call'].map((name) => text(step[name])).find((found) => found !== '');
  return {
    file,
    line: whole(place['line']),
    column: whole(place['column']),
    ...(typeof place['endLine'] === 'number' && place['endLine'] >= whole(place['line']) ? { endLine: whole(place['endLine']) } : {}),
    label: label ?? otherwise,
  };
}

/** A line or column, from 1. */
export function whole(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 ? value : 1;
}

export interface RiskGroup {
  /** Undefined for findings that name none of the ten. */
  readonly risk: Risk | undefined;
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** Findings by the first risk they name, in the order of the ten, the worst of each first. */
export function byRisk(findings: readonly Finding[]): readonly RiskGroup[] {
  const groups: RiskGroup[] = [];
  const worstFirst = [...findings].sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
  const of = (finding: Finding): Risk | undefined => finding.sas.find((risk) => Object.hasOwn(risks, risk));
  for (const risk of [...(Object.keys(risks) as Risk[]), undefined]) {
    const found = worstFirst.filter((finding) => of(finding) === risk);
    if (found.length > 0) groups.push({ risk, title: risk === undefined ? 'Other findings' : risks[risk], findings: found });
  }
  return groups;
}

/** How many of each severity there are, the worst first, none left out. */
export function countBySeverity(findings: readonly Finding[]): readonly (readonly [Severity, number])[] {
  return [...severities].reverse().map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length]);
}

/** `template.yaml:12:3` or an ARN; undefined for a finding that lies nowhere in source. */
export function placeOf(finding: Finding): string | undefined {
  const { location, origin } = finding;
  const place = location ?? (origin.kind === 'source' ? origin.location : origin.kind === 'account' ? { arn: origin.arn } : undefined);
  return place === undefined ? undefined : 'arn' in place ? place.arn : `${place.file}:${place.line}:${place.column}`;
}

/** The paragraphs of a message: what it is, why it matters, what to do; the last one left out where it is the remediation. */
export function paragraphsOf({ message, remediation }: Finding): readonly string[] {
  return message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== remediation.trim());
}
