import { runCommandLine } from './command-line.ts';
import { commands } from './commands/index.ts';

// A reader that had enough (`postern … | head -1`) closes the pipe: that is its right, not an error.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw error;
  });

// The code is set and the process ends by itself, so that output on its way into a pipe is not cut.
process.exitCode = await runCommandLine(process.argv.slice(2), commands, {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
});
