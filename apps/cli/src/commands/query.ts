import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { didYouMean, PosternError, printable } from '@postern/core';
import { type Answer, columns, type Ingest, ingest, lakeFiles, openLake, questions, writeLake } from '@postern/lake';
import { writeJsonDocument, writeTable } from '@postern/report';
import { wantsColor } from '../color.ts';
import type { Command, Io } from '../command.ts';
import { findInputs, type QueryInput } from '../query-input.ts';
import { version } from '../version.ts';

const defaultLake = '.postern/lake';
const formats = ['table', 'json'] as const;
const shownProblems = 5;

const nameWidth = Math.max(...questions.map(({ name }) => name.length));
const columnWidth = Math.max(...columns.map(({ name }) => name.length));

export const queryCommand: Command = {
  name: 'query',
  summary: 'ask what scan and guard reported: attacks, what was blocked, where it came from',
  usage: `postern query [input…] <question> [options]

Questions:
${questions.map(({ name, title }) => `  ${name.padEnd(nameWidth)}  ${title}`).join('\n')}

  input               a log with Postern's lines among others, the output of "postern scan --format json", OCSF events as
                      JSON lines, a folder of these, a lake, or - for standard input; ${defaultLake} if absent
  --sql <select>      ask the table "events" in SQL instead; no file, network or extension is in its reach
  --since <when>      leave out what is older: 90m, 24h, 7d, or a time such as 2030-01-02T03:00:00Z
  --store <folder>    keep what is read in this lake, and ask the whole of it
  --format <f>        table (default) or json

Columns of "events":
${columns.map(({ name, about }) => `  ${name.padEnd(columnWidth)}  ${about}`).join('\n')}

Exit codes: 0 answered, 2 the question or an input is wrong, or the inputs hold nothing of Postern's.`,
  examples: [
    'postern query function.log attacks',
    'aws logs tail /aws/lambda/pay | postern query - timeline',
    'postern query function.log --sql "SELECT rule, count(*) FROM events GROUP BY rule"',
  ],

  async run(args: readonly string[], io: Io): Promise<number> {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        sql: { type: 'string' },
        since: { type: 'string' },
        store: { type: 'string' },
        format: { type: 'string', default: 'table' },
      },
    });
    const format = formats.find((name) => name === values.format);
    if (format === undefined)
      throw usage(`"${printable(values.format)}" is no format: table or json.${didYouMean(values.format, formats)}`);
    const question = values.sql === undefined ? questionOf(positionals, values.store !== undefined) : undefined;
    const since = values.since === undefined ? undefined : timeOf(values.since);
    const paths = question === undefined ? positionals : positionals.slice(0, -1);
    const input = findInputs(paths.length > 0 ? paths : defaultInput(io, values.store), io);

    const scratch = mkdtempSync(join(tmpdir(), 'postern-lake-'));
    try {
      const folder = values.store === undefined ? scratch : resolve(io.cwd, values.store);
      const read = await readLogs(input, folder, io);
      const files = [...new Set([...input.lake, ...lakeFiles(folder)])];
      if (files.length === 0)
        throw new PosternError('PSTN_INPUT_UNREADABLE', {
          file: paths.map(printable).join(', ') || defaultLake,
          problem: `holds no record of Postern and no OCSF event (${read.lines} line${read.lines === 1 ? '' : 's'} read). The guard writes its lines to the function's log`,
        });
      const sql = values.sql ?? question?.sql;
      if (sql === undefined) {
        io.stderr.write(`${read.events} event${read.events === 1 ? '' : 's'} stored in ${printable(values.store as string)}\n`);
        return 0;
      }
      const lake = await openLake(files, since === undefined ? {} : { since });
      try {
        const answer = await lake.query(sql);
        io.stdout.write(format === 'json' ? jsonOf(question?.name, answer, read) : tableOf(answer, io));
      } finally {
        lake.close();
      }
      return 0;
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  },
};

function questionOf(positionals: readonly string[], mayBeAbsent: boolean): (typeof questions)[number] | undefined {
  const names = questions.map(({ name }) => name);
  const asked = positionals.at(-1);
  const question = questions.find(({ name }) => name === asked);
  if (question !== undefined) return question;
  if (mayBeAbsent) return undefined;
  if (asked === undefined) throw usage(`A question is missing: ${names.join(', ')}; or --sql.`);
  throw usage(`"${printable(asked)}" is no question: ${names.join(', ')}; or --sql.${didYouMean(asked, names)}`);
}

function defaultInput(io: Io, store: string | undefined): readonly string[] {
  if (store !== undefined || existsSync(resolve(io.cwd, defaultLake)))
    return [store ?? defaultLake].filter((path) => existsSync(resolve(io.cwd, path)));
  throw usage(`An input is missing, and there is no lake at ${defaultLake}. Name a log, a folder or - for standard input.`);
}

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function timeOf(given: string): number {
  const [, amount, unit] = /^(\d{1,6})([mhd])$/.exec(given) ?? [];
  if (amount !== undefined && unit !== undefined) return Date.now() - Number(amount) * (units[unit] as number);
  const time = /^\d{4}-\d\d-\d\d(?:T[\d:.]{4,12}(?:Z|[+-]\d\d:\d\d)?)?$/.test(given) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(time)) throw usage(`"${printable(given)}" is no time: 90m, 24h, 7d, or 2030-01-02T03:00:00Z.`);
  return time;
}

async function readLogs(input: QueryInput, folder: string, io: Io): Promise<Ingest> {
  const writer = writeLake(folder);
  const total = { lines: 0, events: 0, foreign: 0, broken: 0 };
  const problems: string[] = [];
  for (const { name, open } of input.logs) {
    let read: Ingest;
    try {
      read = await ingest(name, open(), writer.add, { version });
    } catch (cause) {
      if (cause instanceof PosternError) throw cause;
      const code = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
      throw new PosternError('PSTN_INPUT_UNREADABLE', { file: name, problem: `cannot be read (${code})` }, { cause });
    }
    for (const key of ['lines', 'events', 'foreign', 'broken'] as const) total[key] += read[key];
    problems.push(...read.problems);
  }
  writer.close();
  for (const problem of problems.slice(0, shownProblems)) io.stderr.write(`${printable(problem)}\n`);
  if (total.broken > shownProblems) io.stderr.write(`and ${total.broken - shownProblems} more lines that could not be read\n`);
  return { ...total, problems };
}

function tableOf({ columns: names, rows, isCut }: Answer, io: Io): string {
  if (rows.length === 0) return 'Nothing.\n';
  return `${writeTable(names, rows, { color: wantsColor(io, io.stdout) })}${isCut ? 'More rows than are shown: narrow the question.\n' : ''}`;
}

function jsonOf(question: string | undefined, { columns: names, rows, isCut }: Answer, read: Ingest): string {
  const { problems: _, ...counts } = read;
  return writeJsonDocument({
    ...(question === undefined ? {} : { question }),
    rows: rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]]))),
    isCut,
    read: counts,
  });
}

function usage(problem: string): PosternError {
  return new PosternError('PSTN_USAGE', { problem });
}
