import type { Span } from '@postern/core';
import type { Value } from '@postern/inspect';
import { isField } from './field.ts';
import { shortestPart } from './input-index.ts';
import type { Match } from './source.ts';

/**
 * Whether a match can be something that a program cut out of a value. Programs take a value whole, truncate it, drop its beginning, or
 * take what lies between delimiters. Long texts share stretches with any program's own text by chance; such a stretch begins and ends
 * where the two happen to differ, in the middle of a word more often than not.
 */
export function isPlausibleCut(match: Match): boolean {
  if (match.whole) return true;
  const { text } = match.value;
  const [start, end] = match.valueSpan;
  return isAnchored(match) || isField(match) || ((start === 0 || !isWordAt(text, start - 1)) && !isWordAt(text, end));
}

/** Whether the match is a whole value, or its beginning or end. */
export function isAnchored({ whole, value, valueSpan: [start, end] }: Match): boolean {
  if (whole) return true;
  const [first, last] = contentOf(value);
  return start <= first || end >= last;
}

const contents = new WeakMap<Value, Span>();

/** Where the text of a value begins and ends without blanks: thousands of matches may ask. */
function contentOf(value: Value): Span {
  let span = contents.get(value);
  if (!span) {
    span = [value.text.length - value.text.trimStart().length, value.text.trimEnd().length];
    contents.set(value, span);
  }
  return span;
}

/**
 * Whether a part stands at the beginning of a sink's text without being its value's end. Programs begin their commands, statements and
 * code themselves, and many a document begins like them (`var data = `, `SELECT * FROM `).
 */
export function ownsBeginning(text: string, { whole, value, valueSpan, span }: Match): boolean {
  return !whole && valueSpan[1] < contentOf(value)[1] && isBlankBefore(text, span[0]);
}

/**
 * The match without quotes and backslashes at its ends that are the program's. Where a program escapes a quote of the value, the
 * stretch that was found ends with the beginning of the escape: `'it'\''s'` holds `it'` of `it's`, and so does the end of `'it'`.
 * Where the value goes on behind such an end, whatever reached the sink cannot break out with it: its next character did not come along.
 * A whole value may end with an apostrophe itself; only an escape right behind tells that one from a break.
 */
export function withoutForeignQuotes(text: string, match: Match): Match {
  let [start, end] = match.span;
  let [valueStart, valueEnd] = match.valueSpan;
  if (text[end - 1] === "'" && (text.startsWith("\\''", end) || text.startsWith(`"'"'`, end))) end--;
  if (text[start] === "'" && (endsAt(text, "'\\'", start) || endsAt(text, `'"'"`, start))) start++;
  const [first, last] = contentOf(match.value);
  const isCut = !match.whole && !isField(match);
  if (isCut && valueEnd < last) while (end > start && isQuoting(text, end - 1)) end--;
  if (isCut && valueStart > first) while (start < end && isQuoting(text, start)) start++;
  if (start === match.span[0] && end === match.span[1]) return match;
  valueStart += start - match.span[0];
  valueEnd -= match.span[1] - end;
  const isLong = match.whole || end - start >= shortestPart;
  return { ...match, span: [start, isLong ? end : start], valueSpan: [valueStart, Math.max(valueStart, valueEnd)] };
}

function isQuoting(text: string, at: number): boolean {
  return text[at] === "'" || text[at] === '"' || text[at] === '\\';
}

function endsAt(text: string, ending: string, end: number): boolean {
  return end >= ending.length && text.startsWith(ending, end - ending.length);
}

function isWordAt(text: string, at: number): boolean {
  return at < text.length && /[\p{L}\p{N}_]/u.test(text[at] as string);
}

/** Whether there is nothing but blanks before `end`. */
function isBlankBefore(text: string, end: number): boolean {
  return end <= lastContent(text)[0];
}

/** Whether there is nothing but blanks from `start` on. */
export function isBlankFrom(text: string, start: number): boolean {
  return start >= lastContent(text)[1];
}

let lastText = '';
let lastSpan: Span = [0, 0];

/** Where a sink's text begins and ends without blanks; the last answer is kept, as all matches of a text ask for it. */
function lastContent(text: string): Span {
  if (text !== lastText) {
    lastSpan = [text.length - text.trimStart().length, text.trimEnd().length];
    lastText = text;
  }
  return lastSpan;
}
