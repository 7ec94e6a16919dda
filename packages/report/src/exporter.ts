import type { Finding, RuleMetadata } from '@postern/core';

/** What a scan, a log or an inspection came to, ready to be written. */
export interface Report {
  readonly findings: readonly Finding[];
  /** What the findings are about: the folder or the application. */
  readonly title?: string;
  /** The version of Postern. */
  readonly version?: string;
  /** The rules that were asked, the silent ones too; a rule that is missing here is described from its findings. */
  readonly rules?: readonly RuleMetadata[];
  /** Findings that somebody decided to live with. */
  readonly suppressed?: readonly Suppressed[];
  /** Files that were seen and not read. */
  readonly notRead?: readonly { readonly file: string; readonly dialect: string }[];
  /** What went wrong while reading, as lines: `file:line:column: problem`. */
  readonly problems?: readonly string[];
}

export interface Suppressed {
  readonly finding: Finding;
  /** `inline` stands in the source, `file` and `baseline` beside it. */
  readonly by: 'inline' | 'file' | 'baseline';
  readonly reason?: string;
  readonly expires?: string;
}

/** A form in which a report leaves: one file in `exporters/`, named after the form. */
export interface Exporter {
  /** What `--format` takes. */
  readonly name: string;
  readonly title: string;
  readonly extension: string;
  /** The whole text. Every text of a finding is taken as hostile: it names no link, tag or escape of the form's own. */
  write(report: Report): string;
}
