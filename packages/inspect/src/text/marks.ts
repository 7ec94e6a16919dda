/**
 * What occurs in a text, one bit for each character or kind of character that a detector asks for: read once for all formats and detectors, so that
 * most of them need not look at the text at all. A bit that is set too often costs time; one is never missing, because every unit is looked up in a
 * table that holds all of them. The words that may begin in the text are read on the way: see {@link mayBegin}.
 */
export type Marks = number;

const bits = new Int32Array(128);
let nextBit = 1;

/** A bit that says whether one of `characters` (of ASCII) occurs. */
function characterMark(characters: string): Marks {
  const bit = nextBit;
  nextBit <<= 1;
  for (let i = 0; i < characters.length; i++) {
    const code = characters.charCodeAt(i);
    bits[code] = (bits[code] as number) | bit;
  }
  return bit;
}

export const mark: Readonly<
  Record<
    | 'slash'
    | 'backslash'
    | 'dot'
    | 'percent'
    | 'quote'
    | 'doubleQuote'
    | 'backquote'
    | 'separator'
    | 'lineEnd'
    | 'dollar'
    | 'angle'
    | 'bracket'
    | 'square'
    | 'hash'
    | 'dash'
    | 'star'
    | 'at'
    | 'question'
    | 'colon'
    | 'brace'
    | 'equals'
    | 'carriageReturn'
    | 'space'
    | 'plus'
    | 'other'
    | 'control'
    | 'foreign',
    Marks
  >
> = {
  slash: characterMark('/'),
  backslash: characterMark('\\'),
  dot: characterMark('.'),
  percent: characterMark('%'),
  quote: characterMark("'"),
  doubleQuote: characterMark('"'),
  backquote: characterMark('`'),
  /** `;`, `&` or `|`. */
  separator: characterMark(';&|'),
  lineEnd: characterMark('\n'),
  dollar: characterMark('$'),
  angle: characterMark('<>'),
  bracket: characterMark('('),
  square: characterMark('['),
  hash: characterMark('#'),
  dash: characterMark('-'),
  star: characterMark('*'),
  at: characterMark('@'),
  question: characterMark('?'),
  colon: characterMark(':'),
  /** `{` or `}`. */
  brace: characterMark('{}'),
  equals: characterMark('='),
  carriageReturn: characterMark('\r'),
  /** A blank or a tab. */
  space: characterMark(' \t'),
  plus: characterMark('+'),
  /** ASCII that has no mark of its own and is no letter, digit or `_`. */
  other: characterMark('!),]^~'),
  control: characterMark('\0'),
  /** Outside of ASCII. */
  foreign: characterMark(''),
};

// Words are told by their first three letters, five bits of each: a collision costs a try of the exact pattern. An entry is the number of a set of
// lists, not the set: 32 KB stay in the fastest cache.
const beginnings = new Uint8Array(32 * 32 * 32);
/** The sets of lists, each in two numbers of 31 bits. The first is empty; the last, every list, stands in when more are needed: that costs tries. */
const setsLow: number[] = [0];
const setsHigh: number[] = [0];
const everyList = 255;
const listsPerNumber = 31;
const mostLists = 2 * listsPerNumber;
/** The words of the lists that the table does not hold yet: it is made when the first text is read, not when the modules are loaded. */
let pending: { readonly words: string; readonly list: number }[] = [];
let lists = 0;

/** Registers a list of words and gives its number, by which {@link mayBegin} asks for it. */
export function wordList(words: string): number {
  if (lists === mostLists) throw new RangeError('no bit is left for another list of words');
  pending.push({ words, list: lists });
  return lists++;
}

function fillTable(): void {
  const additions = pending;
  pending = [];
  const numbers = new Map<number, number>();
  for (let i = 0; i < setsLow.length; i++) numbers.set(setNumber(setsLow[i] as number, setsHigh[i] as number), i);
  for (let i = 0; i < additions.length; i++) {
    const { words, list } = additions[i] as (typeof additions)[number];
    for (const word of words.split(' ')) {
      const letters = /^\w{0,3}/.exec(word)?.[0] ?? '';
      if (letters.length < 2) throw new RangeError(`the word "${word}" begins with fewer than two letters`);
      const start = ((letters.charCodeAt(0) & 31) << 10) | ((letters.charCodeAt(1) & 31) << 5);
      if (letters.length > 2) addTo(start | (letters.charCodeAt(2) & 31), list, numbers);
      else for (let any = 0; any < 32; any++) addTo(start | any, list, numbers);
    }
  }
}

function addTo(key: number, list: number, numbers: Map<number, number>): void {
  const old = beginnings[key] as number;
  const low = (setsLow[old] as number) | (list < listsPerNumber ? 1 << list : 0);
  const high = (setsHigh[old] as number) | (list < listsPerNumber ? 0 : 1 << (list - listsPerNumber));
  let number = numbers.get(setNumber(low, high));
  if (number === undefined) {
    number = Math.min(setsLow.length, everyList);
    setsLow[number] = number === everyList ? -1 : low;
    setsHigh[number] = number === everyList ? -1 : high;
    numbers.set(setNumber(low, high), number);
  }
  beginnings[key] = number;
}

function setNumber(low: number, high: number): number {
  return (high | 0) * 2 ** 32 + (low >>> 0);
}

