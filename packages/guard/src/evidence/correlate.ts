import { fold, type Grams, gramLength, gramsOf, hashAt, type Index, shortestPart, type View } from './input-index.ts';
import type { Match } from './source.ts';

// Steps of comparison before the search turns to what is cheap: an attacker can repeat a gram to hide a match among thousands.
const freeSteps = 2_000_000;
const stepsPerUnit = 64;
/** Units of the sources that the engine's own search may pass over afterwards. */
const freeUnits = 16_000_000;
const longestSearched = 64;
const fewEntries = 4;
const mostMatches = 1000;

/**
 * The stretches of `text` that came from the sources of `index`: whole values of any length that can matter, and parts of values of at
 * least eight units. Letter case does not count; a value escaped for JSON is found too. In the order of their start; they may overlap.
 * Time grows with the length of `text`, however the sources look: when they repeat themselves a hundred thousand times, places behind a
 * match may not be compared with all of them any more.
 */
export function correlate(text: string, index: Index): readonly Match[] {
  const grams = gramsOf(index);
  if (grams.views.length === 0 && grams.short.length === 0) return none;
  const search = new Search(text, grams);
  search.findLong();
  search.findShort();
  return search.matches.length === 0 ? none : search.matches.sort((a, b) => a.span[0] - b.span[0]);
}

const none: readonly Match[] = [];

interface Extent {
  readonly start: number;
  readonly end: number;
  /** Position in the sources minus position in the text. */
  readonly diagonal: number;
  readonly whole: boolean;
}

class Search {
  readonly matches: Match[] = [];
  private readonly text: string;
  private readonly grams: Grams;
  private readonly extents: Extent[] = [];
  private steps: number;
  private units = freeUnits;
  /** The end of what the matches so far cover. */
  private covered = 0;

  constructor(text: string, grams: Grams) {
    this.text = fold(text);
    this.grams = grams;
    this.steps = freeSteps + stepsPerUnit * text.length;
  }

  findLong(): void {
    const { text, grams } = this;
    const { heads, next, positions } = grams;
    const mask = heads.length - 1;
    for (let at = 0; at + gramLength <= text.length && this.matches.length < mostMatches; at++) {
      let entry = heads[hashAt(text, at) & mask] as number;
      if (entry === 0) continue;
      for (; entry !== 0 && this.steps > 0; entry = next[entry - 1] as number) this.compare(at, positions[entry - 1] as number);
      if (entry === 0) continue;
      // The steps are used up. What a match covers already is passed over from here on, so that time stays linear.
      if (at < this.covered) continue;
      for (let i = 0; entry !== 0 && i < fewEntries; entry = next[entry - 1] as number, i++)
        this.compare(at, positions[entry - 1] as number);
      this.searchAt(at);
    }
  }

  findShort(): void {
    const { text, grams } = this;
    for (let i = 0; i < grams.short.length && this.matches.length < mostMatches; i++) {
      const { text: piece, value, source, offset } = grams.short[i] as Grams['short'][number];
      for (let at = text.indexOf(piece); at >= 0 && this.matches.length < mostMatches; at = text.indexOf(piece, at + piece.length))
        this.matches.push({ span: [at, at + piece.length], source, value, valueSpan: [offset, offset + piece.length], whole: true });
    }
  }

  /** Extends the gram at `at` of the text and `position` of the sources both ways, and keeps what is long enough. */
  private compare(at: number, position: number): void {
    const { text, grams, extents } = this;
    const diagonal = position - at;
    for (let i = extents.length - 1; i >= 0 && i >= extents.length - 8; i--) {
      const extent = extents[i] as Extent;
      if (extent.diagonal === diagonal && at < extent.end) return;
    }
    const all = grams.text;
    let end = at;
    while (end < text.length && text.charCodeAt(end) === all.charCodeAt(end + diagonal) && text.charCodeAt(end) !== 0) end++;
    let start = at;
    while (start > 0 && text.charCodeAt(start - 1) === all.charCodeAt(start - 1 + diagonal) && text.charCodeAt(start - 1) !== 0) start--;
    this.steps -= end - start + 1;
    if (end > this.covered) this.covered = end;
    if (end - start < gramLength) return;
    const view = viewAt(grams.views, start + diagonal);
    // Half an escape of JSON is nothing that stood in the value.
    if (view.isEscaped && isInsideEscape(all, end + diagonal, start + diagonal)) end--;
    if (view.isEscaped && isInsideEscape(all, start + diagonal, view.start)) start++;
    const whole = start + diagonal <= view.start + view.first && end + diagonal >= view.start + view.last;
    if (!whole && end - start < shortestPart) return;
    // What lies inside of another match says nothing more, unless it is a whole value and the other is not.
    for (let i = extents.length - 1; i >= 0 && i >= extents.length - 32; i--) {
      const extent = extents[i] as Extent;
      if (extent.start <= start && extent.end >= end && (extent.whole || !whole)) return;
    }
    extents.push({ start, end, diagonal, whole });
    const { value, source } = view;
    const valueSpan = [start + diagonal - view.start, end + diagonal - view.start] as const;
    this.matches.push({
      span: [start, end],
      source,
      value,
      valueSpan: view.isEscaped ? [unescaped(value.text, valueSpan[0]), unescaped(value.text, valueSpan[1])] : valueSpan,
      whole,
    });
  }

  /** Finds where the sources agree longest with the text from `at` on, by bisection over the engine's own search. */
  private searchAt(at: number): void {
    const { text, grams } = this;
    let known = gramLength;
    let beyond = Math.min(text.length - at, longestSearched) + 1;
    let position = -1;
    while (known + 1 < beyond && this.units > 0) {
      this.units -= grams.text.length;
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

function viewAt(views: readonly View[], position: number): View {
  let low = 0;
  let high = views.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((views[middle] as View).start <= position) low = middle;
    else high = middle - 1;
  }
  return views[low] as View;
}

/** Whether the unit before `at` is a backslash that escapes the one at it. */
function isInsideEscape(text: string, at: number, from: number): boolean {
  let backslashes = 0;
  for (let i = at - 1; i >= from && text.charCodeAt(i) === 0x5c; i--) backslashes++;
  return backslashes % 2 === 1;
}

/** The offset in `text` of an offset in its JSON form. */
function unescaped(text: string, offset: number): number {
  let at = 0;
  for (let escaped = 0; at < text.length && escaped < offset; at++) escaped += JSON.stringify(text[at]).length - 2;
  return at;
}
