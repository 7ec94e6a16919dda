import { Budget } from './budget.ts';
import { readForeign } from './foreign.ts';
import { bySureness, type Decoded, type Format } from './format.ts';
import { decodeBase64 } from './formats/base64.ts';
import { decodeForm } from './formats/form.ts';
import { formats } from './formats/index.ts';
import { json } from './formats/json.ts';
import { limitsOf, type ReadOptions } from './options.ts';
import { recognize } from './recognize.ts';
import { decodeUtf8 } from './text/utf8.ts';
import { type Field, fieldsOf, memberOf, othersOf, peek } from './trigger.ts';
import { isIdentifier, isPlainName, memberPath, type Reading, type Value } from './value.ts';
import { readWebhook } from './webhook-reader.ts';

/**
 * The untrusted values of an event, each in every form that the function may make of it. What the platform stamped is left out.
 * Never throws on any event, never modifies it; bounded by `options.limits`.
 */
export function readEvent(event: unknown, options?: ReadOptions): Reading {
  const reader = new Reader(new Budget(limitsOf(options), options?.now));
  const trigger = recognize(event);
  reader.walk(event, fieldsOf(trigger), { path: '$', outer: none, inner: undefined, depth: 0, isForgeable: false });
  reader.decodeAll();
  const { incomplete } = reader.budget;
  const webhook = readWebhook(event);
  const reading = {
    trigger: trigger.id,
    outsiderControlled: trigger.outsiderControlled,
    values: reader.values,
    ...(webhook === undefined ? {} : { webhook }),
  };
  return incomplete === undefined ? reading : { ...reading, incomplete };
}

/**
 * The values of what the function read itself, such as an HTTP response: the text as it is first (bytes as UTF-8), then what can be decoded of it.
 * `options.path` replaces `$` as the place of the whole.
 */
export function readData(
  data: string | Uint8Array,
  options?: ReadOptions & { readonly path?: string },
): Omit<Reading, 'trigger' | 'outsiderControlled'> {
  const reader = new Reader(new Budget(limitsOf(options), options?.now));
  const place: Place = { path: options?.path ?? '$', outer: none, inner: undefined, depth: 0, isForgeable: true };
  reader.walk(data, 'outsider', place);
  reader.decodeAll();
  const { incomplete } = reader.budget;
  return incomplete === undefined ? { values: reader.values } : { values: reader.values, incomplete };
}

const none: readonly string[] = [];
// JSON first: what it reads, the others need not.
const textFormats = [json, ...formats.filter((format) => format.reads === 'text' && format !== json)];
const bytesFormats = formats.filter((format) => format.reads === 'bytes').sort(bySureness);

/** Costly guesses that may fail in one reading: noise must not buy work. */
const mostGuesses = 16;

/** Where the walk is: in the event itself, or inside data decoded from it. */
interface Place {
  readonly path: string;
  readonly outer: readonly string[];
  /** Inside decoded data: the step and the path in it, `json:$.a`. */
  readonly inner: string | undefined;
  readonly depth: number;
  /** An outsider wrote the structure itself, so that nothing in it is really stamped by the platform. */
  readonly isForgeable: boolean;
}

/** What the decoder still has to know about a value. */
interface Origin {
  readonly place: Place;
  readonly field: Field;
  /** The value as bytes, when it was no text. */
  readonly bytes?: Uint8Array;
}

class Reader {
  readonly budget: Budget;
  /** Also the queue of what is to be decoded: breadth first, so that no padding keeps a value from being seen in its raw form. */
  readonly values: Value[] = [];
  readonly #origins: Origin[] = [];
  readonly #ancestors: object[] = [];
  readonly #guesses: { left: number } = { left: mostGuesses };
  /** What came out at each place. */
  readonly #derived: Map<string, Set<string>> = new Map();

  constructor(budget: Budget) {
    this.budget = budget;
  }

  walk(node: unknown, field: Field, place: Place): void {
    if (field === 'platform' && !place.isForgeable) return;
    if (typeof node === 'string') this.#add(node, { place, field }, false);
    else if (typeof node === 'object' && node !== null) {
      if (!this.budget.takeNode()) return;
      if (place.depth >= this.budget.limits.depth) this.budget.reach('depth');
      else {
        try {
          this.#walkObject(node, field, place);
        } catch {
          // A proxy or a revoked one: what it hides cannot be read by anyone without running its code.
          this.budget.reach('unreadable');
        }
      }
    } else if (typeof node === 'function') this.budget.reach('unreadable');
    else this.budget.takeNode();
  }

