import type { AttackClassName, Confidence, SinkKind, SourceLocation } from '@postern/core';
import type { ParsedLanguage } from '@postern/syntax';

/** What goes wrong when data of a source reaches a sink; `error-detail` is what an answer tells about the inside. */
export type FlowClass = AttackClassName | 'error-detail';

/** Who wrote the data: the sender of the event, an HTTP service, whoever stored it, or the program when it failed. */
export type SourceKind = 'event' | 'http' | 'storage' | 'error';

export interface FlowPlace {
  readonly location: SourceLocation;
  /** As a person would point at it: `event.Records.0.Sns.Message`, `child_process.execSync`. */
  readonly label: string;
}

/** Untrusted data on its way from where it comes in to where it does harm. */
export interface Flow {
  readonly class: FlowClass;
  /** The function's id in the App. */
  readonly function: string;
  readonly language: ParsedLanguage;
  /** How far was looked: in the handler and the functions of the same file that it calls. */
  readonly scope: 'within-function';
  readonly source: FlowPlace & { readonly kind: SourceKind };
  readonly sink: FlowPlace & { readonly kind: SinkKind | 'answer'; readonly id: string };
  /** Where to mend it: where the data was last put into the text that the sink reads, or the sink. */
  readonly place: SourceLocation;
  /** From the source to the sink, both included. */
  readonly steps: readonly FlowPlace[];
  /** Lower where the data went through code that was not read. */
  readonly confidence: Confidence;
}
