import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { didYouMean, isAtLeast, PosternError, printable, type Risk, risks, type Severity, severities } from '@postern/core';
import { exporters, type Report, writeJsonDocument, writeTerminal } from '@postern/report';
import { type AdvisoryDatabase, type Baseline, readAdvisories, readBaseline, type ScanResult, scan, writeBaseline } from '@postern/scan';
import { formatSourceProblem } from '@postern/syntax';
import { wantsColor } from '../color.ts';
import type { Command, Io } from '../command.ts';
import { writeWholeFile } from '../files.ts';
import { parseJsonText } from '../json-text.ts';
import { readTextFile } from '../read-text.ts';
import { version } from '../version.ts';

const defaultBaseline = 'postern-baseline.json';
const formats = ['table', 'json', ...exporters.map(({ name }) => name)];

export const scanCommand: Command = {
  name: 'scan',
  summary: 'find flaws in templates, code and packages before they are deployed',
  usage: `postern scan [path] [options]

  path                    a folder or a template; this folder if absent

  --only <risks>          only these risks: sas-4 or sas-1,sas-2
  --fail-on <severity>    exit 1 from this severity on: ${severities.join(', ')}; medium if absent
  --baseline <file>       leave out what this file knows
  --write-baseline        write what is found into the baseline (${defaultBaseline} if --baseline is absent) and exit 0
  --advisories <path>     OSV records of packages: a folder of JSON files, or a zip as osv.dev hands out
  --format <format>       ${formats.join(', ')}; table if absent
  --output <file>         where the report goes; standard output if absent
  --quiet                 no notes on standard error

A comment "postern-ignore open-route: a public price list (until 2027-01-01)" on the line of a finding, or on the one above, suppresses
it until that day. The file .postern-ignore.yaml of the scanned folder does it for rules, files and resources:

  ignore:
    - rule: scan/open-route
      resource: PublicApi
      reason: a public price list
      until: 2027-01-01

Nothing is executed, no environment is read, nothing outside of the folder is opened.
Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 usage, input, or nothing that could be read.`,
  examples: [
    'postern scan',
    'postern scan --only sas-1,sas-4 --format sarif --output postern.sarif',
    'postern scan --baseline postern-baseline.json --fail-on high',
  ],

  async run(args: readonly string[], io: Io): Promise<number> {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        only: { type: 'string' },
        baseline: { type: 'string' },
        'write-baseline': { type: 'boolean' },
        advisories: { type: 'string' },
        'fail-on': { type: 'string' },
        format: { type: 'string' },
        output: { type: 'string' },
        quiet: { type: 'boolean' },
      },
    });
    const [path = '.', ...more] = positionals;
    if (more.length > 0) throw usage(`"${printable(more[0] as string)}" is one path too many: scan reads one folder.`);
    const format = oneOf('--format', values.format ?? 'table', formats);
    const failOn = oneOf('--fail-on', values['fail-on'] ?? 'medium', severities) as Severity;
    const only = values.only === undefined ? undefined : risksOf(values.only);
    const target = resolve(io.cwd, path);
    if (!existsSync(target)) throw new PosternError('PSTN_INPUT_UNREADABLE', { file: printable(path), problem: 'does not exist' });
    const writes = values['write-baseline'] === true;
    const baseline = values.baseline !== undefined && !writes ? await openBaseline(values.baseline, io) : undefined;
    const advisories: AdvisoryDatabase | undefined =
      values.advisories === undefined ? undefined : readAdvisories(resolve(io.cwd, values.advisories));

    const result = await scan(target, {
      ...(only ? { only } : {}),
      ...(baseline ? { baseline } : {}),
      ...(advisories ? { advisories } : {}),
    });
    const note = (text: string): void => {
      if (values.quiet !== true) io.stderr.write(`${text}\n`);
    };
    // A report in a file may be all that a person looks at: what is wrong stands on standard error whatever the format.
    for (const problem of result.problems) note(formatSourceProblem(problem));
    for (const [dialect, files] of byDialect(result)) note(`not read: ${files} (${dialect} is not read yet)`);
    if (result.apps.length === 0) {
      const hint =
        result.notRead.length > 0
          ? 'Only dialects that are not read yet were found there'
          : 'No SAM or CloudFormation template was found there';
      throw new PosternError('PSTN_INPUT_UNREADABLE', { file: printable(path), problem: `nothing was read, so nothing is known. ${hint}` });
    }
    if (writes) {
      const file = values.baseline ?? defaultBaseline;
      writeWholeFile(file, writeBaseline(result.findings), io);
      note(
        `${printable(file)}: ${result.findings.length} finding${result.findings.length === 1 ? '' : 's'} written. From now on: postern scan --baseline ${printable(file)}`,
      );
      return 0;
    }
    const text = write(result, format, titleOf(target, io.cwd), io, values.output !== undefined);
    if (values.output === undefined) io.stdout.write(text);
    else writeWholeFile(values.output, text, io);
    return result.findings.some(({ severity }) => isAtLeast(severity, failOn)) ? 1 : 0;
  },
};

