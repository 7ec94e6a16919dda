import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { didYouMean, PosternError, printable } from '@postern/core';
import { isTerminal, wantsColor } from '../color.ts';
import type { Command, Io } from '../command.ts';
import { findCheckout } from '../demo/checkout.ts';
import { demoFunctions, nodeRuntime } from '../demo/functions.ts';
import { renderDemo } from '../demo/render.ts';
import { brokenClaims, type DemoResult } from '../demo/result.ts';
import { type ExploitRow, exploitRows } from '../demo/rows.ts';
import { runDemo } from '../demo/run-demo.ts';
import { findRegister } from '../guard-file.ts';

const formats = ['text', 'json'] as const;
type Format = (typeof formats)[number];

export const demoCommand: Command = {
  name: 'demo',
  summary: 'exploit examples/bank-bot, then again with the guard: the whole story',
  usage: `postern demo [options]

Runs in a checkout of the Postern repository. It scans examples/bank-bot, exploits its functions, stops the same exploits
with the guard, compares the answers to benign events with the guard off and in block, and asks the lake what was stopped.

  --only <row,…>      only these exploits and the benign events of their functions; ids as in examples/bank-bot/README.md
  --register <path>   another build of the guard: its file for node --require
  --format text|json  text by default

Exit codes: 0 everything came out as claimed, 2 it could not be run, 3 something did not come out as claimed.`,
  examples: ['postern demo', 'postern demo --only sms-bot-command,accounts-read', 'postern demo --format json'],
  async run(args, io) {
    const { values } = parseArgs({
      args: [...args],
      options: { only: { type: 'string' }, register: { type: 'string' }, format: { type: 'string' } },
      strict: true,
    });
    const format = readFormat(values.format);
    const rows = chooseRows(values.only);
    const checkout = findCheckout(io.cwd);
    const register = findRegister(io.cwd, values.register);
    const isPartial = values.only !== undefined;
    const benign = demoFunctions
      .filter(({ name, language }) => language === 'javascript' && (!isPartial || rows.some((row) => row.function === name)))
      .map(({ name }) => name);
    const progress = new Progress(io);
    let result: DemoResult;
    try {
      result = await runDemo({ checkout, register, rows, benign, onStep: (name) => progress.show(name) });
    } finally {
      progress.clear();
    }
    const platform = `Node ${process.version} with the semantics of ${nodeRuntime()}`;
    io.stdout.write(
      format === 'json'
        ? `${JSON.stringify(jsonOf(result, platform))}\n`
        : renderDemo(result, { color: wantsColor(io, io.stdout), width: widthOf(io.stdout), platform, isPartial }),
    );
    return brokenClaims(result).length === 0 ? 0 : 3;
  },
};

function readFormat(text = 'text'): Format {
  const format = formats.find((known) => known === text);
  if (!format) throw new PosternError('PSTN_USAGE', { problem: `--format ${printable(text)}: use one of ${formats.join(', ')}.` });
  return format;
}

function chooseRows(only: string | undefined): readonly ExploitRow[] {
  if (only === undefined) return exploitRows;
  const ids = exploitRows.map(({ id }) => id);
  return only.split(',').map((word) => {
    const row = exploitRows.find(({ id }) => id === word.trim());
    if (!row)
      throw new PosternError('PSTN_USAGE', {
        problem: `--only: there is no exploit "${printable(word.trim())}".${didYouMean(word.trim(), ids)}`,
      });
    return row;
  });
}

function jsonOf(result: DemoResult, platform: string): unknown {
  const broken = brokenClaims(result);
  return {
    asClaimed: broken.length === 0,
    broken,
    platform,
    seconds: result.seconds,
    scanned: result.scanned,
    asked: result.asked,
    rows: result.rows.map(({ row, ...outcome }) => ({ id: row.id, function: row.function, stop: row.stop, ...outcome })),
    benign: result.benign,
    findings: result.rows.flatMap(({ guarded }) => (guarded?.finding ? [guarded.finding] : [])),
  };
}

const widthOf = (stream: Writable): number => Math.min(140, (stream as { readonly columns?: number }).columns ?? 120);

/** One line on the terminal that is written over, on standard error; silent elsewhere. */
class Progress {
  readonly #io: Io;
  #steps = 0;

  constructor(io: Io) {
    this.#io = io;
    this.#write('starting Postgres, S3 and what else the functions talk to …');
  }

  show(step: string): void {
    this.#steps++;
    this.#write(`${this.#steps} invocations, last: ${step}`);
  }

  clear(): void {
    this.#write('');
  }

  #write(text: string): void {
    const { stderr, env } = this.#io;
    if (isTerminal(stderr) && env['TERM'] !== 'dumb') stderr.write(`\r\u001b[K${text.slice(0, widthOf(stderr) - 1)}`);
  }
}
