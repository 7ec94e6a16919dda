import type { LimitName } from '@postern/core';
import { type Detection, toDetection } from './detector.ts';
import { detectors } from './detectors/index.ts';
import type { ReadOptions } from './options.ts';
import { readEvent } from './reader.ts';
import type { Reading, Value } from './value.ts';

/** How sure the text alone makes us; only policy turns it into a verdict. */
export type Level = 'none' | 'suspicious' | 'certain';

export interface Inspection {
  readonly trigger: string;
  readonly level: Level;
  readonly detections: readonly Detection[];
  /** The bound that ended the inspection before the data did. */
  readonly incomplete?: LimitName;
}

/** Longer texts are not worth the memory: they rarely come twice. */
const rememberedLength = 512;

/** Reads an event and looks for attacks in it. Never throws on any event; bounded by `options.limits`. */
export function inspectEvent(event: unknown, options?: ReadOptions): Inspection {
  return inspectReading(readEvent(event, options));
}

/** Looks for attacks in what was read of an event. */
export function inspectReading(reading: Reading): Inspection {
  const detections: Detection[] = [];
  // The same text comes in several places: a query parameter stands in an event up to four times.
  const clean = new Set<string>();
  for (let i = 0; i < reading.values.length; i++) {
    const value = reading.values[i] as Value;
    if (value.isParsed || isInert(value.text) || clean.has(value.text)) continue;
    const before = detections.length;
    for (let j = 0; j < detectors.length; j++) {
      const detector = detectors[j] as (typeof detectors)[number];
      const sighting = detector.canOccur(value.text) ? detector.detect(value.text) : undefined;
      if (sighting !== undefined) detections.push(toDetection(detector, value, sighting));
    }
    if (detections.length === before && value.text.length <= rememberedLength) clean.add(value.text);
  }
  const isCertain = detections.some((detection) => detection.confidence === 'high');
  const level: Level = isCertain ? 'certain' : detections.length > 0 ? 'suspicious' : 'none';
  const inspection = { trigger: reading.trigger, level, detections };
  return reading.incomplete === undefined ? inspection : { ...inspection, incomplete: reading.incomplete };
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
