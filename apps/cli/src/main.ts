import type { Command } from './command.ts';
import { runCommandLine } from './command-line.ts';
import { commands } from './commands/index.ts';
import { describeFileError } from './files.ts';

// A reader that had enough (`postern … | head -1`) closes the pipe: that is its right, not an error.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    // Whatever the command came to, nobody can read all of it. Of standard error's own failure nothing can be said.
    if (stream === process.stdout) process.stderr.write(`postern: standard output: ${describeFileError(error, 'written')}\n`);
    process.exit(2);
  });

// The code is set and the process ends by itself, so that output on its way into a pipe is not cut.
const args = process.argv.slice(2);
process.exitCode = await runCommandLine(args, await loadCommands(args[0]), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
});

/** The one command that was asked for, or all: a scan should not wait for the database of queries to be loaded. */
async function loadCommands(first: string | undefined): Promise<readonly Command[]> {
  const load = first !== undefined && Object.hasOwn(commands, first) ? commands[first] : undefined;
  return Promise.all((load ? [load] : Object.values(commands)).map((each) => each()));
}
