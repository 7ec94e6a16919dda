import type { LimitName } from '@postern/core';
import { checkFormat } from './own-format.ts';
import type { Marks } from './text/marks.ts';

/** What peeling off one encoding gave. */
export type Decoded =
  /** `isKey`: the text is a name, such as that of a form's field. */
  | { readonly kind: 'text'; readonly step: string; readonly text: string; readonly isKey?: boolean }
  | { readonly kind: 'bytes'; readonly step: string; readonly bytes: Uint8Array }
  /** Plain data of this realm; the reader walks it and adds the inner path to the step. */
  | {
      readonly kind: 'data';
      readonly step: string;
      readonly data: unknown;
      /** The data may be less than all of the text, which is still looked at itself. */
      readonly isPartial?: boolean;
    }
  | { readonly kind: 'limit'; readonly limit: LimitName };

/** What one decoding may produce. */
export interface Room {
  /** Units or bytes. */
  readonly size: number;
  /** Decoded bytes per encoded byte. */
  readonly ratio: number;
  /** How many more guesses that cost much may fail in this reading. */
  readonly guesses?: { left: number };
}

interface FormatBase {
  /** Also the first step that it adds to the encodings of a value. */
  readonly id: string;
  readonly title: string;
  /** The document that defines it. */
  readonly document?: string;
}

/**
 * An encoding that a handler may peel off. Decoding is speculative: nobody knows what the handler does, so every decoding that succeeds is one
 * more view of the same text. `canDecode` is cheap and may say yes too often; saying no to what a handler would decode hides it from the detectors.
 */
export type Format =
  | (FormatBase & {
      readonly reads: 'text';
      /** Marks one of which every text in this format has; the others are not asked about. */
      readonly needs?: Marks;
      canDecode(text: string, marks: Marks): boolean;
      decode(text: string, room: Room): readonly Decoded[];
    })
  | (FormatBase & {
      readonly reads: 'bytes';
      /**
       * How sure the form of the bytes makes us. A magic number (when absent): nothing else is tried, and the bytes are no view themselves.
       * `form`: all of it reads as such. `guess`: it may be; tried when nothing surer was found. Bytes that only seem to be something stay a view.
       */
      readonly certainty?: 'form' | 'guess';
      canDecode(bytes: Uint8Array): boolean;
      decode(bytes: Uint8Array, room: Room): readonly Decoded[];
    });

/** Orders formats of bytes by how sure their form makes us. */
export function bySureness(one: Format, other: Format): number {
  return sureness(one) - sureness(other);
}

function sureness(format: Format): number {
  const certainty = format.reads === 'bytes' ? format.certainty : undefined;
  return certainty === undefined ? 0 : certainty === 'form' ? 1 : 2;
}

/**
 * A format of one's own, for the option `formats`: what was brewed at home gets looked at too. It has the bounds of every other format, and the
 * text that it reads is looked at all the same; one that throws or answers what is no view is passed over, and the reading says that it is incomplete.
 *
 *     const rot13 = defineFormat({
 *       id: 'rot13', title: 'Letters turned by 13', reads: 'text',
 *       canDecode: (text) => /^[a-z ]+$/i.test(text),
 *       decode: (text) => [{ kind: 'text', step: 'rot13', text: turn(text) }],
 *     });
 */
export function defineFormat(format: Format): Format {
  checkFormat(format);
  return format;
}
