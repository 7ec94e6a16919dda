import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { App, EntryPoint, ReadAppsResult } from '@postern/app';
import { didYouMean, PosternError, printable } from '@postern/core';
import type { Command, Io } from '../command.ts';
import { writeWholeFile } from '../files.ts';

const formats = ['json', 'mermaid', 'html'] as const;
type Format = (typeof formats)[number];

export const graphCommand: Command = {
  name: 'graph',
  summary: 'show an application as a graph, and who controls each way into it',
  usage: `postern graph [path] [options]

Reads the SAM and CloudFormation templates of a folder, or one template. Nothing is executed.

  path               a folder or a template; the current folder if absent
  --format <format>  ${formats.join(', ')}; json if absent
  --entry-points     list each entry, who controls it (anyone, authenticated, account, platform) and the functions behind it;
                     with --format json as data
  --output <file>    where to write; standard output if absent

Exit codes: 0 something was read (what is wrong in a file is said on standard error), 2 nothing was read.`,
  examples: ['postern graph', 'postern graph --entry-points', 'postern graph app --format html --output graph.html'],

  async run(args: readonly string[], io: Io): Promise<number> {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { format: { type: 'string' }, 'entry-points': { type: 'boolean' }, output: { type: 'string' } },
    });
    const [path = '.', ...more] = positionals;
    if (more.length > 0) throw usage(`"${printable(more[0] as string)}" is one path too many.`);
    const wanted = values.format;
    if (wanted !== undefined && !isFormat(wanted))
      throw usage(`"${printable(wanted)}" is no format: ${formats.join(', ')}.${didYouMean(wanted, formats)}`);
    const asked = values['entry-points'] === true;
    if (asked && wanted !== undefined && wanted !== 'json') throw usage('--entry-points is a list or --format json.');
    const target = resolve(io.cwd, path);
    if (!existsSync(target)) throw new PosternError('PSTN_INPUT_UNREADABLE', { file: path, problem: 'does not exist' });

    const app = await import('@postern/app');
    const result = await app.readApps(target);
    report(result, path, io);
    if (result.apps.length === 0) return 2;
    let text: string;
    if (asked) {
      const listed = result.apps.map((each) => ({ app: each, entries: sortEntries(app.entryPoints(each), app.controllers) }));
      text =
        wanted === 'json'
          ? `${JSON.stringify({ version: 1, apps: listed.map(({ app: { template }, entries }) => ({ template, entryPoints: entries.map(describe) })) }, null, 2)}\n`
          : listed.map(({ app: each, entries }) => listEntries(each, entries)).join('\n');
    } else if (wanted === 'mermaid') text = app.renderMermaid(result.apps);
    else if (wanted === 'html') text = app.renderHtml(result);
    else text = app.renderJson(result);
    if (values.output === undefined) io.stdout.write(text);
    else writeWholeFile(values.output, text, io);
    return 0;
  },
};

/** What was not read and what is wrong goes beside the graph, never into silence. */
function report({ apps, notRead, problems }: ReadAppsResult, path: string, io: Io): void {
  for (const { location, problem } of problems)
    io.stderr.write(`${printable(location.file)}:${location.line}:${location.column}: ${problem}\n`);
  // A project has hundreds of Terraform files: each dialect is named once, with its first file.
  const byDialect = new Map<string, string[]>();
  for (const { file, dialect } of notRead) byDialect.set(dialect, [...(byDialect.get(dialect) ?? []), file]);
  for (const [dialect, files] of byDialect)
    io.stderr.write(
      `${printable(files[0] as string)}: ${dialect} is not read yet${files.length > 1 ? ` (and ${files.length - 1} more files)` : ''}\n`,
    );
  if (apps.length === 0)
    io.stderr.write(
      `postern graph: nothing was read: there is no SAM or CloudFormation template in ${printable(path)} that can be read.\n`,
    );
}

function sortEntries(entries: readonly EntryPoint[], order: readonly string[]): readonly EntryPoint[] {
  return [...entries].sort((a, b) => order.indexOf(a.control) - order.indexOf(b.control));
}

function describe({ id, kind, control, reason, location, trigger, reaches, isComplete }: EntryPoint): unknown {
  return {
    id,
    kind,
    control,
    reason,
    location,
    route: trigger.route,
    source: trigger.source,
    isComplete,
    reaches: reaches.map(({ function: target, path }) => ({
      function: target,
      path: path.map(({ kind: by, from, to, location: at }) => ({ kind: by, from, to, location: at })),
    })),
  };
}

function listEntries({ template }: App, entries: readonly EntryPoint[]): string {
  if (entries.length === 0) return `${printable(template)}: no entry\n`;
  const width = Math.max(...entries.map(({ control }) => control.length));
  const lines = [`${printable(template)}: ${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}`];
  for (const { id, kind, control, reason, location, trigger, reaches, isComplete } of entries) {
    const route = trigger.route ? ` ${printable(`${trigger.route.method} ${trigger.route.path}`)}` : '';
    lines.push(`  ${control.padEnd(width)}  ${printable(id)}  ${kind}${route}`);
    lines.push(`  ${' '.repeat(width)}  ${printable(reason)} (${printable(location.file)}:${location.line})`);
    for (const { function: target, path } of reaches) {
      if (target === trigger.function) continue;
      const way = path.map(({ kind: by, to }) => `${by} ${printable(to)}`).slice(1);
      lines.push(`  ${' '.repeat(width)}  → ${printable(target)}: ${printable(trigger.function)} ${way.join(' → ')}`);
    }
    if (!isComplete) lines.push(`  ${' '.repeat(width)}  → and more, which are not listed`);
  }
  return `${lines.join('\n')}\n`;
}

function isFormat(text: string): text is Format {
  return (formats as readonly string[]).includes(text);
}

function usage(problem: string): PosternError {
  return new PosternError('PSTN_USAGE', { problem });
}
