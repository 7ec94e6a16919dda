import type { Confidence, LimitName } from '@postern/core';
import { Budget } from './budget.ts';
import { type Circumstances, type Detection, type Detector, type Sighting, toDetection } from './detector.ts';
import { detectors } from './detectors/index.ts';
import { createEvidenceMaker, type EvidenceMaker } from './evidence.ts';
import { isMention } from './mention.ts';
import { type InspectOptions, withTimer } from './options.ts';
import { type Place, View } from './place.ts';
import { readEvent } from './reader.ts';
import { structures } from './structures/index.ts';
import { forgetMarked, lastWords, type Marks, mark, readMarks, recallMarked, wordsOfList } from './text/marks.ts';
import { remember, rememberedLength } from './text/memory.ts';
import { isPlainName, type Reading, type Value } from './value.ts';
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
/**
 * Short texts in which no detector found anything wherever they stand: header values, names and states come with every event, and a query parameter
 * stands in an event up to four times.
 */
const clean = new Set<string>();
/** What asking about the structure costs, in units of text that cost as much. */
const structureUnits = 256;
const longText = 4096;
/** What all detectors together get through in a millisecond at least. */
const unitsPerMillisecond = 40_000;

/** Reads an event and looks for attacks in it. Never throws on any event; bounded by `options.limits`. */
export function inspectEvent(event: unknown, options?: InspectOptions): Inspection {
  const timed = withTimer(options);
  return inspectReading(readEvent(event, timed), event, timed);
}

/** Looks for attacks in what was read of `event`. */
export function inspectReading(reading: Reading, event?: unknown, options?: InspectOptions): Inspection {
  const inspector = new Inspector(options);
  inspector.inspectValues(reading.values);
  inspector.inspectStructure(reading, event);
  forgetMarked();
  const { level, detections, more } = inspector;
  const incomplete = reading.incomplete ?? inspector.budget.incomplete;
  return {
    trigger: reading.trigger,
    level,
    detections,
    ...(more > 0 ? { more } : {}),
    ...(reading.webhook === undefined ? {} : { webhook: reading.webhook }),
    ...(incomplete === undefined ? {} : { incomplete }),
  };
}

class Inspector {
  readonly budget: Budget;
  readonly detections: Detection[] = [];
  more = 0;
  level: Level = 'none';
  readonly #circumstances: Circumstances;
  readonly #evidence: EvidenceMaker;
  // A flood of one class must not crowd out what policy decides by: a class or a confidence that is new is kept whatever came before.
  readonly #kinds = new Set<string>();
  /** By text and by what is around it. */
  readonly #verdicts = new Map<string, Map<string, readonly Finding[]>>();
  #remembered = 0;

  constructor(options: InspectOptions | undefined) {
    this.budget = new Budget(options);
    this.#evidence = createEvidenceMaker(options);
    this.#circumstances = (options?.patterns?.length ?? 0) === 0 ? noCircumstances : { patterns: options?.patterns ?? [] };
  }

  /** Looked at even when no time is left: reading or a cold start may have used it up, and a beginning costs little. */
  #promised = longText;

