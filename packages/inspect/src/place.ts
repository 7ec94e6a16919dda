import type { Field } from './trigger.ts';
import { memberPath, type Value } from './value.ts';

/** A place in words: the path in the original input, and the encodings peeled off with the paths in what was decoded. */
export interface Trail {
  readonly path: string;
  readonly encodings: readonly string[];
}

const none: readonly string[] = [];

/**
 * Where something stands in an event: a link to what holds it and the member or the step that leads there. Most places are of values in which nothing
 * is found, so the chain becomes words only when somebody asks for them.
 */
export class Place {
  readonly parent: Place | undefined;
  /** The name or the position in `parent`; at the root, its path. Undefined when it was decoded from `parent`. */
  readonly key: string | number | undefined;
  /** What was peeled off `parent`: `base64`, or `json:$`, to which the members add themselves. */
  readonly step: string | undefined;
  /** Containers and encodings above. */
  readonly depth: number;
  /** The value of the event that this was decoded from. Undefined in the event itself. */
  readonly origin: View | undefined;
  #trail: Trail | undefined;

  constructor(parent: Place | undefined, key: string | number | undefined, step: string | undefined) {
    this.parent = parent;
    this.key = key;
    this.step = step;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.origin = parent === undefined ? undefined : (parent.origin ?? (step === undefined ? undefined : (parent as View)));
  }

  get trail(): Trail {
    this.#trail ??= makeTrail(this);
    return this.#trail;
  }
}

function makeTrail({ parent, key, step }: Place): Trail {
  if (parent === undefined) return { path: String(key), encodings: none };
  const { path, encodings } = parent.trail;
  if (step !== undefined) return { path, encodings: [...encodings, step] };
  const last = encodings.length - 1;
  if (last < 0) return { path: withMember(path, key), encodings };
  return { path, encodings: [...encodings.slice(0, last), withMember(encodings[last] as string, key)] };
}

function withMember(path: string, key: string | number | undefined): string {
  return typeof key === 'number' ? `${path}[${key}]` : memberPath(path, String(key));
}

/** A value of an event as the reader makes it, with what reading it told. */
export class View extends Place implements Value {
  readonly text: string;
  readonly isKey: boolean;
  isParsed = false;
  readonly field: Field;
  /** The value as bytes, when it was no text. */
  readonly bytes: Uint8Array | undefined;
  /** The marks of the text, and the words that may begin in it; `isMarked` tells whether they were read. */
  isMarked = false;
  marks = 0;
  lowWords = 0;
  highWords = 0;
  places: readonly number[] | undefined;
  /** Units of text that came out of this value of the event by unpacking, and by writing the same text in another way. */
  unpacked = 0;
  rewritten = 0;
  /** The texts that were decoded from this value of the event, in however many steps. */
  #derived: string[] | Set<string> | undefined;

  constructor(
    text: string,
    field: Field,
    parent: Place | undefined,
    key: string | number | undefined,
    step: string | undefined,
    isKey: boolean,
    bytes: Uint8Array | undefined,
  ) {
    super(parent, key, step);
    this.text = text;
    this.field = field;
    this.isKey = isKey;
    this.bytes = bytes;
  }

  get path(): string {
    return this.trail.path;
  }

  get encodings(): readonly string[] {
    return this.trail.encodings;
  }

  /** Takes up one more decoded text; false when it was there before: `%2B` has many ways to become a space. */
  addDerived(text: string): boolean {
    const derived = this.#derived;
    if (derived === undefined) this.#derived = [text];
    else if (Array.isArray(derived)) {
      for (let i = 0; i < derived.length; i++) if (derived[i] === text) return false;
      derived.push(text);
      if (derived.length > fewTexts) this.#derived = new Set(derived);
    } else {
      if (derived.has(text)) return false;
      derived.add(text);
    }
    return true;
  }
}

/** The last name of a value's path, or of the path in what it was decoded from: what most values can be told by without putting the path together. */
export function lastNameOf(value: Value): string {
  const last = value instanceof View ? (value.key ?? value.step) : (value.encodings[value.encodings.length - 1] ?? value.path);
  return typeof last === 'string' ? last.slice(last.lastIndexOf('.') + 1) : '';
}

/** Up to so many texts are compared one by one: a comparison ends at the length, a set reads all of the text. */
const fewTexts = 8;
