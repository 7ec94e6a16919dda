import { didYouMean, PosternError, printable } from '@postern/core';
import type { Command, Io } from './command.ts';
import { version } from './version.ts';

/**
 * Runs one command line and answers the exit code. The one place where an error becomes text: what the user can mend is a message
 * and 2, anything else is ours and 3, with its stack only under `POSTERN_DEBUG`.
 */
export async function runCommandLine(args: readonly string[], commands: readonly Command[], io: Io): Promise<number> {
  const command = commands.find(({ name }) => name === args[0]);
  try {
    if (command) return await runCommand(command, args.slice(1), io);
    return runGlobal(args, commands, io);
  } catch (error) {
    return report(error, command, io);
  }
}

async function runCommand(command: Command, args: readonly string[], io: Io): Promise<number> {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  if (options.includes('--help') || options.includes('-h')) {
    io.stdout.write(commandHelp(command));
    return 0;
  }
  return command.run(args, io);
}

function runGlobal(args: readonly string[], commands: readonly Command[], io: Io): number {
  const [first, second] = args;
  if (first === undefined) {
    io.stderr.write(help(commands));
    return 2;
  }
  if (first === '--version' || first === '-v') {
    io.stdout.write(`${version}\n`);
    return 0;
  }
  if (first === '--help' || first === '-h' || (first === 'help' && second === undefined)) {
    io.stdout.write(help(commands));
    return 0;
  }
  const names = commands.map(({ name }) => name);
  const wanted = first === 'help' ? (second as string) : first;
  const command = commands.find(({ name }) => name === wanted);
  if (command) {
    io.stdout.write(commandHelp(command));
    return 0;
  }
  const isOption = wanted.startsWith('-');
  const known = isOption ? ['--help', '--version'] : names;
  const what = isOption ? 'option' : 'command';
  throw new PosternError('PSTN_USAGE', { problem: `"${printable(wanted)}" is no ${what} of postern.${didYouMean(wanted, known)}` });
}

/** The list of commands, each with a line that works. */
function help(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const rows = commands.map(
    ({ name, summary, examples }) =>
      `  ${name.padEnd(width)}  ${summary}\n${examples[0] ? `  ${''.padEnd(width)}    $ ${examples[0]}\n` : ''}`,
  );
  return `postern: security for serverless functions

Usage: postern <command> [options]

Commands:
${rows.join('')}
Options:
  -h, --help     this text; after a command, everything about it
  -v, --version  the version

Exit codes: 0 clean, 1 findings, 2 usage or input error, 3 internal error.
`;
}

function commandHelp({ name, summary, usage, examples }: Command): string {
  const synopsis = usage.trimEnd();
  const shown = examples.map((example) => `  $ ${example}\n`).join('');
  return `postern ${name}: ${summary}\n\n${/^usage:/i.test(synopsis) ? '' : 'Usage: '}${synopsis}\n${shown ? `\nExamples:\n${shown}` : ''}`;
}

function report(error: unknown, command: Command | undefined, io: Io): number {
  const name = command ? `postern ${command.name}` : 'postern';
  const debug = io.env['POSTERN_DEBUG'] ? `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n` : '';
  if (error instanceof PosternError) {
    const more = error.code === 'PSTN_USAGE' ? `See: ${name} --help\n` : '';
    io.stderr.write(`${name}: ${error.message}\n${more}${debug}`);
    return 2;
  }
  const usage = usageProblem(error, command);
  if (usage !== undefined) {
    io.stderr.write(`${name}: ${usage}\nSee: ${name} --help\n${debug}`);
    return 2;
  }
  const message = error instanceof Error ? error.message : String(error);
  const next = debug === '' ? 'This is a fault of Postern, not of what you gave it. POSTERN_DEBUG=1 shows where.\n' : debug;
  io.stderr.write(`${name}: internal error: ${printable(message)}\n${next}`);
  return 3;
}

/** What an error of node:util's parseArgs says, in one sentence and with the option that was probably meant. */
function usageProblem(error: unknown, command: Command | undefined): string | undefined {
  const code = (error as { readonly code?: unknown } | null | undefined)?.code;
  if (!(error instanceof Error) || typeof code !== 'string' || !code.startsWith('ERR_PARSE_ARGS_')) return undefined;
  const option = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? /'(-[^']*)'/.exec(error.message)?.[1] : undefined;
  if (option === undefined) return printable(error.message.split('\n')[0] as string);
  const known = [...new Set(command?.usage.match(/--[a-z][a-z-]*/g) ?? []), '--help'];
  return `"${printable(option)}" is no option of this command.${didYouMean(option, known)}`;
}
