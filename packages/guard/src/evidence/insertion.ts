import type { Span } from '@postern/core';
import { shortestPart } from './input-index.ts';
import type { Match } from './source.ts';

// How many other matches are tried together with the one in question; each costs one reading of the text.
const mostCompanions = 16;

/**
 * Whether a match can be something that a program cut out of a value. Programs take a value whole, truncate it, drop its beginning, or
 * take what lies between delimiters. Long texts share stretches with any program's own text by chance; such a stretch begins and ends
 * where the two happen to differ, in the middle of a word more often than not.
 */
export function isPlausibleCut(match: Match): boolean {
  if (match.whole) return true;
  const { text } = match.value;
  const [start, end] = match.valueSpan;
  return isAnchored(match) || ((start === 0 || !isWordAt(text, start - 1)) && !isWordAt(text, end));
}

/** Whether the match is a whole value, or its beginning or end. */
export function isAnchored({ whole, value, valueSpan: [start, end] }: Match): boolean {
  if (whole) return true;
  return value.text.slice(0, start).trim() === '' || value.text.slice(end).trim() === '';
}

/**
 * Whether a part stands at the beginning of a sink's text without being its value's end. Programs begin their commands, statements and
 * code themselves, and many a document begins like them (`var data = `, `SELECT * FROM `).
 */
export function ownsBeginning(text: string, { whole, value, valueSpan, span }: Match): boolean {
  return !whole && text.slice(0, span[0]).trim() === '' && value.text.slice(valueSpan[1]).trim() !== '';
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
  const source = match.value.text;
  if (text[end - 1] === "'" && (text.startsWith("\\''", end) || text.startsWith(`"'"'`, end))) end--;
  if (text[start] === "'" && (endsAt(text, "'\\'", start) || endsAt(text, `'"'"`, start))) start++;
  if (!match.whole && source.slice(match.valueSpan[1]).trim() !== '') while (end > start && isQuoting(text, end - 1)) end--;
  if (!match.whole && source.slice(0, match.valueSpan[0]).trim() !== '') while (start < end && isQuoting(text, start)) start++;
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

/**
 * Whether the text of a sink can be a program's own text with `match` put into it: without the match the rest must be well-formed, as it
 * is for the harmless input the program was written for. This tells input from coincidence: in `'it'\''s; rm'` the value `'s; rm` seems
 * to open a quote, but the quote is the program's, and without it the rest would be broken. Other input in the text may be what breaks
 * it, so the rest is also tried without the other matches: one by one, and all at once.
 */
export function isInsertion(
  text: string,
  match: Match,
  matches: readonly Match[],
  isWellFormed: (rest: string, at: number) => boolean,
): boolean {
  const own = match.span;
  if (isWellFormed(without(text, [own]), own[0])) return true;
  const others: Span[] = [];
  let end = 0;
  for (let i = 0; i < matches.length; i++) {
    const { span } = matches[i] as Match;
    if (span[0] < own[1] && span[1] > own[0]) continue;
    if (others.length < mostCompanions && isWellFormed(without(text, inOrder(own, span)), placeholderAt(own, [span]))) return true;
    if (span[0] < end) continue;
    others.push(span);
    end = span[1];
  }
  if (others.length < 2) return false;
  const all = [...others, own].sort((a, b) => a[0] - b[0]);
  return isWellFormed(without(text, all), placeholderAt(own, others));
}

function inOrder(a: Span, b: Span): Span[] {
  return a[0] < b[0] ? [a, b] : [b, a];
}

/** `text` with one letter in the place of each span: a letter is a word or a part of one in every language. */
function without(text: string, spans: readonly Span[]): string {
  let rest = '';
  let end = 0;
  for (let i = 0; i < spans.length; i++) {
    const span = spans[i] as Span;
    rest += `${text.slice(end, span[0])}x`;
    end = span[1];
  }
  return rest + text.slice(end);
}

function placeholderAt(own: Span, others: readonly Span[]): number {
  let at = own[0];
  for (let i = 0; i < others.length; i++) {
    const [start, end] = others[i] as Span;
    if (end <= own[0]) at -= end - start - 1;
  }
  return at;
}

export function isWordAt(text: string, at: number): boolean {
  return at < text.length && /[\p{L}\p{N}_]/u.test(text[at] as string);
}
