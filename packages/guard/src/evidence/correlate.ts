import type { Span } from '@postern/core';
import { Budget } from './budget.ts';
import { findInCrowd } from './crowd.ts';
import { Escapes } from './escapes.ts';
import {
  crowdSize,
  escapedGramsOf,
  fold,
  type Grams,
  gramLength,
  gramsOf,
  hashAt,
  type Index,
  type ShortValue,
  shortestPart,
  viewAt,
} from './input-index.ts';
import { isAnchored, isPlausibleCut } from './insertion.ts';
import type { Match } from './source.ts';

const stepsPerUnit = 64;
const longestSearched = 64;
const fewEntries = 4;
/** More than any text of a sink holds without overlaps; what an attacker piles up beyond it would only take memory. */
const mostMatches = 100_000;
/** Up to so many short values the engine's own search is faster than a look at every position. */
const fewShortValues = 32;
/** Matches seen last, which the next one is compared with. */
const rememberedExtents = 32;

export interface Correlation {
  /** In the order of their start; they may overlap. */
  readonly matches: readonly Match[];
  /** False when a bound ended the search: something of the input may stand in the text that is not among the matches. */
  readonly isComplete: boolean;
}

/**
 * The stretches of `text` that came from the sources of `index`: whole values of any length that can matter, and parts of values of at
 * least eight units. Letter case does not count; a value escaped for JSON is found too. One plain word (letters, digits, `_`) is one
 * token in every language wherever it stands, and left out: so however many of them an event has, they take no other match's place.
 * Time grows with the length of `text`, however the sources look: when they repeat themselves a hundred thousand times, places behind a
 * match may not be compared with all of them any more, and the answer says so.
 */
export function correlate(text: string, index: Index, budget: Budget = new Budget()): Correlation {
  const search = new Search(text, budget);
  search.find(gramsOf(index));
  if (text.includes('\\')) search.find(escapedGramsOf(index));
  search.settle();
  return { matches: search.matches.sort((a, b) => a.span[0] - b.span[0]), isComplete: search.isComplete };
}

interface Extent {
  readonly start: number;
  readonly end: number;
  /** Position in the sources minus position in the text. */
  readonly diagonal: number;
  readonly rank: number;
}

class Search {
  readonly matches: Match[] = [];
  isComplete = true;
  private readonly text: string;
  private grams!: Grams;
  /** The last ones, as a ring. */
  private extents: Extent[] = [];
  private extentCount = 0;
  private readonly escapes = new Map<string, Escapes>();
  private readonly budget: Budget;
  private readonly ownSteps: number;
  private steps: number;
  /** The end of what the matches so far cover. */
  private covered = 0;

  constructor(text: string, budget: Budget) {
    this.text = fold(text);
    this.budget = budget;
    this.ownSteps = stepsPerUnit * text.length;
    this.steps = budget.steps + this.ownSteps;
  }

  /** Gives back what is left of the steps that are not the text's own. */
  settle(): void {
    this.budget.steps = Math.max(0, Math.min(this.budget.steps, this.steps));
  }

  find(grams: Grams): void {
    this.grams = grams;
    this.extents = [];
    this.extentCount = 0;
    this.covered = 0;
    if (grams.views.length > 0) this.findLong();
    if (grams.short.size > 0) this.findShort();
  }

  private findLong(): void {
    const { text, grams } = this;
    const { heads, next, positions, counts } = grams;
    const mask = heads.length - 1;
    for (let at = 0; at + gramLength <= text.length; at++) {
      const slot = hashAt(text, at) & mask;
      let entry = heads[slot] as number;
      if (entry === 0) continue;
      const crowd = (counts[slot] as number) >= crowdSize && this.steps > 0 ? grams.crowdOf(slot) : undefined;
      if (crowd) {
        this.steps -= findInCrowd(crowd, grams.text, text, at, (position) => this.compare(at, position));
        continue;
      }
      for (; entry !== 0 && this.steps > 0; entry = next[entry - 1] as number) this.compare(at, positions[entry - 1] as number);
      if (entry === 0) continue;
      // The steps are used up. What a match covers already is passed over from here on, so that time stays linear.
      this.isComplete = false;
      if (at < this.covered) continue;
      for (let i = 0; entry !== 0 && i < fewEntries; entry = next[entry - 1] as number, i++)
        this.compare(at, positions[entry - 1] as number);
      this.searchAt(at);
    }
  }

