import type { Readable, Writable } from 'node:stream';

/** The world as a command sees it; tests pass their own. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/**
 * One subcommand: one file in `commands/`, named after what the user types, that exports `<name>Command`.
 * Code that a command needs beside itself lives outside of that folder, because every file in it is a command.
 */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `postern <name> --help` shows: the synopsis in the first line, then options and exit codes. */
  readonly usage: string;
  /** Command lines that work as they stand; the first one is shown in the list of commands. */
  readonly examples: readonly string[];
  /**
   * Does the work and answers the exit code: 0 clean, 1 findings at or above the threshold, 2 usage or input error,
   * 3 internal or a demonstration that did not come out as claimed. A thrown `PosternError`, and an error of `parseArgs`,
   * becomes its message and 2; anything else becomes "internal error" and 3.
   */
  run(args: readonly string[], io: Io): Promise<number>;
}
