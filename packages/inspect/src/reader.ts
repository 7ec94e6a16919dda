import type { LimitName } from '@postern/core';
import { Budget } from './budget.ts';
import { type Foreign, readForeign } from './foreign.ts';
import { bySureness, type Decoded, type Format, type Room } from './format.ts';
import { decodeBase64 } from './formats/base64.ts';
import { decodeForm } from './formats/form.ts';
import { formats } from './formats/index.ts';
import { json } from './formats/json.ts';
import type { ReadOptions } from './options.ts';
import { copyOf } from './own-format.ts';
import { Place, View } from './place.ts';
import { recognize } from './recognize.ts';
import { isStamped } from './stamped.ts';
import { decodeHex } from './text/hex.ts';
import { hasShadowedMembers, shadowedMembers } from './text/json-members.ts';
import { type Marks, readMarksInto } from './text/marks.ts';
import { remember, rememberedLength } from './text/memory.ts';
import { decodeUtf8 } from './text/utf8.ts';
import { encoded, envelope, type Field, fieldsOf, isList, memberOf, othersOf, peek } from './trigger.ts';
import { type Document, isPlainName, type Reading, type Shape, type Value } from './value.ts';
import { readWebhook } from './webhook-reader.ts';

/**
 * The untrusted values of an event, each in every form that the function may make of it. What the platform stamped is left out.
 * Never throws on any event, never modifies it; bounded by `options.limits`.
 */
export function readEvent(event: unknown, options?: ReadOptions): Reading {
  const reader = new Reader(options);
  const trigger = recognize(event);
  reader.walk(event, fieldsOf(trigger), undefined, '$', undefined);
  reader.decodeAll();
  const webhook = readWebhook(event, reader.documents);
  return {
    trigger: trigger.id,
    outsiderControlled: trigger.outsiderControlled,
    ...reader.result(),
    ...(webhook === undefined ? {} : { webhook }),
  };
}

/**
 * The values of what the function read itself, such as an HTTP response: the text as it is first (bytes as UTF-8), then what can be decoded of it.
 * `options.path` replaces `$` as the place of the whole.
 */
export function readData(
  data: string | Uint8Array,
  options?: ReadOptions & { readonly path?: string },
): Omit<Reading, 'trigger' | 'outsiderControlled'> {
  const reader = new Reader(options);
  reader.walk(data, 'outsider', undefined, options?.path ?? '$', undefined);
  reader.decodeAll();
  return reader.result();
}

/** The values of something whose content `field` describes. */
export function readField(content: unknown, field: Field): readonly Value[] {
  const reader = new Reader(undefined);
  reader.walk(content, field, undefined, '$', undefined);
  reader.decodeAll();
  return reader.result().values;
}

type TextFormat = Extract<Format, { reads: 'text' }>;
type BytesFormat = Extract<Format, { reads: 'bytes' }>;

interface FormatLists {
  /** All but JSON, which is asked before. */
  readonly text: readonly TextFormat[];
  /** For each of them the marks one of which a text must have to be asked about. */
  readonly needs: readonly Marks[];
  readonly bytes: readonly BytesFormat[];
}

/** A mark that every text has. */
const any: Marks = 1 << 29;

let builtIn: FormatLists | undefined;

function listsOf(all: readonly Format[]): FormatLists {
  const text = all.filter((format) => format.reads === 'text' && format !== json) as TextFormat[];
  return {
    text,
    needs: text.map((format) => format.needs ?? any),
    bytes: all.filter((format) => format.reads === 'bytes').sort(bySureness),
  };
}

/** Members of one object beyond which it says so: no program has so many names. */
const manyKeys = 1000;
/** Of each kind; what comes behind them is read all the same. */
const mostShapes = 64;
/** A batch of Lambda holds 10,000 messages; what they contradict each other in shows in fewer. */
const mostDocuments = 1000;
/** Members that a parser dropped, of one JSON text. */
const mostShadowed = 100;
/** What reading gets through in a millisecond at least: parsing, marks and all formats. */
const unitsPerMillisecond = 100_000;
/** So many of all, from first to last: a flood must not hide behind a thousand names that are none. */
function spread(keys: readonly string[], most: number): readonly string[] {
  const sample: string[] = [];
  for (let i = 0; i < most; i++) sample.push(keys[Math.floor((i * keys.length) / most)] as string);
  return sample;
}

