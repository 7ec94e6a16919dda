import type { LimitName } from '@postern/core';

/** What peeling off one encoding gave. */
export type Decoded =
  | { readonly kind: 'text'; readonly step: string; readonly text: string }
  | { readonly kind: 'bytes'; readonly step: string; readonly bytes: Uint8Array }
  /** Plain data of this realm; the reader walks it and adds the inner path to the step. */
  | { readonly kind: 'data'; readonly step: string; readonly data: unknown }
  | { readonly kind: 'limit'; readonly limit: LimitName };

/** What one decoding may produce. */
export interface Room {
  /** Units or bytes. */
  readonly size: number;
  /** Decoded bytes per encoded byte. */
  readonly ratio: number;
}

interface FormatBase {
  /** Also the first step that it adds to the encodings of a value. */
  readonly id: string;
  readonly title: string;
  readonly document: string;
}

/**
 * An encoding that a handler may peel off. Decoding is speculative: nobody knows what the handler does, so every decoding that succeeds is one
 * more view of the same text. `canDecode` is cheap and may say yes too often; saying no to what a handler would decode hides it from the detectors.
 */
export type Format =
  | (FormatBase & {
      readonly reads: 'text';
      canDecode(text: string): boolean;
      decode(text: string, room: Room): readonly Decoded[];
    })
  | (FormatBase & {
      readonly reads: 'bytes';
      canDecode(bytes: Uint8Array): boolean;
      decode(bytes: Uint8Array, room: Room): readonly Decoded[];
    });
