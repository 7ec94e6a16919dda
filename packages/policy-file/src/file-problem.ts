import { printable } from '@postern/core';

/** Something wrong with a file, at a place that an editor can jump to. Lines and columns from 1, columns in UTF-16 units. */
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly problem: string;
}

/** `postern.policy.yaml:3:9: mode: "blok" is not known: …` */
export function formatFileProblem({ file, line, column, problem }: FileProblem): string {
  return `${printable(file)}:${line}:${column}: ${problem}`;
}
