import type { SourceProblem } from '@postern/syntax';
import type { App } from './app.ts';

/** A file that describes an application in a dialect that is not read yet. */
export interface NotRead {
  readonly file: string;
  /** `Terraform`, `Serverless Framework`, … */
  readonly dialect: string;
}

export interface ReadAppsResult {
  /** One for each template, in the order of their paths. */
  readonly apps: readonly App[];
  readonly notRead: readonly NotRead[];
  readonly problems: readonly SourceProblem[];
}

export interface ReadAppsOptions {
  /** Most templates to read; the rest is a problem. Default 10,000. */
  readonly maxTemplates?: number;
}

/**
 * Reads every template under `path`, a folder or one template, into an App. Nothing is executed, no environment is expanded and
 * nothing outside of the folder is read. What is wrong in a file is a problem at its place; the rest of the file is still read.
 */
export async function readApps(path: string, options: ReadAppsOptions = {}): Promise<ReadAppsResult> {
  void path;
  void options;
  return { apps: [], notRead: [], problems: [] };
}
