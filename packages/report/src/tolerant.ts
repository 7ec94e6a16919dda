import {
  type Confidence,
  confidences,
  type Evidence,
  type Finding,
  type Frame,
  type Origin,
  type RuntimeContext,
  type Severity,
  type Sink,
  type SinkKind,
  type SourceLocation,
  type Span,
  severities,
  type Trail,
} from '@postern/core';

/** More of one text than anybody reads on a terminal; a log line may hold megabytes. */
const maxText = 10_000;

/**
 * A finding from whatever a log line held. Any code inside a function can print a line that begins like a record, so a
 * member may be missing or of any type: it is replaced by something harmless, and the report goes on.
 */
export function tolerantFinding(value: unknown): Finding {
  const record = object(value);
  const origin = record['origin'];
  return {
    ruleId: text(record['ruleId'], 'unknown'),
    concept: text(record['concept']),
    title: text(record['title'], text(record['ruleId'], 'Finding')),
    sas: list(record['sas']).map((risk) => text(risk)) as unknown as Finding['sas'],
    cwe: list(record['cwe']).filter((cwe) => typeof cwe === 'number'),
    severity: choice(record['severity'], severities, 'info' satisfies Severity),
    confidence: choice(record['confidence'], confidences, 'low' satisfies Confidence),
    message: text(record['message']),
    origin: tolerantOrigin(object(origin)),
    ...(typeof record['location'] === 'object' && record['location'] !== null
      ? { location: tolerantLocation(object(record['location'])) }
      : {}),
    ...optional('resource', record['resource']),
    ...optional('function', record['function']),
    evidence: list(record['evidence']).map(tolerantEvidence),
    remediation: text(record['remediation']),
    fingerprint: text(record['fingerprint']),
    ...(typeof record['runtime'] === 'object' && record['runtime'] !== null ? { runtime: tolerantRuntime(object(record['runtime'])) } : {}),
    // Its parts are read one by one where they are written.
    ...(typeof record['flow'] === 'object' && record['flow'] !== null ? { flow: record['flow'] } : {}),
  } as Finding;
}

function tolerantOrigin(origin: Readonly<Record<string, unknown>>): Origin {
  switch (origin['kind']) {
    case 'source':
      return { kind: 'source', location: tolerantSource(object(origin['location'])) };
    case 'event':
      return { kind: 'event', trigger: text(origin['trigger'], 'unknown'), trail: tolerantTrail(origin['trail']) };
    case 'account':
      return { kind: 'account', arn: text(origin['arn']) };
    default:
      return {
        kind: 'runtime',
        ...(origin['trail'] ? { trail: tolerantTrail(origin['trail']) } : {}),
        ...(origin['sink'] ? { sink: tolerantSink(object(origin['sink'])) } : {}),
        ...(Array.isArray(origin['stack']) ? { stack: origin['stack'].map(tolerantFrame) } : {}),
      };
  }
}

function tolerantLocation(location: Readonly<Record<string, unknown>>): NonNullable<Finding['location']> {
  return typeof location['arn'] === 'string' ? { arn: location['arn'] } : tolerantSource(location);
}

function tolerantSource(location: Readonly<Record<string, unknown>>): SourceLocation {
  return {
    file: text(location['file'], '?'),
    line: number(location['line']),
    column: number(location['column']),
    ...(typeof location['endLine'] === 'number' ? { endLine: number(location['endLine']) } : {}),
  };
}

function tolerantTrail(value: unknown): Trail {
  const trail = object(value);
  return {
    source: text(trail['source'], 'unknown'),
    path: text(trail['path'], '$'),
    encodings: list(trail['encodings']).map((step) => text(step, '?')),
  };
}

function tolerantSink(sink: Readonly<Record<string, unknown>>): Sink {
  const spans: Span[] = [];
  for (const span of list(sink['spans'])) if (Array.isArray(span)) spans.push([number(span[0]), number(span[1])]);
  return { kind: text(sink['kind'], 'process') as SinkKind, call: text(sink['call'], 'unknown call'), text: text(sink['text']), spans };
}

function tolerantFrame(value: unknown): Frame {
  const frame = object(value);
  return {
    function: text(frame['function']),
    file: text(frame['file'], '?'),
    line: number(frame['line']),
    column: number(frame['column']),
    package: text(frame['package'], '?'),
  };
}

function tolerantEvidence(value: unknown): Evidence {
  const evidence = object(value);
  return {
    ...(evidence['trail'] ? { trail: tolerantTrail(evidence['trail']) } : {}),
    excerpt: text(evidence['excerpt']),
    reason: text(evidence['reason']),
    ...optional('eventId', evidence['eventId']),
  };
}

function tolerantRuntime(runtime: Readonly<Record<string, unknown>>): RuntimeContext {
  return {
    time: text(runtime['time']),
    ...optional('requestId', runtime['requestId']),
    ...optional('function', runtime['function']),
    mode: text(runtime['mode'], 'observe') as RuntimeContext['mode'],
    action: text(runtime['action'], 'observed') as RuntimeContext['action'],
    guardVersion: text(runtime['guardVersion']),
    count: number(runtime['count']),
  };
}

export function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown, otherwise = ''): string {
  return typeof value === 'string' && value !== '' ? (value.length > maxText ? `${value.slice(0, maxText)}…` : value) : otherwise;
}

function number(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

function choice<Choice extends string>(value: unknown, choices: readonly Choice[], otherwise: Choice): Choice {
  return choices.includes(value as Choice) ? (value as Choice) : otherwise;
}

function optional<Name extends string>(name: Name, value: unknown): { readonly [name in Name]?: string } {
  return typeof value === 'string' ? ({ [name]: value } as { readonly [name in Name]?: string }) : {};
}
