import { printable } from '@postern/core';
import { createStyle, type TerminalOptions } from './style.ts';
import { columnsOf, widthOf } from './text-width.ts';

export type TableCell = string | number | boolean | null;

/** Columns that a cell takes at most; a payload is longer than anybody reads in a table. */
const maxCell = 60;

/** Rows for a person, in columns as wide as they need; numbers to the right. Every text is taken as hostile. */
export function writeTable(columns: readonly string[], rows: readonly (readonly TableCell[])[], options: TerminalOptions = {}): string {
  const style = createStyle(options);
  const shown = rows.map((row) => columns.map((_, i) => cut(show(row[i] ?? null))));
  const head = columns.map((name) => cut(printable(name).replaceAll('_', ' ')));
  const widths = head.map((name, i) => Math.max(widthOf(name), ...shown.map((row) => widthOf(row[i] as string))));
  const isNumber = columns.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => {
        const gap = ' '.repeat((widths[i] as number) - widthOf(cell));
        return isNumber[i] ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd();
  return [style.strong(line(head)), style.faint(widths.map((width) => '─'.repeat(width)).join('  ')), ...shown.map(line)]
    .map((text) => `${text}\n`)
    .join('');
}

function show(cell: TableCell): string {
  return cell === null ? '' : printable(String(cell));
}

function cut(text: string): string {
  if (widthOf(text) <= maxCell) return text;
  let kept = '';
  let width = 0;
  for (const character of text) {
    width += columnsOf(character.codePointAt(0) as number);
    if (width >= maxCell) break;
    kept += character;
  }
  return `${kept}…`;
}
