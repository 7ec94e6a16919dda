import { excerpt } from '@postern/core';
import { describeFinding, writeTable } from '@postern/report';
import type { BenignResult, DemoResult, RowResult } from './result.ts';
import { brokenClaims } from './result.ts';

export interface RenderOptions {
  readonly color: boolean;
  readonly width: number;
  /** `Node v20.20.2 (nodejs20.x)` */
  readonly platform: string;
  /** Only a part was asked for. */
  readonly isPartial: boolean;
}

/** The story for a person, from the exploits to what was and was not shown. */
export function renderDemo(result: DemoResult, options: RenderOptions): string {
  const paint = painter(options.color);
  const javascript = result.rows.filter(({ row }) => row.stop);
  const python = result.rows.filter(({ row }) => !row.stop);
  return [
    paint.bold(`Postern on examples/bank-bot, ${options.platform}`),
    '',
    paint.bold('1. Before it is deployed: what a scan of the template, the code and the packages finds'),
    ...scanLines(result, paint),
    '',
    paint.bold('2. Without the guard'),
    'Each function gets a hostile event, or reads hostile data; the effect is judged from outside of its process.',
    ...result.rows.map((row) => bareLine(row, paint)),
    '',
    paint.bold('3. The same exploits with the guard in block'),
    ...javascript.flatMap((row) => guardedLines(row, options, paint)),
    paint.bold('4. Benign events of the same functions with the guard off and in block'),
    ...benignLines(result.benign, paint),
    '',
    paint.bold(`5. Afterwards: ${result.asked.title} (postern query ${result.asked.question})`),
    ...askedLines(result, options),
    '',
    ...closing(result, javascript, python, options, paint),
    '',
  ].join('\n');
}

interface Paint {
  bold(text: string): string;
  red(text: string): string;
  green(text: string): string;
  faint(text: string): string;
}

function painter(color: boolean): Paint {
  const code =
    (number: number) =>
    (text: string): string =>
      color ? `\u001b[${number}m${text}\u001b[0m` : text;
  return { bold: code(1), red: code(31), green: code(32), faint: code(2) };
}

function scanLines({ scanned }: DemoResult, paint: Paint): readonly string[] {
  const total = scanned.bySeverity.map(({ severity, count }) => `${count} ${severity}`).join(', ');
  const found = scanned.promised - scanned.missing.length;
  return [
    ...scanned.byRisk.map(
      ({ risk, title, count, example }) =>
        `  ${paint.red(risk.padEnd(6))} ${String(count).padStart(2)}  ${title.padEnd(34)} ${paint.faint(excerpt(example, 0, example.length, 90))}`,
    ),
    `  ${total}; ${found} of the ${scanned.promised} flaws that its README promises to a scan, and ${scanned.inFixed.length === 0 ? 'nothing' : scanned.inFixed.length} of medium severity or above in the repaired twin.`,
  ];
}

function askedLines({ asked }: DemoResult, options: RenderOptions): readonly string[] {
  // The text of the sink and the request are in the answer, too; a terminal has no room for them.
  const shown = asked.columns
    .map((name, at) => ({ name, at }))
    .filter(({ name }) => !['sink text', 'request id'].includes(name.replaceAll('_', ' ')));
  const rows = asked.rows.slice(0, 6).map((row) => shown.map(({ at }) => row[at] ?? null));
  const table = writeTable(
    shown.map(({ name }) => name),
    rows,
    { color: options.color },
  );
  const more = asked.rows.length > 6 ? [`  and ${asked.rows.length - 6} more rows`] : [];
  return [
    `  ${asked.events} records of the guard, stored as OCSF events and asked with SQL:`,
    ...table
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
    ...more,
  ];
}

