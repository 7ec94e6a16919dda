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
    | 'foreign'
    | 'run',
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
  /** Sixteen letters, digits or `+/-_` in a row. */
  run: characterMark(''),
};

// A word is told by up to five letters, six bits of each: the lower five are the same in both cases. A number from the first three leads to the
// entries that begin so, of which each compares what it has: 16 KB stay in the fastest cache.
const mostLetters = 5;
const slots = new Uint16Array(8192);
/** By number, from 1: which bits of a word count, what they must be, the set of lists, and the next entry of the slot. */
const masks: number[] = [0];
const values: number[] = [0];
const sets: number[] = [0];
const nexts: number[] = [0];
/** The sets of lists, each in two numbers of 31 bits. The first is empty; the last, every list, stands in when more are needed: that costs tries. */
const setsLow: number[] = [0];
const setsHigh: number[] = [0];
const everyList = 255;
const listsPerNumber = 31;
const mostLists = 2 * listsPerNumber;

interface WordList {
  readonly words: string;
  readonly list: number;
  readonly letters: number;
  readonly ignoresCase: boolean;
}

/** The words of the lists that the table does not hold yet: it is made when the first text is read, not when the modules are loaded. */
let pending: WordList[] = [];
let lists = 0;

/**
 * Registers a list of words and gives its number, by which {@link mayBegin} asks for it. Up to three letters of each count, in any case; when they
 * `areWhole` up to five, in their own case unless they ignore it, and what is no letter, digit or `_` says that the word ends there.
 */
export function wordList(words: string, areWhole = false, ignoresCase = true): number {
  if (lists === mostLists) throw new RangeError('no bit is left for another list of words');
  pending.push({ words, list: lists, letters: areWhole ? mostLetters : 3, ignoresCase: ignoresCase || !areWhole });
  return lists++;
}

function fillTable(): void {
  const additions = pending;
  pending = [];
  const numbers = new Map<number, number>();
  for (let i = 0; i < setsLow.length; i++) numbers.set(setNumber(setsLow[i] as number, setsHigh[i] as number), i);
  for (let i = 0; i < additions.length; i++) {
    const addition = additions[i] as WordList;
    const words = addition.words.split(' ');
    for (let j = 0; j < words.length; j++) addWord(words[j] as string, addition, numbers);
  }
}

function addWord(word: string, { list, letters, ignoresCase }: WordList, numbers: Map<number, number>): void {
  let mask = 0;
  let value = 0;
  let length = 0;
  for (let isOver = false; length < Math.min(letters, word.length) && !isOver; length++) {
    // Not by `kindAt`, which so many calls would have compiled for speed at the first event: that takes megabytes.
    const unit = bits[word.charCodeAt(length)] ?? 0;
    const kind = unit >= wordUnit ? unit & 63 : 0;
    isOver = kind === 0;
    if (isOver && (length < 2 || letters === 3)) break;
    const isLetter = (kind & 31) > 0 && (kind & 31) < 27;
    mask |= (ignoresCase && isLetter ? 31 : 63) << shiftOf(length);
    value |= (ignoresCase && isLetter ? kind & 31 : kind) << shiftOf(length);
  }
  if (length < 2) throw new RangeError(`the word "${word}" begins with fewer than two letters`);
  if (length > 2) addEntry(slotOf(value), mask, value, list, numbers);
  else for (let any = 0; any < 32; any++) addEntry(slotOf(value | (any << shiftOf(2))), mask, value, list, numbers);
}

