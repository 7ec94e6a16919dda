import type { Span } from '@postern/core';

/** Words of a sentence that has to stand on either side, at the very beginning and at the very end of the text. */
const wordsBefore = 5;
const wordsBehind = 4;
const reach = 160;

/**
 * Whether a text talks about what stands at `span`: it begins and ends as a sentence does. A report of an attack quotes it; an attack is the whole of
 * a value, or its end. Whoever wraps an attack in sentences on both sides still has it detected, but nobody can be certain then what it is.
 */
export function isMention(text: string, [start]: Span): boolean {
  // Where an attack ends only its language knows, and that reads words as well: the sentence behind it is counted from the end of the text.
  if (start < 20 || text.length - start < 20) return false;
  return (
    countWords(text.slice(0, Math.min(start, reach))) >= wordsBefore &&
    countWordsFromEnd(text.slice(Math.max(start, text.length - reach))) >= wordsBehind
  );
}

/** Plain words from the beginning on, with the punctuation of a sentence and nothing else. */
function countWords(text: string): number {
  const words = text.trimStart().split(/\s/, wordsBefore + 2);
  let count = 0;
  for (const word of words) {
    if (count >= wordsBefore || !isPlain(word)) break;
    count++;
  }
  return count;
}

function countWordsFromEnd(text: string): number {
  const words = text.trimEnd().split(/\s/);
  let count = 0;
  while (count < words.length && count < wordsBehind && isPlain(words[words.length - 1 - count] as string)) count++;
  return count;
}

/** `Hello,` `it's` `"quoted"` `(see` `3:` `well-known`: a word of prose, in any script. */
function isPlain(word: string): boolean {
  return /^["'(\u201c\u2018]?(?:[\p{L}\p{M}][\p{L}\p{M}'\u2019-]{0,40}|\d{1,6})["'\u201d\u2019)]?[.,:;!?]{0,2}\)?$/u.test(word);
}