  #walkObject(node: object, field: Field, place: Place): void {
    for (let i = this.#ancestors.length - 1; i >= 0; i--) if (this.#ancestors[i] === node) return; // a cycle: all of it is being read
    const depth = this.#ancestors.push(node);
    try {
      if (Array.isArray(node)) this.#walkList(node, field, place);
      else {
        const foreign = readForeign(node);
        if (foreign.kind === 'object') this.#walkMembers(node as Readonly<Record<string, unknown>>, field, place);
        else if (foreign.kind === 'list') this.#walkList(foreign.items, 'outsider', place);
        else if (foreign.kind === 'text') this.#add(foreign.text, { place, field }, false);
        else if (foreign.kind === 'bytes') this.#addBytes(foreign.bytes, field, place);
        else if (foreign.kind === 'unreadable') this.budget.reach('unreadable');
      }
    } finally {
      this.#ancestors.length = depth - 1;
    }
  }

  #walkList(list: readonly unknown[], field: Field, place: Place): void {
    const items = typeof field === 'object' && field.kind === 'list' ? field.items : field === 'platform' ? 'platform' : 'outsider';
    for (let i = 0; i < list.length; i++) {
      if (this.budget.incomplete === 'values' || this.budget.incomplete === 'time') return;
      const item = this.#member(list, i);
      if (typeof item === 'string' || (typeof item === 'object' && item !== null)) this.walk(item, items, step(place, `[${i}]`));
      else this.walk(item, items, place);
    }
  }

  #walkMembers(node: Readonly<Record<string, unknown>>, field: Field, place: Place): void {
    const spec = typeof field === 'object' && field.kind === 'object' ? field : undefined;
    const keys = Object.keys(node);
    for (let i = 0; i < keys.length; i++) {
      if (this.budget.incomplete === 'values' || this.budget.incomplete === 'time') return;
      const key = keys[i] as string;
      const described = memberOf(field, key);
      let member: Field = described ?? othersOf(field);
      if (member === 'platform' && !place.isForgeable) continue;
      if (typeof member === 'object' && member.kind === 'encoded' && member.flag !== undefined && peek(node, member.flag) !== true)
        member = 'outsider';
      const content = this.#member(node, key);
      const isData = typeof content === 'string' || (typeof content === 'object' && content !== null);
      const isNameData = described === undefined && (spec?.namesAreData ?? true) && !isPlainName(key);
      if (!isData && !isNameData) {
        this.walk(content, member, place);
        continue;
      }
      const inner = step(place, isIdentifier(key) ? `.${key}` : memberPath('', key));
      if (isNameData) this.#add(key, { place: inner, field: 'outsider' }, true);
      this.walk(content, member, inner);
    }
  }

  #member(node: object, key: string | number): unknown {
    try {
      return (node as Readonly<Record<string | number, unknown>>)[key];
    } catch {
      this.budget.reach('unreadable'); // a getter that throws
      return undefined;
    }
  }

  #add(text: string, origin: Origin, isKey: boolean): void {
    if (text === '') return;
    const fitting = this.budget.takeValue(text.length);
    if (fitting === 0) return;
    const { path, outer, inner } = origin.place;
    const encodings = inner === undefined ? outer : [...outer, inner];
    const view = fitting === text.length ? text : text.slice(0, fitting);
    this.values.push(isKey ? { text: view, path, encodings, isKey } : { text: view, path, encodings });
    this.#origins.push(origin);
  }

  /** Bytes as they are: their text, and what they decompress to unless that is known already. */
  #addBytes(bytes: Uint8Array, field: Field, place: Place, isDecompressed = false): void {
    // Decoding makes at most one unit of a byte, so that what does not fit need not be decoded.
    const fitting = bytes.length <= this.budget.size ? bytes : bytes.subarray(0, this.budget.size);
    if (fitting !== bytes) this.budget.reach('size');
    this.#add(decodeUtf8(fitting), isDecompressed ? { place, field } : { place, field, bytes: fitting }, false);
  }

  decodeAll(): void {
    for (let i = 0; i < this.values.length; i++) {
      if (!this.budget.isInTime()) return;
      const value = this.values[i] as Value;
      const origin = this.#origins[i] as Origin;
      if (origin.bytes === undefined || !this.#decompress(origin.bytes, origin)) this.#decodeText(value, origin, i);
    }
  }

  #decodeText(value: Value, origin: Origin, index: number): void {
    const { text } = value;
    const { field } = origin;
    let transport: string | undefined;
    if (typeof field === 'object' && field.kind === 'encoded') {
      transport = field.encoding;
      if (field.encoding !== 'form') this.#accept({ kind: 'bytes', step: 'base64', bytes: decodeBase64(text) }, value, origin);
      else this.#accept({ kind: 'text', step: 'form', text: decodeForm(text) }, value, origin);
    }
    // A text that is a JSON document is data: what is percent-encoded or base64 in it is so in its leaves, each of which has its turn.
    for (let i = 0; i < textFormats.length; i++) {
      const format = textFormats[i] as Extract<Format, { reads: 'text' }>;
      if (format.id === transport || !format.canDecode(text)) continue;
      const decoded = format.decode(text, { size: this.budget.size, ratio: this.budget.limits.ratio });
      for (let j = 0; j < decoded.length; j++) this.#accept(decoded[j] as Decoded, value, origin);
      if (decoded[0]?.kind === 'data' && decoded[0].isPartial !== true) {
        this.values[index] = { ...value, isParsed: true };
        return;
      }
    }
  }

  /** Takes up what a format made of `value`, unless the same came out at this place before: `%2B` has many ways to become a space. */
  #accept(decoded: Decoded, value: Value, origin: Origin): void {
    if (decoded.kind === 'limit') {
      this.budget.reach(decoded.limit);
      return;
    }
    if (origin.place.depth >= this.budget.limits.depth) {
      this.budget.reach('depth');
      return;
    }
    const depth = origin.place.depth + 1;
    const place: Place = { path: value.path, outer: [...value.encodings, decoded.step], inner: undefined, depth, isForgeable: true };
    if (decoded.kind === 'text') {
      if (decoded.text === value.text) return;
      let derived = this.#derived.get(value.path);
      if (derived === undefined) {
        derived = new Set();
        this.#derived.set(value.path, derived);
      }
      if (derived.has(decoded.text)) return;
      derived.add(decoded.text);
      this.#add(decoded.text, { place, field: 'outsider' }, false);
    } else if (decoded.kind === 'bytes') {
      if (!this.#decompress(decoded.bytes, { place, field: 'outsider' })) this.#addBytes(decoded.bytes, 'outsider', place, true);
    } else {
      // Whoever wrote an envelope's content could forge what the platform stamps in it: its transport encodings count, its stamps don't.
      const field =
        origin.field === 'outsider' || typeof origin.field !== 'object' || origin.field.kind !== 'envelope'
          ? 'outsider'
          : fieldsOf(recognize(decoded.data));
      this.walk(decoded.data, field, { path: value.path, outer: value.encodings, inner: `${decoded.step}:$`, depth, isForgeable: true });
    }
  }

  /** Takes up what the bytes hold; answers whether it is surely that, so that the bytes themselves are no view. */
  #decompress(bytes: Uint8Array, origin: Origin): boolean {
    let isFormed = false;
    for (let i = 0; i < bytesFormats.length; i++) {
      const format = bytesFormats[i] as Extract<Format, { reads: 'bytes' }>;
      if (isFormed && format.certainty === 'guess') break;
      if (!format.canDecode(bytes)) continue;
      const decoded = format.decode(bytes, { size: this.budget.size, ratio: this.budget.limits.ratio, guesses: this.#guesses });
      for (let j = 0; j < decoded.length; j++) {
        const { place } = origin;
        const holder: Value = {
          text: '',
          path: place.path,
          encodings: place.inner === undefined ? place.outer : [...place.outer, place.inner],
        };
        this.#accept(decoded[j] as Decoded, holder, origin);
      }
      if (decoded.length > 0 && format.certainty === undefined) return true;
      if (decoded.length > 0) isFormed = true;
    }
    return false;
  }
}

function step(place: Place, member: string): Place {
  const { path, outer, inner, depth, isForgeable } = place;
  return inner === undefined
    ? { path: path + member, outer, inner, depth: depth + 1, isForgeable }
    : { path, outer, inner: inner + member, depth: depth + 1, isForgeable };
}