function addEntry(slot: number, mask: number, value: number, list: number, numbers: Map<number, number>): void {
  let entry = slots[slot] as number;
  while (entry !== 0 && (masks[entry] !== mask || values[entry] !== value)) entry = nexts[entry] as number;
  if (entry === 0) {
    entry = masks.length;
    masks.push(mask);
    values.push(value);
    sets.push(0);
    nexts.push(slots[slot] as number);
    slots[slot] = entry;
  }
  const old = sets[entry] as number;
  const low = (setsLow[old] as number) | (list < listsPerNumber ? 1 << list : 0);
  const high = (setsHigh[old] as number) | (list < listsPerNumber ? 0 : 1 << (list - listsPerNumber));
  let number = numbers.get(setNumber(low, high));
  if (number === undefined) {
    number = Math.min(setsLow.length, everyList);
    setsLow[number] = number === everyList ? -1 : low;
    setsHigh[number] = number === everyList ? -1 : high;
    numbers.set(setNumber(low, high), number);
  }
  sets[entry] = number;
}

function setNumber(low: number, high: number): number {
  return (high | 0) * 2 ** 32 + (low >>> 0);
}

/** Where the letter at a place of a word stands in its number. */
function shiftOf(place: number): number {
  return 24 - 6 * place;
}

/** By the first three letters, whatever their case. */
function slotOf(word: number): number {
  const letters = (((word >> 24) & 31) << 10) | (((word >> 18) & 31) << 5) | ((word >> 12) & 31);
  return (letters ^ (letters >> 9)) & 8191;
}

/** The six bits of a letter, a digit or `_`; 0 for what is none, and behind the end. */
function kindAt(text: string, at: number): number {
  if (at >= text.length) return 0;
  const code = text.charCodeAt(at);
  if (code > 127) return 0;
  const kind = bits[code] as number;
  return kind >= wordUnit ? kind & 63 : 0;
}

/** The number of the word that begins at `at`. */
function wordAt(text: string, at: number): number {
  let word = 0;
  for (let i = 0; i < mostLetters; i++) {
    const kind = kindAt(text, at + i);
    if (kind === 0) break;
    word |= kind << shiftOf(i);
  }
  return word;
}

/** Whether the letters at `at` are those of a word of a list. */
export function beginsAt(text: string, at: number, list: number): boolean {
  if (pending.length > 0) fillTable();
  const word = wordAt(text, at);
  for (let entry = slots[slotOf(word)] as number; entry !== 0; entry = nexts[entry] as number)
    if ((word & (masks[entry] as number)) === values[entry] && isInSet(sets[entry] as number, list)) return true;
  return false;
}

function isInSet(set: number, list: number): boolean {
  return has(setsLow[set] as number, setsHigh[set] as number, list);
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
  const end = text.length;
  let runStart = 0;
  for (let at = 0; at < end; ) {
    let code = text.charCodeAt(at);
    let kind = code > 127 ? foreign : (bits[code] as number);
    if (kind < wordUnit) {
      marks |= kind;
      if ((kind & runMarks) === 0) {
        if (at - runStart >= longRun) marks |= mark.run;
        runStart = at + 1;
      }
      at++;
      continue;
    }
    // A word: its first three letters tell most of those that are in no list.
    const start = at;
    if (++at >= end) break;
    const first = kind & 63;
    code = text.charCodeAt(at);
    kind = code > 127 ? foreign : (bits[code] as number);
    if (kind < wordUnit) continue;
    let word = (first << 24) | ((kind & 63) << 18);
    let letters = ((first & 31) << 10) | ((kind & 31) << 5);
    if (++at < end) {
      code = text.charCodeAt(at);
      kind = code > 127 ? foreign : (bits[code] as number);
      if (kind >= wordUnit) {
        word |= (kind & 63) << 12;
        letters |= kind & 31;
        at++;
      }
    }
    let entry = slots[(letters ^ (letters >> 9)) & 8191] as number;
    if (entry !== 0) {
      if (at === start + 3) {
        const fourth = kindAt(text, at);
        if (fourth !== 0) word |= (fourth << 6) | kindAt(text, at + 1);
      }
      do {
        if ((word & (masks[entry] as number)) === values[entry]) {
          const set = sets[entry] as number;
          low |= setsLow[set] as number;
          high |= setsHigh[set] as number;
          if (count < mostPlaces) places[count] = start | (set << placeBits);
          count++;
        }
        entry = nexts[entry] as number;
      } while (entry !== 0);
    }
    while (at < end) {
      code = text.charCodeAt(at);
      if (code > 127 || (bits[code] as number) < wordUnit) break;
      at++;
    }
  }
  if (end - runStart >= longRun) marks |= mark.run;
  markedText = text;
  markedLow = low;
  markedHigh = high;
  placeCount = end <= placeMask ? count : mostPlaces + 1;
  return marks;
}

