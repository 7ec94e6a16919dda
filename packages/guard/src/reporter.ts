/**
 * Turns what happened into records, one JSON line each. A benign warm invocation writes nothing; the same finding is written the first
 * time and then at every doubling of its count, so that a flood of attacks makes a logarithm of lines.
 */
import {
  type ActionTaken,
  type Evidence,
  excerpt,
  type Finding,
  fingerprint,
  formatTrail,
  type Mode,
  type PosternRecord,
  type RuleMetadata,
  type RuntimeContext,
  redact,
  type Sink,
  type Span,
} from '@postern/core';
import type { Detection } from '@postern/inspect';
import type { Host } from './host.ts';
import type { Invocation } from './invocation.ts';
import { type RuleName, rules } from './rules.ts';
import type { CapturedStack } from './stack.ts';
import type { Departure } from './state.ts';

export interface Reporter {
  /** A problem found before anything was armed. */
  startProblem(rule: RuleName, problem: string): void;
  departure(
    departure: Departure,
    invocation: Invocation,
    stack: CapturedStack,
    override: (fingerprint: string) => ActionTaken | undefined,
  ): Finding;
  door(invocation: Invocation, detections: readonly Detection[], action: ActionTaken): void;
  incomplete(invocation: Invocation, limit: string, action: ActionTaken): void;
  fault(what: string, fault: unknown, stopped: boolean): void;
}

interface Settings {
  readonly mode: Mode;
  readonly policyDigest?: string;
}

/** Sink text that goes into a record: enough to see the attack, never a whole upload. */
const sinkTextLength = 400;
/** Different findings remembered per instance. */
const rememberedFindings = 1000;

export function createReporter(host: Host, settings: Settings): Reporter {
  const counts = new Map<string, number>();
  const environment = host.environment;
  const functionName = environment['AWS_LAMBDA_FUNCTION_NAME'];

  function context(action: ActionTaken, count: number, invocation?: Invocation): RuntimeContext {
    const account = invocation?.account;
    return {
      time: host.now(),
      ...(invocation?.requestId ? { requestId: invocation.requestId } : {}),
      ...optional('traceId', host.traceId()),
      ...optional('account', account),
      ...optional('region', environment['AWS_REGION']),
      ...optional('function', functionName),
      ...optional('version', environment['AWS_LAMBDA_FUNCTION_VERSION']),
      mode: settings.mode,
      action,
      ...optional('policyDigest', settings.policyDigest),
      guardVersion: host.version,
      count,
    };
  }

  function counted(identity: string): number {
    // Past the bound all new findings share one count: an attacker who varies places gets neither memory nor a flood of lines out of it.
    const key = counts.has(identity) || counts.size < rememberedFindings ? identity : '';
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count;
  }

  function write(record: PosternRecord): void {
    host.write(`${JSON.stringify(record)}\n`);
  }

  function writeFinding(finding: Finding): void {
    const count = finding.runtime?.count ?? 1;
    if ((count & (count - 1)) === 0) write({ postern: 1, kind: 'finding', ...finding });
  }

  function plainFinding(
    rule: RuleMetadata,
    reason: string,
    action: ActionTaken,
    identity: string,
    more: Partial<Finding> = {},
    invocation?: Invocation,
  ): Finding {
    const mark = fingerprint(rule.id, functionName, identity);
    return {
      ...metadata(rule),
      confidence: 'high',
      message: `${rule.title}: ${ended(reason)} ${rule.remediation}`,
      origin: { kind: 'runtime' },
      ...optional('function', functionName),
      evidence: [{ excerpt: '', reason }],
      fingerprint: mark,
      runtime: context(action, counted(mark), invocation),
      ...more,
    };
  }

  return {
    startProblem(rule, problem) {
      writeFinding(plainFinding(rules[rule], excerpt(problem), rule === 'impostor' ? 'observed' : 'failed-open', rule));
    },
    departure(departure, invocation, stack, override) {
      const rule = rules[departure.rule];
      const { change } = departure;
      const call = departure.call ?? (stack.api ? `${stack.api.module}.${stack.api.name}` : departure.kind);
      const top = stack.frames[0];
      const trail = change && {
        source: change.match.source,
        path: change.match.value.path,
        encodings: change.match.value.encodings,
      };
      const reason = change?.reason ?? departure.reason ?? rule.title;
      const identity = fingerprint(rule.id, functionName, call, top?.file, top?.line, trail?.path && generalised(trail.path));
      const action: ActionTaken = settings.mode === 'block' ? (override(identity) ?? 'blocked') : 'observed';
      const sink = describeSink(departure, call);
      const evidence: Evidence = {
        ...(trail ? { trail } : {}),
        ...(change ? { span: change.match.valueSpan } : {}),
        excerpt: change ? excerpt(change.match.value.text, change.match.valueSpan[0], change.match.valueSpan[1]) : excerpt(departure.text),
        reason,
      };
      const finding: Finding = {
        ...metadata(rule),
        ...(change ? { class: change.class } : {}),
        confidence: 'high',
        message: `${call} ${action === 'blocked' ? 'was stopped' : 'was seen'}: ${reason}${trail ? `; the input came from ${formatTrail(trail)}` : ''}. ${rule.remediation}`,
        origin: { kind: 'runtime', ...(trail ? { trail } : {}), sink, stack: stack.frames },
        ...(top ? { location: { file: top.file, line: top.line, column: top.column } } : {}),
        ...optional('function', functionName),
        evidence: [evidence],
        fingerprint: identity,
        runtime: context(action, counted(identity), invocation),
      };
      writeFinding(finding);
      return finding;
    },
    door(invocation, detections, action) {
      const first = detections[0];
      if (!first) return;
      const trail = { source: 'event', path: first.path, encodings: first.encodings };
      const classes = detections.map((detection) => detection.class);
      writeFinding(
        plainFinding(
          rules.door,
          `${first.reason}, in ${formatTrail(trail)}`,
          action,
          `${invocation.trigger} ${first.class} ${generalised(first.path)}`,
          {
            class: first.class,
            confidence: first.confidence,
            cwe: first.cwe,
            origin: { kind: 'event', trigger: invocation.trigger, trail },
            evidence: detections.slice(0, 5).map((detection) => ({
              trail: { source: 'event', path: detection.path, encodings: detection.encodings },
              span: detection.span,
              excerpt: detection.evidence,
              ...optional('hash', detection.hash),
              reason: `${detection.class}: ${detection.reason}`,
            })),
            message: `An event of ${invocation.trigger === 'unknown' ? 'an unknown trigger' : invocation.trigger} carries ${[...new Set(classes)].join(', ')} (${first.reason}). Whoever sends it is probing the function. ${rules.door.remediation}`,
          },
          invocation,
        ),
      );
    },
    incomplete(invocation, limit, action) {
      writeFinding(plainFinding(rules.incomplete, `the limit "${limit}" was reached`, action, limit, {}, invocation));
    },
    fault(what, fault, stopped) {
      const reason = `${what}: ${String((fault as { message?: unknown } | null)?.message ?? fault)}`;
      writeFinding(plainFinding(rules.fault, excerpt(reason), stopped ? 'blocked' : 'failed-open', what));
    },
  };
}

