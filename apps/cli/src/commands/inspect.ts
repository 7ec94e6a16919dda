import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { didYouMean, PosternError, printable } from '@postern/core';
import { inspectEvent, type Level } from '@postern/inspect';
import { decideDoor, defaultPolicy, type Policy, policyFor, readCompiled } from '@postern/policy';
import type { Command, Io } from '../command.ts';
import { describeFileError, readTextFile } from '../files.ts';
import { formatInspection, type InspectFormat } from '../inspect/format-inspection.ts';
import { readLines } from '../inspect/read-lines.ts';
import { parseJsonText } from '../json-text.ts';
import { preparePolicy } from '../run/prepare-policy.ts';

const formats: readonly InspectFormat[] = ['json', 'table'];

export const inspectCommand: Command = {
  name: 'inspect',
  summary: 'look for attacks in events: one, or one a line',
  usage: `postern inspect [file] [options]

Recognises the trigger of each event, decodes what outsiders control and looks for attacks in it. Answers one line of JSON for each event:
{line, trigger, level, verdict, incomplete?, detections:[{class, cwe, path, encodings, span, evidence, confidence, …}]}.
The level (none, suspicious, certain) is of the text alone; the verdict is what the policy makes of it at the door.

  file                a JSON event; standard input if absent or "-"
  --jsonl             one event a line; a line that is no JSON is said on standard error, the others get their answers
  --policy <file>     a policy, compiled or not; the default one observes
  --function <name>   the function whose settings in the policy hold
  --format <format>   json (the default) or table

Exit codes: 0 nothing detected, 1 an event is suspicious or certain, 2 usage or input error.`,
  examples: [
    'postern inspect event.json',
    'postern inspect --jsonl recorded.jsonl --format table',
    'cat event.json | postern inspect - --policy postern.policy.yaml',
  ],

  async run(args: readonly string[], io: Io): Promise<number> {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        jsonl: { type: 'boolean', default: false },
        policy: { type: 'string' },
        function: { type: 'string' },
        format: { type: 'string', default: 'json' },
      },
    });
    const [file = '-', ...more] = positionals;
    if (more.length > 0) throw usage(`"${printable(more[0] as string)}" is one file too many.`);
    const format = formats.find((name) => name === values.format);
    if (format === undefined)
      throw usage(`"${printable(values.format)}" is no format: ${formats.join(', ')}.${didYouMean(values.format, formats)}`);
    if (values.function !== undefined && values.policy === undefined) throw usage('--function belongs to --policy.');
    const policy = values.policy === undefined ? defaultPolicy : loadPolicy(values.policy, values.function, io);
    const name = file === '-' ? 'standard input' : file;
    const inspect = (line: number, text: string): Promise<Level> => answer(line, parseJsonText(text, name), policy, format, io);
    if (values.jsonl) return inspectLines(file, name, inspect, io);
    return (await inspect(1, file === '-' ? await readWhole(io.stdin) : readTextFile(file, io))) === 'none' ? 0 : 1;
  },
};

async function inspectLines(file: string, name: string, inspect: (line: number, text: string) => Promise<Level>, io: Io): Promise<number> {
  const stream = file === '-' ? io.stdin : createReadStream(resolve(io.cwd, file));
  let found = false;
  let failed = false;
  const complain = (problem: string): void => {
    failed = true;
    io.stderr.write(`${printable(problem)}\n`);
  };
  try {
    for await (const line of readLines(stream)) {
      if ('problem' in line) {
        complain(`${name}:${line.number}:1: ${line.problem}`);
        continue;
      }
      if (line.text.trim() === '') continue;
      try {
        if ((await inspect(line.number, line.text)) !== 'none') found = true;
      } catch (error) {
        if (!(error instanceof PosternError)) throw error;
        // The parser counts from the line's own start.
        complain(error.message.replace(`${name}:1:`, `${name}:${line.number}:`));
      }
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
    throw new PosternError('PSTN_INPUT_UNREADABLE', { file: name, problem: describeFileError(cause, 'read') }, { cause });
  }
  return failed ? 2 : found ? 1 : 0;
}

async function answer(line: number, event: unknown, policy: Policy, format: InspectFormat, io: Io): Promise<Level> {
  const inspection = inspectEvent(event);
  const decision = decideDoor(policy, inspection, inspection.trigger);
  // A reader slower than we are keeps us waiting, so that answers do not pile up in memory.
  if (!io.stdout.write(formatInspection(line, inspection, decision, format))) await once(io.stdout, 'drain');
  return inspection.level;
}

function loadPolicy(path: string, functionName: string | undefined, io: Io): Policy {
  const { file, remove } = preparePolicy(path, io);
  try {
    const compiled = readCompiled(readFileSync(file, 'utf8'), (text) => createHash('sha256').update(text).digest('hex'));
    if (!compiled.ok) throw new PosternError('PSTN_INPUT_UNREADABLE', { file: path, problem: 'the policy cannot be used' });
    return policyFor(compiled.value.document, functionName);
  } finally {
    remove();
  }
}

const largestInput = 256 * 1024 * 1024;

async function readWhole(stdin: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin as AsyncIterable<Buffer | string>) {
    const bytes = Buffer.from(chunk as string);
    size += bytes.length;
    if (size > largestInput)
      throw new PosternError('PSTN_INPUT_UNREADABLE', {
        file: 'standard input',
        problem: 'is larger than 256 MB; one event a line is read with --jsonl',
      });
    chunks.push(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new PosternError('PSTN_INPUT_UNREADABLE', { file: 'standard input', problem: 'is no text in UTF-8' }, { cause });
  }
}

function usage(problem: string): PosternError {
  return new PosternError('PSTN_USAGE', { problem });
}
