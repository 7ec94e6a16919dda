/**
 * What occurs in a text, one bit for each character or kind of character that a detector asks for and one for the beginnings of the words that it
 * looks for: read once for all detectors, so that most of them need not look at the text at all. A bit that is set too often costs time; one is
 * never missing, because every unit is looked up in a table that holds all of them.
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
  control: characterMark('\0'),
  /** Outside of ASCII. */
  foreign: characterMark(''),
};

// Words are told by their first three letters, five bits of each: a collision costs a try of the exact pattern. 32 KB stay in the fastest cache.
const beginnings = new Uint8Array(32 * 32 * 32);
const wordBits = 22;
let lists = 0;

/** A bit that says whether a word may begin as one of `words` do, in any case. */
export function wordMark(words: string): Marks {
  if (lists === 8) throw new RangeError('no bit is left for another list of words');
  const bit = 1 << lists++;
  const list = words.split(' ');
  for (let i = 0; i < list.length; i++) {
    const word = list[i] as string;
    const start = ((word.charCodeAt(0) & 31) << 10) | ((word.charCodeAt(1) & 31) << 5);
    if (word.length > 2) beginnings[start | (word.charCodeAt(2) & 31)] = (beginnings[start | (word.charCodeAt(2) & 31)] as number) | bit;
    else for (let any = 0; any < 32; any++) beginnings[start | any] = (beginnings[start | any] as number) | bit;
  }
  return bit << wordBits;
}

/** The marks of the word that begins at `at`. */
export function beginningAt(text: string, at: number): Marks {
  const key = ((text.charCodeAt(at) & 31) << 10) | ((text.charCodeAt(at + 1) & 31) << 5) | (text.charCodeAt(at + 2) & 31);
  return (beginnings[key] as number) << wordBits;
}

/** All marks of a text. Where words of the lists may begin is remembered until the next call, so that looking for them need not read the text again. */
export function readMarks(text: string): Marks {
  let marks = 0;
  let beginning = 0;
  let count = 0;
  // Each unit is read once: the key of a word grows with its first three letters and is looked up with the third, or where a shorter word ends.
  let length = 0;
  let key = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = code > 127 ? foreign : (bits[code] as number);
    if (kind === wordUnit) {
      if (length >= 3) continue;
      key = (key << 5) | (code & 31);
      if (++length < 3) continue;
      const lists = beginnings[key] as number;
      if (lists === 0) continue;
      beginning |= lists;
      if (count < mostPlaces) places[count] = at - 2;
      count++;
    } else {
      marks |= kind;
      if (length === 2) {
        const lists = beginnings[key << 5] as number;
        if (lists !== 0) {
          beginning |= lists;
          if (count < mostPlaces) places[count] = at - 2;
          count++;
        }
      }
      length = 0;
      key = 0;
    }
  }
  if (length === 2) {
    beginning |= beginnings[key << 5] as number;
    if (count < mostPlaces) places[count] = text.length - 2;
    count++;
  }
  markedText = text;
  placeCount = count;
  return marks | (beginning << wordBits);
}

/** Where words of any list may begin in the text whose marks were read last, in order; undefined for another text, or when there are too many. */
export function markedPlaces(text: string): { readonly starts: Int32Array; readonly count: number } | undefined {
  if (placeCount > mostPlaces || text !== markedText) return undefined;
  found.count = placeCount;
  return found;
}

/** Lets go of the text whose marks were read last. */
export function forgetMarked(): void {
  markedText = undefined;
}

const mostPlaces = 1024;
const places = new Int32Array(mostPlaces);
const found: { readonly starts: Int32Array; count: number } = { starts: places, count: 0 };
let placeCount = 0;
let markedText: string | undefined;

const foreign = mark.foreign;
// No bit of its own: it only tells letters, digits and `_` from the rest.
const wordUnit = 1 << 30;
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_') bits[character.charCodeAt(0)] = wordUnit;

/** Whether a unit is a letter, a digit or `_` of ASCII. */
export function isWordUnit(code: number): boolean {
  return code < 128 && bits[code] === wordUnit;
}