/** Short texts of which no format made anything: header values, names and states come with every event. */
const barren = new Set<string>();
/**
 * Formats that each change a little multiply: seven of them on a text that has something for each make hundreds of views of it. All views of one
 * value are so many times its length at most; what a reading has on top of that is enough for the worst short text.
 */
const mostRewritings = 6;
const freeRewriting = 64 * 1024;
/** What a view of somebody's own format counts for at least: a short one costs a look, too. */
const leastOwnView = 64;

/** Costly guesses that may fail in one reading: noise must not buy work. */
const mostGuesses = 16;
const bufferData: Field = encoded('bytes');

class Reader {
  readonly budget: Budget;
  /** Also the queue of what is to be decoded: breadth first, so that no padding keeps a value from being seen in its raw form. */
  readonly #values: View[] = [];
  readonly #shapes: Shape[] = [];
  readonly documents: Document[] = [];
  readonly #ancestors: object[] = [];
  readonly #formats: FormatLists;
  readonly #own: readonly Format[];
  /** The steps that those made. */
  readonly #ownSteps = new Set<string>();
  #rewriting = freeRewriting;
  readonly #guesses: { left: number } = { left: mostGuesses };
  /** Members of all objects read so far. */
  #members = 0;
  /** What formats of text made so far. */
  #made = 0;

  constructor(options: ReadOptions | undefined) {
    this.budget = new Budget(options);
    this.#own = options?.formats ?? [];
    builtIn ??= listsOf(formats);
    this.#formats = this.#own.length === 0 ? builtIn : listsOf([...formats, ...this.#own]);
  }

  result(): Pick<Reading, 'values' | 'shapes' | 'documents' | 'incomplete'> {
    const { incomplete } = this.budget;
    return {
      values: this.#values,
      ...(this.#shapes.length > 0 ? { shapes: this.#shapes } : {}),
      ...(this.documents.length > 0 ? { documents: this.documents } : {}),
      ...(incomplete === undefined ? {} : { incomplete }),
    };
  }

  walk(node: unknown, field: Field, parent: Place | undefined, key: string | number | undefined, step: string | undefined): void {
    if (typeof node === 'string') {
      // Whoever wrote the data that something was decoded from could forge what the platform stamps in it.
      if (field === 'platform' && parent?.origin === undefined && isStamped(node)) return;
      this.#add(node, field, parent, key, step, false, undefined);
    } else if (typeof node === 'object' && node !== null) {
      if (!this.budget.takeNode()) return;
      const place = new Place(parent, key, step);
      if (place.depth >= this.budget.limits.depth) this.#reach('depth', place);
      else {
        try {
          this.#walkObject(node, field, place);
        } catch {
          // A proxy or a revoked one: what it hides cannot be read by anyone without running its code.
          this.#reach('unreadable', place);
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
        if (foreign.kind === 'object') {
          if (foreign.content !== undefined) this.#walkContent(foreign.content, field, place);
          // An event that another one carries as an object: the input of a function whose answer this is.
          const own = typeof field === 'object' && field.kind === 'envelope' ? fieldsOf(recognize(node)) : field;
          this.#walkMembers(node as Readonly<Record<string, unknown>>, foreign.keys, own, place);
        } else this.#walkContent(foreign, field, place);
      }
    } finally {
      this.#ancestors.length = depth - 1;
    }
  }

  /** What an object holds that is none of its members. */
  #walkContent(content: Foreign, field: Field, place: Place): void {
    const { parent, key, step } = place;
    if (content.kind === 'list') {
      this.#walkList(content.items, 'outsider', place);
      if (content.isCut) this.#reach('values', place);
    } else if (content.kind === 'text') this.#add(content.text, field, parent, key, step, false, undefined);
    else if (content.kind === 'bytes') {
      this.#addBytes(content.bytes, field, parent, key, step);
      if (content.text !== undefined) this.#add(content.text, field, parent, key, step, false, undefined);
    } else if (content.kind === 'unreadable') this.#reach('unreadable', place);
  }

  #walkList(list: readonly unknown[], field: Field, place: Place): void {
    if (typeof field === 'object' && field.kind === 'encoded' && field.encoding === 'bytes') {
      const bytes = this.#bytesOf(list);
      if (bytes !== undefined) {
        this.#addBytes(bytes, 'outsider', place.parent, place.key, place.step);
        return;
      }
    }
    const items = typeof field === 'object' && field.kind === 'list' ? field.items : field === 'platform' ? 'platform' : 'outsider';
    for (let i = 0; i < list.length; i++) {
      if (this.#isOver()) return;
      this.walk(this.#member(list, i, place), items, place, i, undefined);
    }
  }

  #bytesOf(list: readonly unknown[]): Uint8Array | undefined {
    const { length } = list;
    if (length > this.budget.size) return undefined;
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      const item = list[i];
      // Java writes bytes from -128 to 127.
      if (typeof item !== 'number' || !(item >= -128 && item < 256)) return undefined;
      bytes[i] = item;
    }
    return bytes;
  }