/** Whether a word of a list may begin in `text`, told by the reading of its marks. */
export function mayBegin(text: string, list: number): boolean {
  if (text !== markedText) readMarks(text);
  return has(markedLow, markedHigh, list);
}

/** What the last reading of marks told of words: the lists of which one may begin in the text, in two numbers. */
export function lastWords(): { readonly low: number; readonly high: number } {
  wordsRead.low = markedLow;
  wordsRead.high = markedHigh;
  return wordsRead;
}

const wordsRead = { low: 0, high: 0 };

/** A list alone, in the same two numbers. */
export function wordsOfList(list: number): { readonly low: number; readonly high: number } {
  return list < listsPerNumber ? { low: 1 << list, high: 0 } : { low: 0, high: 1 << (list - listsPerNumber) };
}

/** Whether a word of a list may begin at a place that {@link markedPlaces} gave. */
export function isPlaceOf(place: number, list: number): boolean {
  return isInSet(place >>> placeBits, list);
}

/** Where a place is in the text. */
export function placeStart(place: number): number {
  return place & placeMask;
}

/** Where words of any list may begin in a text, in order, each with what words these are (twice when they are of several); undefined when there are too many. */
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
  places: readonly number[] | undefined;
}

/** Reads the marks of `text` into `marked`, to be given back with {@link recallMarked} when it is looked at again. */
export function readMarksInto(text: string, marked: Marked): Marks {
  const marks = readMarks(text);
  marked.marks = marks;
  marked.lowWords = markedLow;
  marked.highWords = markedHigh;
  if (placeCount === 0) marked.places = noPlaces;
  else if (placeCount <= fewPlaces) {
    const starts: number[] = [];
    for (let i = 0; i < placeCount; i++) starts.push(places[i] as number);
    marked.places = starts;
  }
  return marks;
}

/** Makes `text` the one whose marks were read last, without reading it. */
export function recallMarked(text: string, { lowWords, highWords, places: starts }: Marked): void {
  markedText = text;
  markedLow = lowWords;
  markedHigh = highWords;
  placeCount = starts === undefined ? -1 : starts.length;
  for (let i = 0; i < placeCount; i++) places[i] = (starts as readonly number[])[i] as number;
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
const found: { readonly starts: Int32Array; count: number } = { starts: places, count: 0 };
const fewPlaces = 16;
const noPlaces: readonly number[] = [];
/** Negative when the places of the text are not known. */
let placeCount = 0;
let markedText: string | undefined;
let markedLow = 0;
let markedHigh = 0;

const foreign = mark.foreign;
/** So many units of base64 in a row have the mark `run`. */
const longRun = 16;
const runMarks = mark.slash | mark.plus | mark.dash;
// No bit of its own: it only tells letters, digits and `_` from the rest. Beside it stands which of them it is, a letter in five bits and one of its case.
const wordUnit = 1 << 30;
const wordUnits = '_abcdefghijklmnopqrstuvwxyz01234\0ABCDEFGHIJKLMNOPQRSTUVWXYZ56789';
for (let code = 1; code < 128; code++) {
  const number = wordUnits.indexOf(String.fromCharCode(code));
  if (number >= 0) bits[code] = wordUnit | (number === 0 ? 32 : number);
  else if (bits[code] === 0) bits[code] = mark.other;
}

/** Whether a unit is a letter, a digit or `_` of ASCII. */
export function isWordUnit(code: number): boolean {
  return code < 128 && (bits[code] as number) >= wordUnit;
}
