import { beginsAt, isPlaceOf, isWordUnit, type Marks, markedPlaces, mayBegin, placeStart, wordList } from './marks.ts';

/**
 * Looks for words that a pattern begins with. A long alternation costs a regular expression a try of each branch at each letter; here the first
 * letters of each word of the text are looked up in a table, once for all lists, and only where they may begin the pattern is it tried.
 * A word that only begins like one of the list costs a try; one of the pattern is never passed over, because its own letters were put into the table.
 */
export class WordScan {
  readonly list: number;
  readonly #pattern: RegExp;

  /**
   * `words`: what the pattern can begin with, any case. The sticky pattern is tried at the start of a word only, so it needs no leading `\b`.
   * `areWhole`: each word up to its fifth letter, in the case that the pattern asks for, is what the pattern begins with. Then these letters are
   * compared before the pattern is tried: "provide" and "product" begin like "process".
   */
  constructor(words: string, pattern: RegExp, areWhole = false) {
    if (!pattern.sticky) throw new TypeError('the pattern is tried at one place, so it must be sticky');
    this.list = wordList(words, areWhole, pattern.ignoreCase);
    this.#pattern = pattern;
  }

  /** The match at or behind `from`; `undefined` when there is none. */
  find(text: string, from = 0): { readonly start: number; readonly end: number } | undefined {
    const known = markedPlaces(text);
    if (known !== undefined) {
      // The places are in order: those before `from` are stepped over by halves.
      let first = 0;
      for (let end = from === 0 ? 0 : known.count; first < end; ) {
        const middle = (first + end) >> 1;
        if (placeStart(known.starts[middle] as number) < from) first = middle + 1;
        else end = middle;
      }
      for (let i = first; i < known.count; i++) {
        const place = known.starts[i] as number;
        if (!isPlaceOf(place, this.list)) continue;
        const at = placeStart(place);
        this.#pattern.lastIndex = at;
        if (this.#pattern.test(text)) return { start: at, end: this.#pattern.lastIndex };
      }
      return undefined;
    }
    let wasWord = from > 0 && isWordUnit(text.charCodeAt(from - 1));
    for (let at = from; at < text.length; at++) {
      const isPart = isWordUnit(text.charCodeAt(at));
      if (isPart && !wasWord && beginsAt(text, at, this.list)) {
        this.#pattern.lastIndex = at;
        if (this.#pattern.test(text)) return { start: at, end: this.#pattern.lastIndex };
      }
      wasWord = isPart;
    }
    return undefined;
  }

  /** Whether the text has the beginning of one of the words: what its marks alone tell. */
  mayOccur(text: string, _marks?: Marks): boolean {
    return mayBegin(text, this.list);
  }

  /** Whether it is found in a text with these marks. */
  has(text: string, _marks?: Marks): boolean {
    return mayBegin(text, this.list) && this.find(text) !== undefined;
  }
}
