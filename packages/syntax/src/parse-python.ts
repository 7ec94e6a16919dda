import { printable, type Result } from '@postern/core';
import { parse } from 'py-ast';
import { createLineIndex } from './line-index.ts';
import type { SourceProblem } from './problem.ts';
import type { PythonPlace, PythonTree } from './tree.ts';

/** Parses Python 3. The parser is JavaScript: text that nests too deeply ends as a problem, not as the process. */
export function parsePython(text: string, file: string): Result<PythonTree, SourceProblem> {
  const lines = createLineIndex(text, file);
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