/** Whether the three letters at `at` are those of a word of a list. */
export function beginsAt(text: string, at: number, list: number): boolean {
  if (pending.length > 0) fillTable();
  const key = ((text.charCodeAt(at) & 31) << 10) | ((text.charCodeAt(at + 1) & 31) << 5) | (text.charCodeAt(at + 2) & 31);
  const set = beginnings[key] as number;
  return set !== 0 && has(setsLow[set] as number, setsHigh[set] as number, list);
}

function has(low: number, high: number, list: number): boolean {
  return ((list < listsPerNumber ? low >> list : high >> (list - listsPerNumber)) & 1) !== 0;
}

/** All marks of a text. What words may begin in it, and where, is remembered until the next call, so that looking for them need not read it again. */
export function readMarks(text: string): Marks {
  if (pending.length > 0) fillTable();
  let marks = 0;
  let low = 0;
  let high = 0;
  let count = 0;
  // Each unit is read once: the key of a word grows with its first three letters and is looked up with the third, or where a shorter word ends.
  let length = 0;
  let key = 0;
  const end = text.length;
  for (let at = 0; at <= end; at++) {
    const code = at === end ? 0 : text.charCodeAt(at);
    const kind = at === end ? 0 : code > 127 ? foreign : (bits[code] as number);
    let set = 0;
    if (kind === wordUnit) {
      if (length >= 3) continue;
      key = (key << 5) | (code & 31);
      if (++length < 3) continue;
      set = beginnings[key] as number;
    } else {
      marks |= kind;
      if (length === 2) set = beginnings[key << 5] as number;
      length = 0;
      key = 0;
    }
    if (set === 0) continue;
    low |= setsLow[set] as number;
    high |= setsHigh[set] as number;
    // Either way two units behind the start: the third letter, or what follows the second.
    if (count < mostPlaces) places[count] = (at - 2) | (set << placeBits);
    count++;
  }
  markedText = text;
  markedLow = low;
  markedHigh = high;
  placeCount = end <= placeMask ? count : mostPlaces + 1;
  found.starts = places;
  return marks;
}

/** Whether a word of a list may begin in `text`, told by the reading of its marks. */
export function mayBegin(text: string, list: number): boolean {
  if (text !== markedText) readMarks(text);
  return has(markedLow, markedHigh, list);
}

/** Whether a word of a list may begin at a place that {@link markedPlaces} gave. */
export function isPlaceOf(place: number, list: number): boolean {
  const set = place >>> placeBits;
  return has(setsLow[set] as number, setsHigh[set] as number, list);
}

/** Where a place is in the text. */
export function placeStart(place: number): number {
  return place & placeMask;
}

/** Where words of any list may begin in a text, in order, each with what words these are; undefined when there are too many. */
export function markedPlaces(text: string): { readonly starts: Int32Array; readonly count: number } | undefined {
  if (text !== markedText || placeCount < 0) readMarks(text);
  if (placeCount > mostPlaces) return undefined;
  found.count = placeCount;
  return found;
}

/** What the reading of marks told of a text. */
export interface Marked {
  marks: Marks;
  lowWords: number;
  highWords: number;
  /** Where words may begin, unless there are many. */
  places: Int32Array | undefined;
}

/** Reads the marks of `text` into `marked`, to be given back with {@link recallMarked} when it is looked at again. */
export function readMarksInto(text: string, marked: Marked): Marks {
  const marks = readMarks(text);
  marked.marks = marks;
  marked.lowWords = markedLow;
  marked.highWords = markedHigh;
  if (placeCount <= fewPlaces) marked.places = placeCount === 0 ? noPlaces : places.slice(0, placeCount);
  return marks;
}

/** Makes `text` the one whose marks were read last, without reading it. */
export function recallMarked(text: string, { lowWords, highWords, places: starts }: Marked): void {
  markedText = text;
  markedLow = lowWords;
  markedHigh = highWords;
  placeCount = starts === undefined ? -1 : starts.length;
  found.starts = starts ?? places;
}

/** Lets go of the text whose marks were read last. */
export function forgetMarked(): void {
  markedText = undefined;
}

/** A place is where a word begins and, in the eight upper bits, the number of the set of lists that it may be a word of. */
const placeBits = 24;
const placeMask = (1 << placeBits) - 1;
const mostPlaces = 1024;
const places = new Int32Array(mostPlaces);
const found: { starts: Int32Array; count: number } = { starts: places, count: 0 };
/** The engine keeps up to 64 bytes within its own heap, which costs a tenth of what lies outside. */
const fewPlaces = 16;
const noPlaces = new Int32Array(0);
/** Negative when the places of the text are not known. */
let placeCount = 0;
let markedText: string | undefined;
let markedLow = 0;
let markedHigh = 0;

const foreign = mark.foreign;
// No bit of its own: it only tells letters, digits and `_` from the rest.
const wordUnit = 1 << 30;
for (let code = 0; code < 128; code++) {
  if ((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122)) bits[code] = wordUnit;
  else if (bits[code] === 0) bits[code] = mark.other;
}

/** Whether a unit is a letter, a digit or `_` of ASCII. */
export function isWordUnit(code: number): boolean {
  return code < 128 && bits[code] === wordUnit;
}
