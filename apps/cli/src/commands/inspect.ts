import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { didYouMean, type Mode, modes, PosternError, printable } from '@postern/core';
import { inspectReading, readEvent } from '@postern/inspect';
import { provideNodeHost } from '@postern/inspect/node';
import { decideMode, defaultPolicy, expectAtDoor, type Policy, policyFor } from '@postern/policy';
import type { Command, Io } from '../command.ts';
import { describeFileError } from '../files.ts';
import { count, emptyTally, formatInspection, formatTally, type InspectFormat, type Tally } from '../inspect/format-inspection.ts';
import { readLines } from '../inspect/read-lines.ts';
import { parseJsonText } from '../json-text.ts';
import { loadPolicy } from '../policy/load-policy.ts';
import { nameOfInput, readTextInput } from '../read-text.ts';

const formats: readonly InspectFormat[] = ['json', 'table'];

/** Answers an event; says whether there is something in it that somebody should look at. */
type Inspect = (line: number, text: string) => Promise<boolean>;

export const inspectCommand: Command = {
  name: 'inspect',
  summary: 'look for attacks in events: one, or one a line',
  usage: `postern inspect [file] [options]

Recognises the trigger of each event, decodes what outsiders control and looks for attacks in it. Answers one line of JSON for each event:
{line, trigger, webhook?, level, verdict, reason?, incomplete?, detections:[{class, cwe, path, encodings, span, evidence, confidence, …}], more?}.
The level (none, suspicious, certain) is of the text alone; the verdict is what the guard would do about the event before the handler:
only in mode block, and only for a trigger that is inspected at entry, does it block.

  file                a JSON event; standard input if absent or "-"
  --jsonl             one event a line; a line that is no JSON is said on standard error, the others get their answers
  --policy <file>     a policy, compiled or not; the default one observes
  --function <name>   the function whose settings in the policy hold
  --mode <mode>       what POSTERN_MODE is where the function runs: ${modes.filter((mode) => mode !== 'learn').join(', ')}. The variable itself is not
                      read here. Without it the policy's, or observe
  --format <format>   json (the default) or table

POSTERN_SALT in the environment keys the hash by which the same attack is known again in other runs and functions.

Exit codes: 0 nothing was detected; 1 an event is suspicious or certain, or could not be inspected to its end and the policy does not allow
that; 2 usage, input or output error, also when only one of many lines could not be read (2 comes before 1); 3 internal error.`,
  examples: [
    'postern inspect event.json',
    'postern inspect --jsonl recorded.jsonl --format table',
    'cat event.json | postern inspect - --policy postern.policy.yaml --mode block',
  ],

  async run(args: readonly string[], io: Io): Promise<number> {
    provideNodeHost();
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        jsonl: { type: 'boolean', default: false },
        policy: { type: 'string' },
        function: { type: 'string' },
        mode: { type: 'string' },
        format: { type: 'string', default: 'json' },
      },
    });
    const [file = '-', ...more] = positionals;
    if (more.length > 0) throw usage(`"${printable(more[0] as string)}" is one file too many.`);
    const format = formats.find((name) => name === values.format);
    if (format === undefined)
      throw usage(`"${printable(values.format)}" is no format: ${formats.join(', ')}.${didYouMean(values.format, formats)}`);
    if (values.function !== undefined && values.policy === undefined) throw usage('--function belongs to --policy.');
    const policy = values.policy === undefined ? defaultPolicy : await readPolicy(values.policy, values.function, io);
    const mode = readMode(values.mode, policy);
    const name = nameOfInput(file);
    const salt = readSalt(io.env['POSTERN_SALT']);
    const tally: Tally = { ...emptyTally };
    const inspect: Inspect = (line, text) => answer(line, parseJsonText(text, name), { policy, mode, format, salt, tally }, io);
    if (values.jsonl) {
      const code = await inspectLines(file, name, inspect, tally, io);
      if (format === 'table') io.stdout.write(formatTally(tally));
      return code;
    }
    const text = await readTextInput(file, io);
    try {
      return (await inspect(1, text)) ? 1 : 0;
    } catch (error) {
      if (!(error instanceof PosternError) || !/\.(?:jsonl|ndjson)$/i.test(file)) throw error;
      throw usage(`${error.message}. One event a line is read with --jsonl.`, error);
    }
  },
};

