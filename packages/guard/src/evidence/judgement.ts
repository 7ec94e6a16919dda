import type { AttackClassName, Span } from '@postern/core';
import { Budget, type Work } from './budget.ts';
import type { Correlation } from './correlate.ts';
import type { Index } from './input-index.ts';
import { isAnchored, isPlausibleCut, withoutForeignQuotes } from './insertion.ts';
import type { Match, StructureChange } from './source.ts';

/** How many other matches are tried together with the one in question; each costs one reading of the text. */
const mostCompanions = 16;

export interface Change {
  readonly span: Span;
  readonly reason: string;
}

/** What a language makes of one text. */
export interface LanguageReading {
  /** What the match changes in the text's structure, if anything. Its cost grows with the match, not with the text. */
  changeBy(match: Match): Change | undefined;
  /** Whether every quotation, bracket and the like is closed in another text, and nothing is closed that was not opened. */
  isWellFormed(rest: string): boolean;
}

export interface Language {
  readonly class: AttackClassName;
  /** A necessary condition on the text of a match, before anything is read. */
  mayChange(input: string): boolean;
  read(text: string): LanguageReading;
}

interface Suspect {
  /** As it was found. */
  readonly found: Match;
  /** Without what is the program's. */
  readonly match: Match;
  readonly change: Change;
}

/**
 * The first match that changes the structure of `text` in the eyes of `language` and can have been put into it. The likely ones have
 * their turn first: whole values, then beginnings and ends. Where the bound on work leaves one unjudged, `index` is told.
 */
export function judge(
  text: string,
  { matches, isComplete }: Correlation,
  index: Index,
  language: Language,
  { looks, readings }: Budget = new Budget(),
): StructureChange | undefined {
  let reading: LanguageReading | undefined;
  const suspects: Suspect[] = [];
  for (const found of byDanger(matches)) {
    const match = withoutForeignQuotes(text, found);
    const [start, end] = match.span;
    if (end - start < 3 || !isPlausibleCut(match)) continue;
    if (!looks.take(end - start)) break;
    if (!language.mayChange(text.slice(start, end))) continue;
    reading ??= language.read(text);
    const change = reading.changeBy(match);
    if (change) suspects.push({ found, match, change });
  }
  const suspect = reading && firstInserted(text, matches, suspects, reading, readings);
  if (suspect) return { match: suspect.found, span: suspect.change.span, reason: suspect.change.reason, class: language.class };
  if (!isComplete || looks.isUsedUp || readings.isUsedUp) index.reach('comparisons');
  return undefined;
}

function byDanger(matches: readonly Match[]): Match[] {
  const whole: Match[] = [];
  const anchored: Match[] = [];
  const others: Match[] = [];
  for (let i = 0; i < matches.length; i++) {
    const match = matches[i] as Match;
    (match.whole ? whole : isAnchored(match) ? anchored : others).push(match);
  }
  return [...whole, ...anchored, ...others];
}

/**
 * Whether the text of a sink can be a program's own text with a match put into it: without the match the rest must be well-formed, as it
 * is for the harmless input the program was written for. This tells input from coincidence: in `'it'\''s; rm'` the value `'s; rm` seems
 * to open a quote, but the quote is the program's, and without it the rest would be broken. Other input in the text may be what breaks
 * it, so the rest is also tried without the other matches: all at once, and one by one.
 */
function firstInserted(
  text: string,
  matches: readonly Match[],
  suspects: readonly Suspect[],
  reading: LanguageReading,
  work: Work,
): Suspect | undefined {
  const fits = (spans: readonly Span[]): boolean => work.take(text.length) && reading.isWellFormed(without(text, spans));
  const tried = new Set<string>();
  const different: Suspect[] = [];
  for (let i = 0; i < suspects.length; i++) {
    const suspect = suspects[i] as Suspect;
    const { span } = suspect.match;
    if (tried.has(`${span[0]} ${span[1]}`)) continue;
    tried.add(`${span[0]} ${span[1]}`);
    if (fits([span])) return suspect;
    different.push(suspect);
  }
  if (different.length === 0) return undefined;
  const companions = matches.filter((match) => mayBreak(text.slice(match.span[0], match.span[1])));
  for (const suspect of different) {
    const { span } = suspect.match;
    if (!work.take(companions.length)) return undefined;
    const others = apartFrom(span, companions);
    if (others.length > 0 && fits([...others, span].sort((a, b) => a[0] - b[0]))) return suspect;
  }
  for (const suspect of different) {
    const { span } = suspect.match;
    if (!work.take(companions.length)) return undefined;
    for (const other of nearest(span, companions)) if (fits(span[0] < other[0] ? [span, other] : [other, span])) return suspect;
  }
  return undefined;
}

/** Whether input could be what leaves a quotation or a bracket open or closes one, in any language. */
function mayBreak(input: string): boolean {
  return /['"`\\()[\]{}<>#$*/\n-]/.test(input);
}

function apartFrom(own: Span, matches: readonly Match[]): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (let i = 0; i < matches.length; i++) {
    const { span } = matches[i] as Match;
    if (span[0] < end || (span[0] < own[1] && span[1] > own[0])) continue;
    spans.push(span);
    end = span[1];
  }
  return spans;
}

/** The spans next to `own`, whose neighbours most often prepare each other's way. */
function nearest(own: Span, matches: readonly Match[]): Span[] {
  const spans: Span[] = [];
  let after = matches.findIndex(({ span }) => span[0] >= own[1]);
  if (after < 0) after = matches.length;
  let before = after - 1;
  while (spans.length < mostCompanions && (before >= 0 || after < matches.length)) {
    const left = matches[before--]?.span;
    if (left && left[1] <= own[0]) spans.push(left);
    const right = matches[after++]?.span;
    if (right) spans.push(right);
  }
  return spans;
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
