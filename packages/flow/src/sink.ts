import type { SinkKind } from '@postern/core';
import type { Abstract, Taint } from './abstract.ts';
import type { Calls } from './calls.ts';
import type { FlowClass } from './flow.ts';

/** A call as a sink sees it. */
export interface SinkCall {
  readonly receiver: Abstract;
  readonly args: readonly Abstract[];
  /** Keyword arguments of Python; the members of the last argument in JavaScript are in `options`. */
  readonly named: ReadonlyMap<string, Abstract>;
  /** The way to the function, or `*.method` where the receiver is not known. */
  readonly ref: string;
}

/** A kind of call that does harm when untrusted data reaches it. */
export interface Sink {
  readonly id: string;
  readonly kind: SinkKind;
  readonly class: FlowClass;
  readonly calls: Calls;
  /** The values that matter. */
  inspects(call: SinkCall): readonly (Abstract | undefined)[];
  /** Whether the data does harm where it stands; absent: always. */
  harms?(taint: Taint): boolean;
}

/** Types a sink; the folder of sinks is the registry. */
export function defineSink(sink: Sink): Sink {
  return sink;
}
