import { printable, type SourceLocation } from '@postern/core';

/** Something wrong with a file, at a place that an editor can jump to. Lines and columns from 1, columns in UTF-16 units. */
export interface SourceProblem {
  readonly location: SourceLocation;
  readonly problem: string;
}

/** `template.yaml:3:9: the tag !Reff is not known` */
export function formatSourceProblem({ location: { file, line, column }, problem }: SourceProblem): string {
  return `${printable(file)}:${line}:${column}: ${problem}`;
}
