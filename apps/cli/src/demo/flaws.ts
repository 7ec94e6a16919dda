import type { Checkout } from './checkout.ts';

/** A row of the table of flaws in the example's README: the truth about it. */
export interface Flaw {
  readonly id: string;
  /** `SAS-1` */
  readonly risk: string;
  /** Relative to `app`. */
  readonly file: string;
  readonly line: number;
  /** What the line shows. */
  readonly shows: string;
  readonly text: string;
  /** `scan`, `run` or `later`. */
  readonly shownBy: readonly string[];
}

export function readFlaws(checkout: Checkout): readonly Flaw[] {
  return checkout
    .text('README.md')
    .split('\n')
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))
    .filter((cells) => cells.length === 6 && cells[1]?.startsWith('SAS-'))
    .map(([id = '', risk = '', where = '', shows = '', what = '', shownBy = '']) => ({
      id,
      risk,
      file: where.slice(0, where.lastIndexOf(':')),
      line: Number(where.slice(where.lastIndexOf(':') + 1)),
      shows: shows.slice(1, -1),
      text: what,
      shownBy: shownBy.split(', '),
    }));
}
