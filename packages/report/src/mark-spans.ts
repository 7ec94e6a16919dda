import { printable, type Span } from '@postern/core';
import { createStyle, type Style, type TerminalOptions } from './style.ts';
import { columnsOf } from './text-width.ts';

interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

// What a person takes in: the marked parts nearly whole, of the rest the surroundings.
const keptAround = 80;
const keptMarked = 240;

/**
 * `text` in lines of at most `width` columns with its `spans` marked: by colour, or by a line of ^^^ below where there is none.
 * The text is hostile: what is no visible character is shown as its escape, and the spans still cover what they covered.
 */
export function markSpans(text: string, spans: readonly Span[], options: TerminalOptions = {}): readonly string[] {
  return markWith(createStyle(options), text, spans);
}

export function markWith(style: Style, text: string, spans: readonly Span[]): readonly string[] {
  const lines: string[] = [];
  let shown = '';
  let below = '';
  let run = '';
  let runMarked = false;
  let column = 0;

  const endRun = (): void => {
    shown += runMarked ? style.marked(run) : run;
    run = '';
  };
  const endLine = (): void => {
    endRun();
    lines.push(shown);
    if (!style.color && below.trim() !== '') lines.push(below.trimEnd());
    shown = '';
    below = '';
    column = 0;
  };

  for (const piece of split(text, spans)) {
    if (piece.marked !== runMarked) {
      endRun();
      runMarked = piece.marked;
    }
    for (const character of printable(piece.text)) {
      const columns = columnsOf(character.codePointAt(0) as number);
      if (column + columns > style.width) endLine();
      run += character;
      below += (piece.marked ? '^' : ' ').repeat(columns);
      column += columns;
    }
  }
  if (column > 0 || lines.length === 0) endLine();
  return lines;
}

/** The text cut at the spans' edges, long stretches shortened. Spans may come in any order, overlap or lie outside: they were read from a log. */
function split(text: string, spans: readonly Span[]): readonly Piece[] {
  const edges = spans
    .map(([start, end]) => [clamp(start, text.length), clamp(end, text.length)] as const)
    .filter(([start, end]) => start < end)
    .sort((a, b) => a[0] - b[0]);
  const pieces: Piece[] = [];
  let at = 0;
  for (const [start, end] of edges) {
    if (start > at) pieces.push({ text: shorten(text.slice(at, start), keptAround), marked: false });
    if (end > at) pieces.push({ text: shorten(text.slice(Math.max(start, at), end), keptMarked), marked: true });
    at = Math.max(at, end);
  }
  if (at < text.length) pieces.push({ text: shorten(text.slice(at), keptAround), marked: false });
  return pieces;
}

function clamp(offset: number, length: number): number {
  return Number.isFinite(offset) ? Math.min(Math.max(0, Math.trunc(offset)), length) : 0;
}

function shorten(text: string, kept: number): string {
  return text.length <= 2 * kept + 20 ? text : `${text.slice(0, kept)} … ${text.slice(-kept)}`;
}
