import type { Match } from './source.ts';

/** What separates the items of lists, tables, forms, cookies, headers, messages and paths from each other. */
const beforeField = /[,;|&=:/>\n\r\t]/;
const behindField = /[,;|&=:/<\n\r\t]/;
/** Between quotes stands a field only where data have quotes: prose quotes in the middle of sentences. */
const beforeQuote = /[:,=[{(\n\r\t]/;
const behindQuote = /[:,;\]}>)/\n\r\t]/;
/** Further than that from its delimiter no field is looked for. */
const mostBlanks = 64;

/**
 * Whether a match is all that stands between two delimiters of its value: an item of a CSV line, a cookie, a line, the text of an XML
 * element, a string of JSON, a segment of a key. Programs take such a stretch out by itself, so it counts like a whole value. Stretches
 * that a text shares with a program by chance end where the two happen to differ, and hardly ever at a delimiter on both sides.
 */
export function isField({ value: { text }, valueSpan }: Match): boolean {
  let [start, end] = valueSpan;
  while (start < end && start - valueSpan[0] < mostBlanks && isBlank(text, start)) start++;
  while (end > start && valueSpan[1] - end < mostBlanks && isBlank(text, end - 1)) end--;
  if (start === end) return false;
  const before = characterBefore(text, start);
  const behind = characterFrom(text, end);
  if (isQuote(before) && before === behind && text[start - 1] === before && text[end] === behind)
    return matches(beforeQuote, characterBefore(text, start - 1)) && matches(behindQuote, characterFrom(text, end + 1));
  // The program may go on with the very delimiter that follows in the value, or have written the one before it.
  const begins = /[,=:/]/.test(text[start] as string) || (matches(beforeField, before) && !(before === ':' && isProse(text, start)));
  return begins && (matches(behindField, behind) || /[,;&|]/.test(text[end - 1] as string));
}

/** Whether a colon and a blank before `start` stand behind several words: `append this: | sort`, other than `x-host: a`. */
function isProse(text: string, start: number): boolean {
  if (text[start - 1] !== ' ') return false;
  const before = text.slice(Math.max(0, start - 100), start);
  let begin = before.length;
  while (begin > 0 && !'\n\r,;{'.includes(before[begin - 1] as string)) begin--;
  return !/^\s{0,16}["']?[\w.-]{1,64}["']?\s{0,16}:\s{0,16}$/.test(before.slice(begin));
}

/** Whether a match is a whole line of its value. */
export function isLine({ value: { text }, valueSpan: [start, end] }: Match): boolean {
  return /^[\n\r]?$/.test(characterBefore(text, start)) && /^[\n\r]?$/.test(characterFrom(text, end));
}

/** Whether blanks or delimiters surround the match in its value, as they do what a program splits at blanks. */
export function isWordOfValue({ value: { text }, valueSpan: [start, end] }: Match): boolean {
  return (start === 0 || /[\s,;|&"'=:]/.test(text[start - 1] as string)) && (end === text.length || /[\s,;|&"']/.test(text[end] as string));
}

function matches(delimiter: RegExp, character: string): boolean {
  return character === '' || delimiter.test(character);
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'";
}

/** The delimiter or other character before `at`, plain blanks between them aside; empty at the beginning. */
function characterBefore(text: string, at: number): string {
  let i = at - 1;
  while (i >= 0 && text[i] === ' ' && at - i < mostBlanks) i--;
  return text[i] ?? '';
}

function characterFrom(text: string, at: number): string {
  let i = at;
  while (i < text.length && text[i] === ' ' && i - at < mostBlanks) i++;
  return text[i] ?? '';
}

function isBlank(text: string, at: number): boolean {
  return /\s/.test(text[at] as string);
}
