import type { AttackClassName, Risk } from './catalogue.ts';
import type { Evidence, Frame, Sink, Trail } from './evidence.ts';
import type { Confidence, Severity } from './severity.ts';

/** A place in a file, lines and columns from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
}

/** Where a finding was made. */
export type Origin =
  | { readonly kind: 'source'; readonly location: SourceLocation }
  | { readonly kind: 'event'; readonly trigger: string; readonly trail: Trail }
  | { readonly kind: 'runtime'; readonly trail?: Trail; readonly sink?: Sink; readonly stack?: readonly Frame[] }
  | { readonly kind: 'account'; readonly arn: string };

/** What was done about a finding at run time. */
export type ActionTaken = 'observed' | 'blocked' | 'failed-open';

export const modes = ['off', 'learn', 'observe', 'block'] as const;
export type Mode = (typeof modes)[number];

/** The circumstances of a run-time finding: what every SIEM user asks for. */
export interface RuntimeContext {
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string;
  readonly requestId?: string;
  readonly traceId?: string;
  readonly account?: string;
  readonly region?: string;
  readonly function?: string;
  readonly version?: string;
  readonly mode: Mode;
  readonly action: ActionTaken;
  readonly policyDigest?: string;
  readonly guardVersion: string;
  /** How often this fingerprint was seen by this instance, this one included. */
  readonly count: number;
}

/** A rule at a place with its evidence: one shape for a flaw in source, an attack in an event, a departure at run time, a change in an account. */
export interface Finding {
  readonly ruleId: string;
  /** Stable neutral slug shared by equivalent rules. */
  readonly concept: string;
  readonly class?: AttackClassName;
  readonly title: string;
  readonly sas: readonly Risk[];
  readonly cwe: readonly number[];
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** What it is, why it matters, what to do: in this order. */
  readonly message: string;
  readonly origin: Origin;
  readonly location?: SourceLocation | { readonly arn: string };
  readonly resource?: string;
  readonly function?: string;
  readonly evidence: readonly Evidence[];
  readonly remediation: string;
  /** Identity without time and payload; see {@link fingerprint}. */
  readonly fingerprint: string;
  readonly runtime?: RuntimeContext;
}

/** What a function did when nothing was wrong. */
export interface Activity {
  readonly activity: 'start' | 'invocation' | 'summary';
  readonly time: string;
  readonly function?: string;
  readonly requestId?: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A line of the guard's report. The first member makes it recognisable among the application's own lines. */
export type PosternRecord =
  | ({ readonly postern: 1; readonly kind: 'finding' } & Finding)
  | ({ readonly postern: 1; readonly kind: 'activity' } & Activity);

/** Whether a line of a log is a Postern record. Any code in the function can print such a line too: treat it as unauthenticated. */
export function readRecord(line: string): PosternRecord | undefined {
  if (!line.startsWith('{"postern":1,')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
    return value.kind === 'finding' || value.kind === 'activity' ? (value as PosternRecord) : undefined;
  } catch {
    return undefined;
  }
}
