import type { AttackClassName, Span } from '@postern/core';
import type { Value } from '@postern/inspect';

/** Untrusted input with a name for people: `event`, `http:GET host/path`, `s3:GetObject bucket/key`. */
export interface Source {
  readonly label: string;
  /** The id of the trigger whose event it is; undefined for what the function read. */
  readonly trigger?: string;
  readonly values: readonly Value[];
}

/** A stretch of a sink's text that stands in a source as well, letter case aside. */
export interface Match {
  /** In the sink's text. */
  readonly span: Span;
  /** The label of the source. */
  readonly source: string;
  readonly value: Value;
  /** In the value's text. */
  readonly valueSpan: Span;
  /** Whether it is all of the value, blanks at its ends aside. */
  readonly whole: boolean;
}

/** Input that makes a sink do something of another kind than its text without the input would. */
export interface StructureChange {
  readonly match: Match;
  /** The part of the sink's text that changes the structure. */
  readonly span: Span;
  /** For people, as the end of a sentence that begins with the input: `starts the command curl`. */
  readonly reason: string;
  readonly class: AttackClassName;
  /** What {@link span} counts in, of calls that take arguments apart: the argument, or the program's path. */
  readonly text?: string;
}
