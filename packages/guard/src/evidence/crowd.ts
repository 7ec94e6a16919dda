/**
 * Places of the sources that share a gram, when there are many of them: rows of a table, items of a list. Sorted by the text that
 * follows, those which agree longest with a text are neighbours, and found in logarithmic time however many there are.
 */
export interface Crowd {
  /** Places where a value begins. */
  readonly starts: Starts;
  /** All places, by none, one or two of the units before them: for each the text that follows decides. */
  readonly byPrevious: ReadonlyMap<string, Int32Array>;
}

interface Starts {
  readonly positions: Int32Array;
  /** Where each value ends, blanks at its end aside. */
  readonly ends: Int32Array;
  /** The longest value that each one begins with, or -1. */
  readonly parents: Int32Array;
}

/** What may still be spent on sorting, in units compared. */
export interface SortBudget {
  units: number;
}

/** Longer agreement needs no search: the comparison that follows finds out how far it goes. */
const longestAgreement = 256;

/** Sorts `positions` of `text`; `ends` has the end of the value for those where one begins. Undefined when the budget does not allow it. */
export function createCrowd(text: string, positions: number[], ends: ReadonlyMap<number, number>, budget: SortBudget): Crowd | undefined {
  const sorted = sort(positions, budget, (a, b) => compareTexts(text, a, text.length, b, text.length, budget));
  const starts = sort([...ends.keys()], budget, (a, b) => compareTexts(text, a, ends.get(a) as number, b, ends.get(b) as number, budget));
  if (budget.units <= 0) return undefined;
  const groups = new Map<string, number[]>();
  for (let i = 0; i < sorted.length; i++) {
    const position = sorted[i] as number;
    for (let before = 0; before <= 2 && before <= position; before++) {
      const key = text.slice(position - before, position);
      const group = groups.get(key);
      if (group) group.push(position);
      else groups.set(key, [position]);
    }
  }
  const byPrevious = new Map<string, Int32Array>();
  for (const [key, group] of groups) byPrevious.set(key, Int32Array.from(group));
  return { starts: withParents(text, starts, ends), byPrevious };
}

/**
 * Calls `take` with the positions in the sources of `all` that agree longest with `text` from `at` on, and with all values that begin
 * and end there. Answers the units that were compared.
 */
export function findInCrowd(crowd: Crowd, all: string, text: string, at: number, take: (position: number) => void): number {
  let units = 0;
  const search = (positions: Int32Array, endOf: (index: number) => number): number => {
    let low = 0;
    let high = positions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const position = positions[middle] as number;
      const limit = Math.min(endOf(middle), position + longestAgreement);
      let i = 0;
      while (position + i < limit && at + i < text.length && all.charCodeAt(position + i) === text.charCodeAt(at + i)) i++;
      units += i + 1;
      const isBefore = position + i >= limit || (at + i < text.length && all.charCodeAt(position + i) < text.charCodeAt(at + i));
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const { positions, ends, parents } = crowd.starts;
  const next = search(positions, (index) => ends[index] as number);
  if (next < positions.length) take(positions[next] as number);
  // Every value that the text begins with is a beginning of the last one that is not behind the text.
  for (let i = next - 1; i >= 0; i = parents[i] as number) {
    take(positions[i] as number);
    units++;
  }
  for (let before = 0; before <= 2 && before <= at; before++) {
    const group = crowd.byPrevious.get(text.slice(at - before, at));
    if (!group) break;
    const place = search(group, () => all.length);
    if (place > 0) take(group[place - 1] as number);
    if (place < group.length) take(group[place] as number);
  }
  return units;
}

function sort(positions: number[], budget: SortBudget, compare: (a: number, b: number) => number): number[] {
  return positions.sort((a, b) => (budget.units > 0 ? compare(a, b) : 0));
}

/** A value ends where its end is, or at the NUL behind it. */
function compareTexts(text: string, a: number, endA: number, b: number, endB: number, budget: SortBudget): number {
  if (a === b) return 0;
  let i = 0;
  let left = 0;
  let right = 0;
  do {
    left = a + i < endA ? text.charCodeAt(a + i) : 0;
    right = b + i < endB ? text.charCodeAt(b + i) : 0;
    i++;
  } while (left === right && left !== 0);
  budget.units -= i + 8;
  return left - right || a - b;
}

function withParents(text: string, positions: readonly number[], endOf: ReadonlyMap<number, number>): Starts {
  const ends = Int32Array.from(positions, (position) => endOf.get(position) as number);
  const parents = new Int32Array(positions.length);
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i] as number;
    let parent = i - 1;
    while (parent >= 0) {
      const start = positions[parent] as number;
      const length = (ends[parent] as number) - start;
      if (position + length <= (ends[i] as number) && text.startsWith(text.slice(start, start + length), position)) break;
      parent = parents[parent] as number;
    }
    parents[i] = parent;
  }
  return { positions: Int32Array.from(positions), ends, parents };
}