/** What holds for the function. One that the policy does not name is allowed, and often it is a misspelt one. */
async function readPolicy(file: string, name: string | undefined, io: Io): Promise<Policy> {
  const { document } = await loadPolicy(file, io);
  const known = Object.keys(document.functions ?? {});
  if (name !== undefined && known.length > 0 && !known.includes(name)) {
    const note = `${printable(file)} has no function "${printable(name)}", so its general settings hold.${didYouMean(name, known)}`;
    io.stderr.write(`postern inspect: note: ${note}\n`);
  }
  return policyFor(document, name);
}

function readMode(asked: string | undefined, policy: Policy): Mode {
  const known = modes.filter((mode) => mode !== 'learn');
  if (asked !== undefined && !(known as readonly string[]).includes(asked))
    throw usage(`--mode "${printable(asked)}" is none of ${known.join(', ')}.${didYouMean(asked, known)}`);
  return decideMode(asked, policy).mode;
}

/** The operator's salt; without one, hashes tell the same attack within this run only. */
function readSalt(given: string | undefined): string {
  if (!given) return randomBytes(16).toString('hex');
  if (given.length < 16)
    throw usage('POSTERN_SALT has fewer than 16 characters: it could be guessed, and with it which texts have a hash.');
  return given;
}

async function inspectLines(file: string, name: string, inspect: Inspect, tally: Tally, io: Io): Promise<number> {
  const stream = file === '-' ? io.stdin : createReadStream(resolve(io.cwd, file));
  let lines = 0;
  let found = false;
  const complain = (problem: string): void => {
    tally.unreadable++;
    io.stderr.write(`postern inspect: ${printable(problem)}\n`);
  };
  try {
    for await (const line of readLines(stream)) {
      if ('text' in line && line.text.trim() === '') continue;
      lines++;
      if ('problem' in line) {
        complain(`${name}:${line.number}:1: ${line.problem}`);
        continue;
      }
      try {
        if (await inspect(line.number, line.text)) found = true;
      } catch (error) {
        if (!(error instanceof PosternError)) throw error;
        // The parser counts from the line's own start.
        complain(error.message.replace(`${name}:1:`, () => `${name}:${line.number}:`));
      }
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
    throw new PosternError('PSTN_INPUT_UNREADABLE', { file: name, problem: describeFileError(cause, 'read') }, { cause });
  }
  if (lines === 0) throw new PosternError('PSTN_INPUT_UNREADABLE', { file: name, problem: 'nothing was read: there is no event in it' });
  return tally.unreadable > 0 ? 2 : found ? 1 : 0;
}

interface Settings {
  readonly policy: Policy;
  readonly mode: Mode;
  readonly format: InspectFormat;
  readonly salt: string;
  readonly tally: Tally;
}

async function answer(line: number, event: unknown, { policy, mode, format, salt, tally }: Settings, io: Io): Promise<boolean> {
  const reading = readEvent(event);
  const inspection = inspectReading(reading, event, { salt, keep: policy.evidence.keep });
  const decision = expectAtDoor(policy, mode, { ...inspection, outsiderControlled: reading.outsiderControlled });
  count(tally, inspection);
  // A reader slower than we are keeps us waiting, so that answers do not pile up in memory.
  if (!io.stdout.write(formatInspection(line, reading, inspection, decision, format))) await once(io.stdout, 'drain');
  return inspection.level !== 'none' || decision.verdict !== 'allow';
}

function usage(problem: string, cause?: unknown): PosternError {
  return new PosternError('PSTN_USAGE', { problem }, { cause });
}
