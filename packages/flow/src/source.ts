import type { Calls } from './calls.ts';
import type { SourceKind } from './flow.ts';

/** A kind of call whose answer was written by someone else. */
export interface Source {
  readonly id: string;
  readonly kind: SourceKind;
  /** What a report calls it: `an HTTP answer`. */
  readonly title: string;
  readonly calls: Calls;
  /** Operations of the AWS SDKs, `s3:GetObject`, in every way to call them. */
  readonly operations?: readonly string[];
}

/** Types a source; the folder of sources is the registry. */
export function defineSource(source: Source): Source {
  return source;
}
