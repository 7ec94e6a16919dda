import type { SourceProblem, Sources } from '@postern/syntax';
import type { App } from '../app.ts';

/** A reader turns one file of its dialect into an App. */
export interface Reader {
  /** Whether the file may be of this dialect, from its name and text alone: cheap, and never an answer of no for one that is. */
  mayRead(file: string, text: string): boolean;
  /** Whether someone who names a file so means a template, so that one which is none is worth a problem. */
  expects(file: string): boolean;
  /** The App, and what is wrong in the file. No App when the file is no template after all, or can't be read. */
  read(
    file: string,
    text: string,
    sources: Sources,
  ): { readonly app?: App; readonly problems: readonly SourceProblem[]; readonly isTemplate: boolean };
}
