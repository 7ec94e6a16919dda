/** One run of the handler: what came in and what was read since, and the index that sinks ask. */
import type { LimitName } from '@postern/core';
import type { Reading, Value } from '@postern/inspect';
import { createIndex, isPairs, readData } from './analysis.ts';
import type { Index, Source } from './evidence/index.ts';
import type { Token } from './host.ts';

/** Bytes of answers kept per invocation. What comes after them is no source, and that is said. */
const keptBytes = 8 * 1024 * 1024;

/** Data that the function read from outside, still as it arrived. */
interface Arrival {
  readonly label: string;
  readonly chunks: Uint8Array[];
  readonly texts: string[];
  size: number;
}

export interface Invocation {
  readonly token: Token;
  readonly requestId: string | undefined;
  readonly account: string | undefined;
  readonly trigger: string;
  /** The first limit at which input was cut off. */
  readonly incomplete: LimitName | undefined;
  /** Says that a limit ended the look at this invocation's input before the input did. Reported once; policy decides what follows. */
  cutOff(limit: LimitName): void;
  /** Something the function read: a chunk under a label. */
  arrive(label: string, chunk: Uint8Array): void;
  arriveText(label: string, text: string): void;
  /** A name that was resolved to an address during this invocation. */
  resolved(address: string, host: string): void;
  hostsOf(address: string): readonly string[];
  /** All sources so far, decoded when first asked for. */
  index(): Index;
  /** Lasts as long as the thread: a worker's, which has no handler. */
  readonly isStanding: boolean;
}

/** What the platform says of an invocation. */
export interface Circumstances {
  readonly requestId?: string | undefined;
  readonly account?: string | undefined;
  /** What the trail of the input begins with. */
  readonly label?: string;
  readonly isStanding?: boolean;
  /** Told of the first limit that is reached. */
  readonly onCutOff?: (invocation: Invocation, limit: LimitName) => void;
}

export function createInvocation(token: Token, reading: () => Reading, circumstances: Circumstances = {}): Invocation {
  const eventLabel = circumstances.label ?? 'event';
  const arrivals = new Map<string, Arrival>();
  const hosts = new Map<string, string[]>();
  let bytes = 0;
  let index: Index | undefined;
  let eventSource: Source | undefined;
  const decoded = new Map<Arrival, { readonly size: number; readonly source: Source }>();
  let trigger: string | undefined;
  let incomplete: LimitName | undefined;

  const invocation: Invocation = {
    token,
    requestId: circumstances.requestId,
    account: circumstances.account,
    get trigger() {
      trigger ??= reading().trigger;
      return trigger;
    },
    get incomplete() {
      return incomplete;
    },
    cutOff(limit) {
      if (incomplete !== undefined) return;
      incomplete = limit;
      circumstances.onCutOff?.(invocation, limit);
    },
    isStanding: circumstances.isStanding ?? false,
    arrive(label, chunk) {
      const kept = chunk.subarray(0, room(chunk.length));
      if (kept.length > 0) arrivalOf(label, kept.length).chunks.push(kept);
    },
    arriveText(label, text) {
      const kept = text.slice(0, room(text.length));
      if (kept.length > 0) arrivalOf(label, kept.length).texts.push(kept);
    },
    resolved(address, host) {
      const known = hosts.get(address);
      if (!known) hosts.set(address, [host]);
      else if (!known.includes(host)) known.push(host);
    },
    hostsOf: (address) => hosts.get(address) ?? [],
    index() {
      if (index) return index;
      eventSource ??= readEventSource();
      const all: Source[] = [eventSource];
      for (const arrival of arrivals.values()) {
        const known = decoded.get(arrival);
        if (known?.size === arrival.size) all.push(known.source);
        else {
          const source = { label: arrival.label, values: valuesOf(arrival) };
          decoded.set(arrival, { size: arrival.size, source });
          all.push(source);
        }
      }
      index = createIndex(all, invocation.cutOff);
      return index;
    },
  };
  return invocation;

  function readEventSource(): Source {
    const read = reading();
    if (read.incomplete) invocation.cutOff(read.incomplete);
    return { label: eventLabel, values: withoutPairs(read.values), trigger: read.trigger };
  }

  /** How much of `size` more is kept. */
  function room(size: number): number {
    const left = keptBytes - bytes;
    if (size <= left) return size;
    invocation.cutOff('size');
    return Math.max(0, left);
  }

  function arrivalOf(label: string, size: number): Arrival {
    bytes += size;
    let arrival = arrivals.get(label);
    if (!arrival) {
      arrival = { label, chunks: [], texts: [], size: 0 };
      arrivals.set(label, arrival);
    }
    arrival.size += size;
    index = undefined;
    return arrival;
  }

  function valuesOf(arrival: Arrival): readonly Value[] {
    const values: Value[] = [];
    const read = (data: string | Uint8Array): void => {
      const reading = readData(data);
      if (reading.incomplete) invocation.cutOff(reading.incomplete);
      for (let i = 0; i < reading.values.length; i++) values.push(reading.values[i] as Value);
    };
    if (arrival.chunks.length > 0) read(concatenate(arrival.chunks));
    for (const text of arrival.texts) read(text);
    return withoutPairs(values);
  }
}

/**
 * The raw text of a query or a form looks like the program's own `id=5`, and whatever in it can do harm is a value of its own: it is no
 * evidence of anything.
 */
function withoutPairs(values: readonly Value[]): readonly Value[] {
  const kept: Value[] = [];
  for (let i = 0; i < values.length; i++) if (!isPairs((values[i] as Value).text)) kept.push(values[i] as Value);
  return kept;
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  let size = 0;
  for (const chunk of chunks) size += chunk.length;
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