  private findShort(): void {
    const { text } = this;
    const { short, shortStarts } = this.grams;
    if (short.size <= fewShortValues) {
      for (const [piece, found] of short)
        for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + piece.length)) this.keepShort(at, piece, found);
      return;
    }
    for (let at = 0; at < text.length; at++) {
      if (!shortStarts.has(text.charCodeAt(at))) continue;
      for (let length = 1; length < gramLength && at + length <= text.length; length++) {
        const piece = text.slice(at, at + length);
        const found = short.get(piece);
        if (found) this.keepShort(at, piece, found);
      }
    }
  }

  private keepShort(at: number, piece: string, { value, source, offset }: ShortValue): void {
    this.keep({ span: [at, at + piece.length], source, value, valueSpan: [offset, offset + piece.length], whole: true });
  }

  private keep(match: Match): void {
    if (this.matches.length < mostMatches) this.matches.push(match);
    else this.isComplete = false;
  }

  /** Extends the gram at `at` of the text and `position` of the sources both ways, and keeps what is long enough. */
  private compare(at: number, position: number): void {
    const { text, grams, extents } = this;
    const diagonal = position - at;
    this.steps--;
    for (let i = 1; i <= 8 && i <= extents.length; i++) {
      const extent = extents[(this.extentCount - i) % rememberedExtents] as Extent;
      if (extent.diagonal === diagonal && at < extent.end) return;
    }
    const all = grams.text;
    let end = at;
    while (end < text.length && text.charCodeAt(end) === all.charCodeAt(end + diagonal) && text.charCodeAt(end) !== 0) end++;
    let start = at;
    while (start > 0 && text.charCodeAt(start - 1) === all.charCodeAt(start - 1 + diagonal) && text.charCodeAt(start - 1) !== 0) start--;
    this.steps -= end - start;
    if (end > this.covered) this.covered = end;
    if (end - start < gramLength) return;
    const view = viewAt(grams.views, start + diagonal);
    // Half an escape of JSON is nothing that stood in the value.
    if (view.isEscaped && isInsideEscape(all, end + diagonal, start + diagonal)) end--;
    if (view.isEscaped && isInsideEscape(all, start + diagonal, view.start)) start++;
    const whole = start + diagonal <= view.start + view.first && end + diagonal >= view.start + view.last;
    if (!whole && end - start < shortestPart) return;
    const { value, source } = view;
    const viewSpan = [start + diagonal - view.start, end + diagonal - view.start] as const;
    const valueSpan = view.isEscaped ? this.unescaped(value.text, viewSpan) : viewSpan;
    const match = { span: [start, end], source, value, valueSpan, whole } as const;
    const rank = whole ? 3 : isAnchored(match) ? 2 : isPlausibleCut(match) ? 1 : 0;
    for (let i = 1; i <= extents.length; i++) {
      const extent = extents[(this.extentCount - i) % rememberedExtents] as Extent;
      // The same once more says nothing new, and neither does an accidental stretch inside of another match. A value inside of a longer
      // one is kept: an attacker who knows the program's text could send the value once more, with that text around it.
      const isSame = extent.start === start && extent.end === end;
      if (extent.rank >= rank && (isSame || (rank === 0 && extent.start <= start && extent.end >= end))) return;
    }
    extents[this.extentCount++ % rememberedExtents] = { start, end, diagonal, rank };
    if (!isPlainWord(text, start, end)) this.keep(match);
  }

  private unescaped(text: string, [start, end]: Span): Span {
    let escapes = this.escapes.get(text);
    if (!escapes) {
      escapes = new Escapes(text);
      this.escapes.set(text, escapes);
    }
    return [escapes.offsetOf(start), escapes.offsetOf(end)];
  }

  /** Finds where the sources agree longest with the text from `at` on, by bisection over the engine's own search. */
  private searchAt(at: number): void {
    const { text, grams } = this;
    let known = gramLength;
    let beyond = Math.min(text.length - at, longestSearched) + 1;
    let position = -1;
    while (known + 1 < beyond && this.budget.searched > 0) {
      this.budget.searched -= grams.text.length;
      const tried = (known + beyond) >> 1;
      const found = grams.text.indexOf(text.slice(at, at + tried));
      if (found < 0) beyond = tried;
      else {
        known = tried;
        position = found;
      }
    }
    if (position >= 0) this.compare(at, position);
  }
}

function isPlainWord(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    const isPlain = (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95;
    if (!isPlain && (code < 128 || !/[\p{L}\p{N}]/u.test(text[i] as string))) return false;
  }
  return true;
}

/** Whether the unit before `at` is a backslash that escapes the one at it. */
function isInsideEscape(text: string, at: number, from: number): boolean {
  let backslashes = 0;
  for (let i = at - 1; i >= from && text.charCodeAt(i) === 0x5c; i--) backslashes++;
  return backslashes % 2 === 1;
}