function write(result: ScanResult, format: string, title: string, io: Io, isFile: boolean): string {
  const { findings, suppressed, notRead, rules, apps } = result;
  const problems = result.problems.map(formatSourceProblem);
  if (format === 'table') {
    const body = writeTerminal(findings, { color: !isFile && wantsColor(io, io.stdout), groupBy: 'risk' });
    return `${body}${suppressed.length > 0 ? `${suppressed.length} more suppressed: ${countBy(suppressed)}\n` : ''}`;
  }
  if (format === 'json') {
    const read = apps.map(({ template, dialect, functions }) => ({ template, dialect, functions: functions.length }));
    return writeJsonDocument({ findings, suppressed, apps: read, notRead, problems });
  }
  const report: Report = { findings, title, version, rules, suppressed, notRead, problems };
  return (exporters.find(({ name }) => name === format) as (typeof exporters)[number]).write(report);
}

function countBy(suppressed: ScanResult['suppressed']): string {
  const words = { inline: 'by comments', file: 'by .postern-ignore.yaml', baseline: 'by the baseline' } as const;
  return (Object.keys(words) as (keyof typeof words)[])
    .flatMap((by) => {
      const number = suppressed.filter((each) => each.by === by).length;
      return number > 0 ? [`${number} ${words[by]}`] : [];
    })
    .join(', ');
}

/** Files of a dialect in one line: a Terraform project has hundreds. */
function byDialect({ notRead }: ScanResult): ReadonlyMap<string, string> {
  const groups = new Map<string, string[]>();
  for (const { file, dialect } of notRead) groups.set(dialect, [...(groups.get(dialect) ?? []), file]);
  return new Map(
    [...groups].map(([dialect, files]) => [
      dialect,
      files.slice(0, 5).map(printable).join(', ') + (files.length > 5 ? ` and ${files.length - 5} more` : ''),
    ]),
  );
}

async function openBaseline(file: string, io: Io): Promise<Baseline> {
  const read = readBaseline(parseJsonText(await readTextFile(file, io), file));
  if (!read.ok) throw new PosternError('PSTN_INPUT_UNREADABLE', { file: printable(file), problem: read.problem });
  return read.value;
}

function risksOf(text: string): readonly Risk[] {
  const known = Object.keys(risks);
  return text.split(',').map((each) => {
    const name = each.trim().toUpperCase();
    const whole = /^\d+$/.test(name) ? `SAS-${name}` : name;
    if (!known.includes(whole))
      throw usage(`"${printable(each.trim())}" is no risk for --only: ${known.join(', ').toLowerCase()}.${didYouMean(whole, known)}`);
    return whole as Risk;
  });
}

function oneOf<Name extends string>(option: string, given: string, known: readonly Name[]): Name {
  const found = known.find((name) => name === given);
  if (found === undefined) throw usage(`"${printable(given)}" is none of ${known.join(', ')} for ${option}.${didYouMean(given, known)}`);
  return found;
}

function titleOf(target: string, cwd: string): string {
  const way = relative(cwd, target).split(sep).join('/');
  return way === '' || way.startsWith('..') ? (target.split(sep).at(-1) ?? target) : way;
}

function usage(problem: string): PosternError {
  return new PosternError('PSTN_USAGE', { problem });
}