  inspectValues(values: readonly Value[]): void {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as Value;
      if (value.isParsed) continue;
      const { length } = value.text;
      const fitting = Math.max(this.budget.takeTime(length, unitsPerMillisecond), Math.min(length, this.#promised));
      this.#promised = Math.max(0, this.#promised - fitting);
      if (fitting === 0 && length > 0) return;
      const text = fitting === length ? value.text : value.text.slice(0, fitting);
      const isShort = length <= rememberedLength;
      // With patterns of one's own there is more to find than there was.
      if (isShort && this.#circumstances === noCircumstances && clean.has(text) && value.isKey !== true) continue;
      const marks = marksOf(value, text);
      if (isInert(text, marks)) this.#askAboutWord(text, marks, value);
      else if (this.#judge(text, marks, value) && isShort && this.#circumstances === noCircumstances) remember(clean, text);
    }
  }

  /** As {@link #ask}, which is asked once about equal texts in equal places: a list may hold one attack 200,000 times. */
  #judge(text: string, marks: Marks, value: Value): boolean {
    if (text.length > longestVerdict || !(value instanceof View)) return this.#ask(text, marks, value, undefined);
    const verdicts = this.#verdicts.get(text);
    const surroundings = verdicts === undefined ? undefined : surroundingsOf(value);
    const known = surroundings === undefined ? undefined : verdicts?.get(surroundings);
    if (known !== undefined) {
      for (let i = 0; i < known.length; i++) {
        const { detector, sighting } = known[i] as Finding;
        this.#take(detector, value, sighting);
      }
      return false;
    }
    const findings: Finding[] = [];
    const isClean = this.#ask(text, marks, value, findings);
    if (!isClean && this.#remembered < mostVerdicts) {
      this.#remembered++;
      if (verdicts === undefined) this.#verdicts.set(text, new Map([[surroundingsOf(value), findings]]));
      else verdicts.set(surroundings as string, findings);
    }
    return isClean;
  }

  /** Whether no detector found anything, nor would find anything in the same text at another place. */
  #ask(whole: string, wholeMarks: Marks, value: Value, findings: Finding[] | undefined): boolean {
    gates ??= detectors.map(gateOf);
    let { low, high } = lastWords();
    let text = whole;
    let marks = wholeMarks;
    let isClean = true;
    for (let i = 0; i < gates.length; i++) {
      const gate = gates[i] as Gate;
      if (((marks & gate.needs) | (low & gate.low) | (high & gate.high)) === 0 && !gate.isOpen) continue;
      const detector = gate.detector;
      if (!detector.canOccur(text, marks, this.#circumstances)) continue;
      // A detector, once it reads, is not stopped; in a long text the clock is asked before each. The rest of them look at the beginning at least.
      if (text.length > longText && !this.budget.hasTimeFor(text.length >> 2)) {
        text = text.slice(0, longText);
        marks = readMarks(text);
        ({ low, high } = lastWords());
        isClean = false;
        if (!detector.canOccur(text, marks, this.#circumstances)) continue;
      }
      const sighting = detector.detect(text, marks, value, this.#circumstances);
      // Who takes the value looks at where it stands.
      if (sighting !== undefined || detector.detect.length > 2) isClean = false;
      if (sighting === undefined) continue;
      const judged = asMention(detector, text, sighting);
      findings?.push({ detector, sighting: judged });
      this.#take(detector, value, judged);
    }
    return isClean;
  }

  #askAboutWord(text: string, marks: Marks, value: Value): void {
    wordReaders ??= detectors.filter(({ readsInert }) => readsInert !== undefined);
    for (let i = 0; i < wordReaders.length; i++) {
      const detector = wordReaders[i] as Detector;
      if (detector.readsInert?.(text) !== true) continue;
      const sighting = detector.detect(text, marks, value, this.#circumstances);
      if (sighting !== undefined) this.#take(detector, value, sighting);
    }
  }

  inspectStructure(reading: Reading, event: unknown): void {
    for (let i = 0; i < structures.length; i++) {
      if (!this.budget.hasTimeFor(structureUnits)) return;
      const detector = structures[i] as (typeof structures)[number];
      const sightings = this.#lookAt(detector, reading, event);
      for (let j = 0; j < sightings.length; j++) {
        const sighting = sightings[j] as (typeof sightings)[number];
        this.#take(detector, sighting, sighting);
      }
    }
  }

  #lookAt(detector: (typeof structures)[number], reading: Reading, event: unknown): ReturnType<(typeof structures)[number]['detect']> {
    try {
      return detector.detect(reading, event);
    } catch {
      this.budget.reach('unreadable'); // a revoked proxy refuses even to say whether it is a list
      return [];
    }
  }

  #take(detector: Pick<Detector, 'id' | 'title' | 'class'>, place: Pick<Value, 'path' | 'encodings' | 'text'>, sighting: Sighting): void {
    if (this.level !== 'certain') this.level = levelOf(sighting.confidence);
    const kind = `${detector.class} ${sighting.confidence}`;
    if (this.detections.length >= mostDetections && this.#kinds.has(kind)) {
      this.more++;
      return;
    }
    this.#kinds.add(kind);
    this.detections.push(toDetection(detector, place, sighting, this.#evidence));
  }
}

interface Finding {
  readonly detector: Detector;
  readonly sighting: Sighting;
}

/** Of one inspection. Longer texts are few in an event. */
const longestVerdict = 1024;
const mostVerdicts = 4096;

/** What detectors that look at a value's place can see there: the names of its path. All positions in a list are alike. */
function surroundingsOf(view: View): string {
  let names = view.isKey ? 'key' : '';
  let place: Place | undefined = view;
  while (place !== undefined) {
    names += `\n${typeof place.key === 'number' ? '#' : (place.key ?? place.step ?? '')}`;
    place = place.parent;
  }
  return names;
}

/** A text about an attack is not certainly one; only a lookup works wherever a program writes it down. */
function asMention({ class: name }: Detector, text: string, sighting: Sighting): Sighting {
  if (sighting.confidence !== 'high' || name === 'jndi' || !isMention(text, sighting.span)) return sighting;
  return { ...sighting, confidence: 'medium' };
}

/** What a text must have for a detector to be asked about it. Of one shape for all, so that asking costs a few steps each. */
interface Gate {
  readonly detector: Detector;
  readonly needs: Marks;
  readonly low: number;
  readonly high: number;
  readonly isOpen: boolean;
}

function gateOf(detector: Detector): Gate {
  const { needs, words } = detector;
  const { low, high } = words === undefined ? noWords : wordsOfList(words.list);
  return { detector, needs: needs ?? 0, low, high, isOpen: needs === undefined && words === undefined };
}

const noWords = { low: 0, high: 0 };
let gates: readonly Gate[] | undefined;
const noCircumstances: Circumstances = { patterns: [] };
let wordReaders: readonly Detector[] | undefined;

function levelOf(confidence: Confidence): Level {
  return confidence === 'high' ? 'certain' : 'suspicious';
}

function marksOf(value: Value, text: string): Marks {
  if (!(value instanceof View && value.isMarked && value.text.length === text.length)) return readMarks(text);
  recallMarked(text, value);
  return value.marks;
}

const wordMarks = mark.dot | mark.colon | mark.at | mark.dash | mark.run;

/**
 * One word without quote, bracket, blank, slash, separator or two dots: an identifier, a number, a time, an address. Leaving a literal, a word of a
 * shell, a folder or an expression takes one of the characters that it has not, so only detectors that read words ask for it. The names that lead to a
 * prototype are words, too, that are no plain names.
 */
function isInert(text: string, marks: Marks): boolean {
  if ((marks & ~wordMarks) !== 0) return false;
  if ((marks & ~mark.run) === 0) return isPlainName(text);
  return !((marks & mark.dot) !== 0 && text.includes('..')) && !text.startsWith('__');
}
