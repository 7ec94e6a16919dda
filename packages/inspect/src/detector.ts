import { type AttackClassName, attackClasses, type Confidence, isSecretName, type Severity, type Span } from '@postern/core';
import type { EvidenceMaker } from './evidence.ts';
import { type Place, View } from './place.ts';
import type { Marks } from './text/marks.ts';
import type { WordScan } from './text/word-scan.ts';
import { isPlainName, type Value } from './value.ts';

/** What a detector says about a text. */
export interface Sighting {
  readonly span: Span;
  /** `high`: the text has the structure of an attack. `medium`, `low`: it may be one, or text about one. */
  readonly confidence: Confidence;
  readonly reason: string;
}

/** What the caller knows of the program that the event is for. */
export interface Circumstances {
  /** The program's own regular expressions. */
  readonly patterns: readonly RegExp[];
}

/** A pure function from text to attack in one language, with what the documentation and the reports say about it. */
export interface Detector {
  readonly id: string;
  readonly title: string;
  readonly class: AttackClassName;
  readonly severity: Severity;
  /** Marks one of which every text that it can find something in has, unless it has one of the `words`; the others are not asked about. */
  readonly needs?: Marks;
  /** Words one of which may begin in every text that it can find something in, unless it has a mark that it `needs`. */
  readonly words?: WordScan;
  /** A necessary condition that costs little. Saying yes too often costs time; saying no to an attack is a bypass, so each states why it cannot. */
  canOccur(text: string, marks: Marks, circumstances?: Circumstances): boolean;
  /** The strongest sighting. Linear in the length of the text; never throws. `marks` are those of the text; `value` tells where it stands. */
  detect(text: string, marks: Marks, value?: Value, circumstances?: Circumstances): Sighting | undefined;
  /** Whether a text of one word, which no other detector is asked about, is worth a look. */
  readsInert?(text: string): boolean;
}

export interface Detection {
  readonly class: AttackClassName;
  readonly detector: string;
  readonly cwe: readonly number[];
  readonly capec: readonly number[];
  readonly path: string;
  readonly encodings: readonly string[];
  /** In the decoded text. */
  readonly span: Span;
  /** A redacted excerpt, or what the options keep of the text in its place. */
  readonly evidence: string;
  /** Keyed with the salt of the options: the same attack has the same, whatever its case and its blanks. */
  readonly hash?: string;
  readonly reason: string;
  readonly confidence: Confidence;
}

/** Types a detector; the folder of detectors is the registry. */
export function defineDetector(detector: Detector): Detector {
  return detector;
}

export function toDetection(
  detector: Pick<Detector, 'id' | 'class'>,
  value: Pick<Value, 'path' | 'encodings' | 'text'>,
  sighting: Sighting,
  maker: EvidenceMaker,
): Detection {
  const { title, cwe, capec } = attackClasses[detector.class];
  const keep = maker.keepOf(detector.class);
  const place = keep === 'excerpt' ? value : withoutNames(value);
  const hash = maker.hash(value.text, sighting.span);
  return {
    class: detector.class,
    detector: detector.id,
    cwe,
    capec,
    path: place.path,
    encodings: place.encodings,
    span: sighting.span,
    evidence: maker.evidence(value.text, sighting.span, keep, isSecret(value)),
    ...(hash === undefined ? {} : { hash }),
    // A reason quotes the text.
    reason: keep === 'excerpt' ? sighting.reason : title,
    confidence: sighting.confidence,
  };
}

type Placed = Pick<Value, 'path' | 'encodings'>;

/** A place without what its sender wrote: the place of a name ends with the name, and those above it may be as long as a text. */
function withoutNames(value: Placed): Placed {
  let place = value;
  while (place instanceof View && place.isKey && place.parent !== undefined) {
    const { parent } = place;
    place = parent instanceof View ? parent : parent.trail;
  }
  return { path: withoutName(place.path), encodings: place.encodings.map(withoutName) };
}

function withoutName(path: string): string {
  return path.replace(/\['((?:[^'\\]|\\.)*)'\]/gs, (member, name: string) => (isPlainName(name) ? member : "['‹redacted›']"));
}

/** Whether the name of what a text stands in, in whatever encoding, says that it is a secret. */
function isSecret(value: Placed): boolean {
  if (!(value instanceof View)) return false;
  let place: Place | undefined = value;
  while (place !== undefined) {
    const name = place.key ?? place.step;
    if (typeof name === 'string' && isSecretName(name)) return true;
    // Positions and encodings of all of a text have no name of their own.
    if (typeof place.key === 'string' || place.step?.includes(':') === true) return false;
    place = place.parent;
  }
  return false;
}