function metadata(
  rule: RuleMetadata,
): Pick<Finding, 'ruleId' | 'concept' | 'class' | 'title' | 'sas' | 'cwe' | 'severity' | 'remediation'> {
  return {
    ruleId: rule.id,
    concept: rule.concept,
    ...(rule.class ? { class: rule.class } : {}),
    title: rule.title,
    sas: rule.sas,
    cwe: rule.cwe,
    severity: rule.severity,
    remediation: rule.remediation,
  };
}

/** The sink's text, cut around what came from the input and redacted, with the spans moved to where they are in the cut. */
function describeSink(departure: Departure, call: string): Sink {
  const { text, change } = departure;
  if (!change) return { kind: departure.kind, call, text: excerpt(text, 0, text.length, sinkTextLength), spans: [] };
  const [start, end] = change.match.span;
  const from = Math.max(0, Math.min(start - 100, text.length - sinkTextLength));
  const to = Math.min(text.length, from + sinkTextLength);
  const before = redact(text.slice(from, start));
  const inside = redact(text.slice(start, Math.min(end, to)));
  const after = redact(text.slice(Math.min(end, to), to));
  const span: Span = [before.length, before.length + inside.length];
  return { kind: departure.kind, call, text: before + inside + after, spans: [span] };
}

/** A sentence, with its stop where it has none. */
function ended(sentence: string): string {
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** `$.Records[3].body` and `$.Records[0].body` are the same place in the program. */
function generalised(path: string): string {
  return path.replace(/\[\d+\]/g, '[*]');
}

function optional<Key extends string>(key: Key, value: string | undefined): { readonly [key in Key]?: string } {
  return value === undefined || value === '' ? {} : ({ [key]: value } as { readonly [key in Key]?: string });
}
