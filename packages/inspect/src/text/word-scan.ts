/**
 * Looks for words that a pattern begins with. A long alternation costs a regular expression a try of each branch at each letter; here the first
 * three letters of each word of the text are looked up in a table, and only where they may begin the pattern is it tried.
 * A collision in the table costs a try; a word of the pattern is never passed over, because its own letters were put into the table.
 */
export class WordScan {
  readonly #beginnings: Uint8Array = new Uint8Array(32 * 32 * 32);
  readonly #pattern: RegExp;

  /** `words`: what the pattern can begin with, any case. The pattern is tried at the start of a word only, so it needs no leading `\b`. */
  constructor(words: string, pattern: RegExp) {
    this.#pattern = new RegExp(pattern.source, pattern.flags.replace('g', '') + (pattern.flags.includes('y') ? '' : 'y'));
    for (const word of words.split(' ')) {
      const [first, second, third] = [word.charCodeAt(0) & 31, word.charCodeAt(1) & 31, word.charCodeAt(2) & 31];
      if (word.length > 2) this.#beginnings[(first << 10) | (second << 5) | third] = 1;
      else for (let any = 0; any < 32; any++) this.#beginnings[(first << 10) | (second << 5) | any] = 1;
    }
  }

  /** The match at or behind `from`; `undefined` when there is none. */
  find(text: string, from = 0): { readonly start: number; readonly end: number } | undefined {
    let wasWord = from > 0 && isWord(text.charCodeAt(from - 1));
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const isPart = isWord(code);
      if (isPart && !wasWord) {
        const key = ((code & 31) << 10) | ((text.charCodeAt(at + 1) & 31) << 5) | (text.charCodeAt(at + 2) & 31);
        if (this.#beginnings[key] === 1) {
          this.#pattern.lastIndex = at;
          if (this.#pattern.test(text)) return { start: at, end: this.#pattern.lastIndex };
        }
      }
      wasWord = isPart;
    }
    return undefined;
  }

  has(text: string): boolean {
    return this.find(text) !== undefined;
  }
}

const word = new Uint8Array(128);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_') word[character.charCodeAt(0)] = 1;

function isWord(code: number): boolean {
  return code < 128 && word[code] === 1;
}
