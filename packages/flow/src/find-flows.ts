import type { App } from '@postern/app';
import type { SourceProblem, Sources } from '@postern/syntax';
import { analyze } from './analyze.ts';
import type { Flow } from './flow.ts';

/**
 * Untrusted data that reaches a sink within a function: from the handler's event, and from what it reads, through the functions of
 * the same file. `sources` are the files of the App; the parsers of its languages must be loaded (`loadParsers`).
 */
export function findFlows(app: App, sources: Sources): readonly Flow[] {
  return analyze(app, sources).flows;
}

/** What of the code could not be followed, and why: no finding there means nothing. */
export function flowProblems(app: App, sources: Sources): readonly SourceProblem[] {
  return analyze(app, sources).problems;
}