function bareLine({ row, skipped, effect, outcome }: RowResult, paint: Paint): string {
  const name = row.id.padEnd(24);
  if (skipped !== undefined) return `  skipped       ${name} ${skipped}`;
  if (effect === undefined) return `  ${paint.bold('had no effect')} ${name} ${excerpt(outcome ?? 'not run')}`;
  return `  ${paint.red('works')}         ${name} ${row.harm}\n${' '.repeat(16)}${paint.faint(`${' '.repeat(24)} ${shownEffect(row.effect.kind, effect)}`)}`;
}

function shownEffect(kind: string, evidence: string): string {
  const seen = { answer: 'in the answer', file: 'the file', row: 'the row', request: 'received' }[kind] ?? kind;
  return `${seen}: ${excerpt(evidence, 0, evidence.length, 100)}`;
}

function guardedLines({ row, guarded }: RowResult, options: RenderOptions, paint: Paint): readonly string[] {
  const isStopped = guarded?.finding !== undefined && guarded.mismatch === undefined && guarded.effect === undefined;
  const verdict = isStopped
    ? `${paint.green('stopped')} ${row.id} at ${row.stop?.call}, no effect`
    : `${paint.red('NOT AS CLAIMED')} ${row.id}: ${guarded?.mismatch ?? guarded?.effect ?? 'it was not run'}`;
  const story = guarded?.finding ? indent(describeFinding(guarded.finding, { color: options.color, width: options.width - 4 })) : '';
  return [`  ${verdict}`, story];
}

function benignLines(benign: readonly BenignResult[], paint: Paint): readonly string[] {
  const names = [...new Set(benign.map((result) => result.function))];
  return names.map((name) => {
    const own = benign.filter((result) => result.function === name);
    const different = own.filter((result) => !result.isEqual);
    const events = `${own.length} answer${own.length === 1 ? '' : 's'}`;
    return different.length === 0
      ? `  ${paint.green('equal')}         ${name.padEnd(24)} ${events}, byte for byte`
      : `  ${paint.red('DIFFERENT')}     ${name.padEnd(24)} ${different.map(({ event }) => event).join(', ')}`;
  });
}

function closing(
  result: DemoResult,
  javascript: readonly RowResult[],
  python: readonly RowResult[],
  options: RenderOptions,
  paint: Paint,
): readonly string[] {
  const broken = brokenClaims(result);
  const counted = (rows: readonly RowResult[]): number => rows.filter(({ effect }) => effect !== undefined).length;
  const stopped = javascript.filter(({ guarded }) => guarded?.finding && !guarded.mismatch && guarded.effect === undefined).length;
  const equal = result.benign.filter(({ isEqual }) => isEqual).length;
  const skipped = python.filter((row) => row.skipped !== undefined);
  return [
    paint.bold('Shown'),
    `  ${result.scanned.promised - result.scanned.missing.length} of ${result.scanned.promised} flaws were found by reading alone, and none in the repaired twin.`,
    `  ${counted(javascript)} of ${javascript.length} exploits of Node functions worked without the guard; ${stopped} were stopped at the sink they name and had no effect.`,
    `  ${equal} of ${result.benign.length} benign answers are the same bytes with the guard off and in block.`,
    ...(python.length > 0 ? [`  ${counted(python)} of ${python.length} exploits of Python functions worked; they are counted apart.`] : []),
    paint.bold('Not shown'),
    '  Python functions with a guard: there is none for Python yet.',
    ...skipped.map(({ row, skipped: why }) => `  ${row.id}: ${why}.`),
    ...(options.isPartial ? ['  The other rows: only a part was asked for.'] : []),
    '  The flaws that examples/bank-bot/README.md marks "later".',
    '  Attacks of another kind than these rows; docs/threat-model.md says what the guard cannot hold.',
    '',
    ...(broken.length === 0
      ? [paint.green(`Everything came out as claimed, in ${result.seconds.toFixed(0)} s.`)]
      : [paint.red('It did not come out as claimed:'), ...broken.map((sentence) => `  ${excerpt(sentence, 0, sentence.length, 600)}`)]),
  ];
}

const indent = (text: string): string => text.replace(/^(?=.)/gm, '    ');
