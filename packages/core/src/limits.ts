/**
 * The bounds of one inspection. Reaching one ends the work with `incomplete` and the bound's name; policy decides what that means.
 * Sizes admit the largest event a platform delivers: 6 MB on AWS Lambda (synchronous invocation payload, Lambda quotas).
 */
export interface Limits {
  /** Nesting of the event itself plus the encodings peeled off on the way. */
  readonly depth: number;
  /** UTF-16 units of all text looked at, decoded text included. */
  readonly size: number;
  /** Decoded bytes per encoded byte of one compressed value. */
  readonly ratio: number;
  /** Values (leaves and keys) looked at. */
  readonly values: number;
  /** Milliseconds of time for one inspection; 0 means no bound: then the result depends on sizes alone. */
  readonly time: number;
}

/** `comparisons`: input repeats itself so often that not all of it could be compared with what a sink was given. */
export type LimitName = keyof Limits | 'unreadable' | 'comparisons';

export const defaultLimits: Limits = {
  depth: 64,
  size: 16 * 1024 * 1024,
  ratio: 200,
  values: 200_000,
  time: 0,
};