  #walkMembers(node: Readonly<Record<string, unknown>>, keys: readonly string[], field: Field, place: Place): void {
    this.#members += keys.length;
    if (keys.length > manyKeys && this.#shapes.length < mostShapes)
      this.#shapes.push({ kind: 'many-keys', ...place.trail, count: keys.length, sample: spread(keys, manyKeys) });
    // In data that an outsider wrote all names are the outsider's.
    const namesAreData = typeof field !== 'object' || field.kind !== 'object' || field.namesAreData || place.origin !== undefined;
    for (let i = 0; i < keys.length; i++) {
      if (this.#isOver()) return;
      const key = keys[i] as string;
      const described = memberOf(field, key);
      let member: Field = described ?? othersOf(field);
      const content = this.#member(node, key, place);
      if (typeof member === 'object') {
        if (member.kind === 'encoded' && member.flag !== undefined && peek(node, member.flag) !== true) member = 'outsider';
      } else if (key === 'data' && member === 'outsider' && isList(content) && peek(node, 'type') === 'Buffer') member = bufferData; // what JSON makes of a Buffer
      if (namesAreData && described === undefined && !isPlainName(key)) this.#add(key, 'outsider', place, key, undefined, true, undefined);
      this.walk(content, member, place, key, undefined);
    }
  }

  #isOver(): boolean {
    const { incomplete } = this.budget;
    return incomplete === 'values' || incomplete === 'time';
  }

