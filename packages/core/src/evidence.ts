/** Where a piece of text came from: the place in the original input and what was peeled off to reach it. */
export interface Trail {
  /** What delivered the input: `event`, or what the function read, such as `http:GET api.example/rates` or `s3:GetObject bucket/key`. */
  readonly source: string;
  /** JSON path in the original input, `$` for the whole of it: `$.Records[0].kinesis.data`. */
  readonly path: string;
  /** Encodings peeled off, outermost first; a step inside decoded data carries its own path: `base64`, `gzip`, `json:$.cmd`. */
  readonly encodings: readonly string[];
}

/** `[start, end)` in UTF-16 units. */
export type Span = readonly [start: number, end: number];

/** What a finding stands on: the place in the input, and an excerpt fit to be logged. */
export interface Evidence {
  readonly trail?: Trail;
  /** The span in the last view of the trail. */
  readonly span?: Span;
  /** Redacted, at most {@link excerptLength} units. */
  readonly excerpt: string;
  /** By which the same attack is known again: of the text, keyed with the operator's salt. */
  readonly hash?: string;
  readonly reason: string;
  /** Identifies the event inside a recorded set. */
  readonly eventId?: string;
}

/** What the program was about to do, with the parts of it that came from untrusted input marked. */
export interface Sink {
  /** `process`, `file`, `network`, `code`, `sql`. */
  readonly kind: SinkKind;
  /** The call a person knows: `child_process.execSync`, `eval`, `pg.Client.query`. */
  readonly call: string;
  /** Redacted text of the argument that matters. */
  readonly text: string;
  /** The parts of `text` that came from untrusted input. */
  readonly spans: readonly Span[];
}

export const sinkKinds = ['process', 'code', 'file', 'network', 'sql'] as const;
export type SinkKind = (typeof sinkKinds)[number];

export interface Frame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The npm package that the file belongs to, `app` for the function's own code. */
  readonly package: string;
}

export const excerptLength = 200;

/** One line for people: `event $.Records[0].kinesis.data › base64 › gzip › json › $.cmd`. */
export function formatTrail(trail: Trail): string {
  const steps: string[] = [];
  for (let i = 0; i < trail.encodings.length; i++) {
    const step = trail.encodings[i] as string;
    const colon = step.indexOf(':');
    if (colon < 0) steps.push(step);
    else steps.push(step.slice(0, colon), step.slice(colon + 1));
  }
  return [`${trail.source} ${trail.path}`, ...steps].join(' › ');
}
