import type { LimitName } from '@postern/core';
import { type Detection, toDetection } from './detector.ts';
import { detectors } from './detectors/index.ts';
import type { ReadOptions } from './options.ts';
import { readEvent } from './reader.ts';
import { forgetMarked, readMarks } from './text/marks.ts';
import type { Reading, Value } from './value.ts';
import type { WebhookReading } from './webhook.ts';

/** How sure the text alone makes us; only policy turns it into a verdict. */
export type Level = 'none' | 'suspicious' | 'certain';

export interface Inspection {
  readonly trigger: string;
  readonly level: Level;
  /** In the order in which they were found. Of an event full of attacks only the first {@link mostDetections}, and the first of each class and confidence. */
  readonly detections: readonly Detection[];
  /** How many more were found: all of them were looked at and count for `level`. */
  readonly more?: number;
  /** Whose webhook the request is, when it is one. */
  readonly webhook?: WebhookReading;
  /** The bound that ended the inspection before the data did. */
  readonly incomplete?: LimitName;
}

/** Nobody reads more of one event, and an event of 6 MB can hold 200,000 attacks, whose report would be larger than itself. */
const mostDetections = 100;

/** Longer texts are not worth the memory: they rarely come twice. */
const rememberedLength = 512;

/** Reads an event and looks for attacks in it. Never throws on any event; bounded by `options.limits`. */
export function inspectEvent(event: unknown, options?: ReadOptions): Inspection {
  return inspectReading(readEvent(event, options));
}

/** Looks for attacks in what was read of an event. */
export function inspectReading(reading: Reading): Inspection {
  const detections: Detection[] = [];
  let more = 0;
  let level: Level = 'none';
  // A flood of one class must not crowd out what policy decides by: a class or a confidence that is new is kept whatever came before.
  const kinds = new Set<string>();
  // The same text comes in several places: a query parameter stands in an event up to four times.
  const clean = new Set<string>();
  for (let i = 0; i < reading.values.length; i++) {
    const value = reading.values[i] as Value;
    // A longer text is not asked for either: that alone would read all of it.
    if (value.isParsed || isInert(value.text) || (value.text.length <= rememberedLength && clean.has(value.text))) continue;
    const marks = readMarks(value.text);
    let isClean = true;
    for (let j = 0; j < detectors.length; j++) {
      const detector = detectors[j] as (typeof detectors)[number];
      const sighting = detector.canOccur(value.text, marks) ? detector.detect(value.text, marks, value) : undefined;
      if (sighting === undefined) continue;
      isClean = false;
      if (level !== 'certain') level = sighting.confidence === 'high' ? 'certain' : 'suspicious';
      const kind = `${detector.class} ${sighting.confidence}`;
      if (detections.length >= mostDetections && kinds.has(kind)) {
        more++;
        continue;
      }
      kinds.add(kind);
      detections.push(toDetection(detector, value, sighting));
    }
    if (isClean && value.text.length <= rememberedLength) clean.add(value.text);
  }
  forgetMarked();
  return {
    trigger: reading.trigger,
    level,
    detections,
    ...(more > 0 ? { more } : {}),
    ...(reading.webhook === undefined ? {} : { webhook: reading.webhook }),
    ...(reading.incomplete === undefined ? {} : { incomplete: reading.incomplete }),
  };
}

const inert = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:@-') inert[character.charCodeAt(0)] = 1;

/**
 * One word without quote, bracket, blank, slash, separator or two dots: an identifier, a number, a time, an address. Leaving a literal, a word of a
 * shell, a folder or an expression takes one of the characters that it has not, so no detector could find anything.
 */
function isInert(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127 || inert[code] === 0 || (code === 46 && text.charCodeAt(i + 1) === 46)) return false;
  }
  return true;
}
