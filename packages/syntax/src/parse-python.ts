import { printable, type Result } from '@postern/core';
import { parse } from 'py-ast';
import { createLineIndex } from './line-index.ts';
import type { SourceProblem } from './problem.ts';
import type { PythonPlace, PythonTree } from './tree.ts';

/** Parses Python 3. The parser is JavaScript: text that nests too deeply ends as a problem, not as the process. */
export function parsePython(text: string, file: string): Result<PythonTree, SourceProblem> {
  const lines = createLineIndex(text, file);
  const long = longLine(text);
  if (long !== undefined)
    return {
      ok: false,
      problem: { location: lines.locate(long), problem: `is a line of more than ${maxLine} characters, which is not parsed` },
    };
  try {
    const root = parse(text);
    return {
      ok: true,
      value: {
        language: 'python',
        file,
        text,
        root,
        locate: lines.locate,
        spanOf: ({ lineno = 1, col_offset = 0, end_lineno = lineno, end_col_offset = col_offset }) => [
          lines.offsetOfBytes(lineno, col_offset),
          lines.offsetOfBytes(end_lineno, end_col_offset),
        ],
      },
    };
  } catch (cause) {
    if (cause instanceof RangeError)
      return { ok: false, problem: { location: { file, line: 1, column: 1 }, problem: 'is nested too deeply to be parsed' } };
    const { lineno = 1, col_offset = 0 } = cause as PythonPlace;
    const message = printable((cause as Error).message).replace(/ at line \d+(?:, column \d+)?\.?$/, '');
    return {
      ok: false,
      problem: {
        location: lines.locate(lines.offsetOfBytes(Math.max(1, lineno), Math.max(0, col_offset))),
        problem: `is no Python: ${message}`,
      },
    };
  }
}

/** The parser's time grows faster than an expression's length: 8,000 terms in a row take five seconds. No person writes such a line. */
const maxLine = 20_000;

/** Where a line that is too long begins. */
function longLine(text: string): number | undefined {
  for (let at = 0; at < text.length; ) {
    let end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    if (end - at > maxLine) return at;
    at = end + 1;
  }
  return undefined;
}
