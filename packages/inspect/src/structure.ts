import type { AttackClassName, Confidence, Severity, Span } from '@postern/core';
import type { Reading } from './value.ts';

/** What a structure detector says: the place, the text that shows it there, and where in this text. */
export interface StructureSighting {
  readonly path: string;
  readonly encodings: readonly string[];
  readonly text: string;
  readonly span: Span;
  readonly confidence: Confidence;
  readonly reason: string;
}

/** Finds what no single text shows: a flood of names, a bomb, fields that contradict each other. */
export interface StructureDetector {
  readonly id: string;
  readonly title: string;
  readonly class: AttackClassName;
  readonly severity: Severity;
  /**
   * Everything it sees in one event. `event` may be hostile, of another realm, and is never modified: read it through `peek`. Asked once about each
   * event, so the usual answer, an empty list, must cost next to nothing.
   */
  detect(reading: Reading, event: unknown): readonly StructureSighting[];
}