  #member(node: object, key: string | number, place: Place): unknown {
    try {
      return (node as Readonly<Record<string | number, unknown>>)[key];
    } catch {
      this.#reach('unreadable', place); // a getter that throws
      return undefined;
    }
  }

  #reach(limit: LimitName, place: Place): void {
    this.budget.reach(limit);
    if (this.#shapes.length < mostShapes) this.#shapes.push({ kind: 'limit', limit, ...place.trail });
  }

  #add(
    text: string,
    field: Field,
    parent: Place | undefined,
    key: string | number | undefined,
    step: string | undefined,
    isKey: boolean,
    bytes: Uint8Array | undefined,
  ): void {
    if (text === '') return;
    const fitting = this.budget.takeValue(text.length);
    if (fitting === 0) return;
    this.#values.push(new View(fitting === text.length ? text : text.slice(0, fitting), field, parent, key, step, isKey, bytes));
  }

  /** Bytes as they are: their text, and what they decompress to unless that is known already. */
  #addBytes(
    bytes: Uint8Array,
    field: Field,
    parent: Place | undefined,
    key: string | number | undefined,
    step: string | undefined,
    isDecompressed = false,
  ): void {
    // Decoding makes at most one unit of a byte, so that what does not fit need not be decoded.
    const fitting = bytes.length <= this.budget.size ? bytes : bytes.subarray(0, this.budget.size);
    if (fitting !== bytes) this.budget.reach('size');
    const origin = parent?.origin ?? parent;
    if (origin instanceof View && !this.#isOwnMade(parent)) origin.unpacked += fitting.length;
    this.#add(decodeUtf8(fitting), field, parent, key, step, false, isDecompressed ? undefined : fitting);
  }

  decodeAll(): void {
    for (let i = 0; i < this.#values.length; i++) {
      const view = this.#values[i] as View;
      if (this.budget.takeTime(view.text.length, unitsPerMillisecond) < view.text.length) return;
      if (view.bytes === undefined || !this.#decompress(view.bytes, view, view.field)) this.#decodeText(view);
    }
  }

  #decodeText(view: View): void {
    const { text, field } = view;
    const transport = typeof field === 'object' && (field.kind === 'encoded' || field.kind === 'envelope') ? field.encoding : undefined;
    if (transport !== undefined && view.bytes === undefined) this.#decodeTransport(transport, view);
    const isMemorable = text.length <= rememberedLength && field === 'outsider' && this.#own.length === 0;
    if (isMemorable && barren.has(text)) return;
    // A text that is a JSON document is data: what is percent-encoded or base64 in it is so in its leaves, each of which has its turn.
    if (this.#decodeAs(json as TextFormat, text, 0, view)) return;
    const marks = readMarksInto(text, view);
    view.isMarked = true;
    let isBarren = true;
    const { text: list, needs } = this.#formats;
    const asked = marks | any;
    for (let i = 0; i < needs.length; i++) {
      if ((asked & (needs[i] as Marks)) === 0) continue;
      const format = list[i] as TextFormat;
      if (transport !== undefined && format.id === transport) continue;
      const before = this.#made;
      if (this.#decodeAs(format, text, marks, view)) return;
      if (this.#made !== before) isBarren = false;
    }
    // Where guesses had run out, not everything was tried.
    if (isMemorable && isBarren && this.#guesses.left > 0) remember(barren, text);
  }

  /** Whether a format made data of all of a text. */
  #decodeAs(format: TextFormat, text: string, marks: Marks, view: View): boolean {
    const decoded = this.#decode(format, text, marks, view);
    if (decoded === undefined || decoded.length === 0) return false;
    this.#made += decoded.length;
    for (let j = 0; j < decoded.length; j++) this.#accept(decoded[j] as Decoded, view, view.field, this.#isOwn(format));
    const first = decoded[0] as Decoded;
    const isParsed = first.kind === 'data' && first.isPartial !== true;
    if (isParsed) view.isParsed = true;
    return isParsed;
  }

  #decodeTransport(transport: string, view: View): void {
    const { text, field } = view;
    if (transport === 'form') this.#accept({ kind: 'text', step: 'form', text: decodeForm(text) }, view, field);
    else if (transport === 'hex') this.#accept({ kind: 'bytes', step: 'hex', bytes: decodeHex(text) }, view, field);
    else if (transport !== 'bytes') this.#accept({ kind: 'bytes', step: 'base64', bytes: decodeBase64(text) }, view, field);
  }

  #decode(format: TextFormat, text: string, marks: number, view: Place): readonly Decoded[] | undefined;
  #decode(format: BytesFormat, bytes: Uint8Array, marks: number, view: Place): readonly Decoded[] | undefined;
  #decode(format: Format, input: never, marks: number, view: Place): readonly Decoded[] | undefined {
    if (!this.#isOwn(format)) return format.canDecode(input, marks) ? format.decode(input, this.#room()) : undefined;
    try {
      if (!format.canDecode(input, marks)) return undefined;
      const decoded: unknown = format.decode(input, this.#room());
      return copyOf(decoded);
    } catch {
      // Somebody's own format may be wrong; what it would have shown stays unseen, and that is said.
      this.#reach('unreadable', view);
      return undefined;
    }
  }

  #isOwn(format: Format): boolean {
    return this.#own.length > 0 && this.#own.includes(format);
  }

  /** Whether somebody's own format made what stands at `place`, or what that was made of. */
  #isOwnMade(place: Place | undefined): boolean {
    if (this.#ownSteps.size > 0)
      for (let at = place; at !== undefined; at = at.parent) if (at.step !== undefined && this.#ownSteps.has(at.step)) return true;
    return false;
  }

  /** Whether what somebody's own format made has room. The first of a chain has it; what it goes on making of that may never end. */
  #hasOwnRoom(decoded: Exclude<Decoded, { kind: 'limit' }>, from: Place): boolean {
    const origin = from.origin ?? (from as View);
    const length = (from as View).text?.length ?? 0;
    const isFirst = !this.#isOwnMade(from);
    this.#ownSteps.add(decoded.kind === 'data' ? `${decoded.step}:$` : decoded.step);
    if (decoded.kind === 'text') return this.#hasRoom(origin, Math.max(decoded.text.length, leastOwnView), 0);
    return isFirst || this.#hasRoom(origin, Math.max(length, leastOwnView), 0);
  }

  /** Whether one more view of `length` units, made of one of `of`, may be kept. Parts of a text are no more than it is. */
  #hasRoom(origin: View, length: number, of: number): boolean {
    if (length * 2 < of) return true;
    origin.rewritten += length;
    if (origin.rewritten <= mostRewritings * (origin.text.length + origin.unpacked)) return true;
    this.#rewriting -= length;
    return this.#rewriting >= 0;
  }

  #room(): Room {
    return { size: this.budget.size, ratio: this.budget.limits.ratio, guesses: this.#guesses };
  }

  /** Takes up what a format made of what stands at `from`. */
  #accept(decoded: Decoded, from: Place, field: Field, isOwn = false): void {
    if (decoded.kind === 'limit') {
      this.#reach(decoded.limit, from);
      return;
    }
    if (from.depth >= this.budget.limits.depth) {
      this.#reach('depth', from);
      return;
    }
    if (isOwn && !this.#hasOwnRoom(decoded, from)) {
      this.budget.reach('ratio');
      return;
    }
    // An envelope stays one until its text is there.
    const inner: Field = typeof field === 'object' && field.kind === 'envelope' ? envelope : 'outsider';
    if (decoded.kind === 'text') {
      const origin = from.origin ?? (from as View);
      if (decoded.text === (from as View).text || decoded.text === origin.text || !origin.addDerived(decoded.text)) return;
      // The same encoding again and again is one chain, which the depth bounds.
      if (!isOwn && decoded.step !== from.step && !this.#hasRoom(origin, decoded.text.length, (from as View).text?.length ?? 0)) {
        this.budget.reach('ratio');
        return;
      }
      // A name in another form is a name; what a form in it holds is none.
      const isName = decoded.isKey === true || ((from as View).isKey === true && !decoded.step.includes(':'));
      this.#add(decoded.text, inner, from, undefined, decoded.step, isName, undefined);
    } else if (decoded.kind === 'bytes') {
      if (!this.#decompress(decoded.bytes, new Place(from, undefined, decoded.step), inner))
        this.#addBytes(decoded.bytes, inner, from, undefined, decoded.step, true);
    } else {
      const { origin, text } = from as View;
      if (origin !== undefined && !this.#isOwnMade(from)) origin.unpacked += text?.length ?? 0;
      this.#walkData(decoded.data, decoded.step, from, inner === envelope ? fieldsOf(recognize(decoded.data)) : 'outsider');
    }
  }

  #walkData(data: unknown, step: string, from: Place, field: Field): void {
    const before = this.#members;
    if (typeof data === 'object' && data !== null && this.documents.length < mostDocuments)
      this.documents.push({ place: new Place(from, undefined, `${step}:$`), data });
    this.walk(data, field, from, undefined, `${step}:$`);
    const { text } = from as View;
    if (step !== 'json' || this.budget.incomplete !== undefined || !hasShadowedMembers(text, this.#members - before)) return;
    const shadowed = shadowedMembers(text, mostShadowed);
    if (shadowed.length === mostShadowed) this.#reach('values', from);
    for (let i = 0; i < shadowed.length; i++) {
      const { path, key, start, end } = shadowed[i] as (typeof shadowed)[number];
      const place = new Place(new Place(from, undefined, `${step}:${path}`), key, undefined);
      if (this.#shapes.length < mostShapes) this.#shapes.push({ kind: 'duplicate-key', ...place.trail, key });
      const last = place.trail.encodings[place.trail.encodings.length - 1] as string;
      this.walk(JSON.parse(text.slice(start, end)), 'outsider', from, undefined, `${last}#1`);
    }
  }

  /** Takes up what the bytes hold; answers whether it is surely that, so that the bytes themselves are no view. */
  #decompress(bytes: Uint8Array, place: Place, field: Field): boolean {
    let isFormed = false;
    for (let i = 0; i < this.#formats.bytes.length; i++) {
      const format = this.#formats.bytes[i] as BytesFormat;
      if (isFormed && format.certainty === 'guess') break;
      const decoded = this.#decode(format, bytes, 0, place);
      if (decoded === undefined || decoded.length === 0) continue;
      for (let j = 0; j < decoded.length; j++) this.#accept(decoded[j] as Decoded, place, field, this.#isOwn(format));
      if (this.#isOwn(format)) continue; // what somebody else takes the bytes for hides nothing
      if (format.certainty === undefined) return true;
      isFormed = true;
    }
    return false;
  }
}
