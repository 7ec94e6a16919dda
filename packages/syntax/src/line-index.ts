import type { SourceLocation } from '@postern/core';

/** Turns offsets of a text (UTF-16 units from 0) into lines and columns (from 1) and back. A line ends with LF, CR LF or CR. */
export interface LineIndex {
  locate(offset: number, endOffset?: number): SourceLocation;
  /** The offset of a line (from 1) and a column in UTF-16 units from 0; kept inside of the text. */
  offsetOf(line: number, column: number): number;
  /** The same where the column counts bytes of UTF-8, as in Python's own trees. */
  offsetOfBytes(line: number, byteColumn: number): number;
}

export function createLineIndex(text: string, file: string): LineIndex {
  let starts: number[] | undefined; // made at the first question: most files are read without one

  function lineStarts(): number[] {
    if (starts) return starts;
    starts = [0];
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
    }
    return starts;
  }

  /** The last line that begins at or before `offset`, from 0. */
  function lineAt(offset: number): number {
    const table = lineStarts();
    let low = 0;
    let high = table.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((table[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function offsetOf(line: number, column: number): number {
    const start = lineStarts()[line - 1];
    return start === undefined ? text.length : Math.min(start + column, text.length);
  }

  return {
    locate(offset, endOffset) {
      const line = lineAt(offset);
      const place = { file, line: line + 1, column: offset - (lineStarts()[line] as number) + 1 };
      return endOffset === undefined ? place : { ...place, endLine: lineAt(Math.max(offset, endOffset - 1)) + 1 };
    },
    offsetOf,
    offsetOfBytes(line, byteColumn) {
      const start = offsetOf(line, 0);
      let bytes = 0;
      let at = start;
      while (bytes < byteColumn && at < text.length) {
        const unit = text.codePointAt(at) as number;
        bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit < 0x10000 ? 3 : 4;
        at += unit < 0x10000 ? 1 : 2;
      }
      return at;
    },
  };
}
