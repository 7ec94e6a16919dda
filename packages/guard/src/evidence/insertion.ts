import type { Span } from '@postern/core';
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
