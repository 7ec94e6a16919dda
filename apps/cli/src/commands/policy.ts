import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { didYouMean, PosternError, printable } from '@postern/core';
import { triggers } from '@postern/inspect';
import { compilePolicy, type PolicyDocument, policyFor } from '@postern/policy';
import { formatFileProblem, readPolicyText, writePolicyText } from '@postern/policy-file';
import type { Command, Io } from '../command.ts';
import { readTextFile, writeWholeFile } from '../files.ts';

const defaultFile = 'postern.policy.yaml';

interface Request {
  readonly file: string;
  readonly output: string | undefined;
  readonly functionName: string | undefined;
}

const actions = {
  compile(document: PolicyDocument, { output }: Request, io: Io): void {
    const text = compilePolicy(document, (policy) => createHash('sha256').update(policy).digest('hex'));
    if (output === undefined) io.stdout.write(text);
    else writeWholeFile(output, text, io);
  },
  check(document: PolicyDocument, { file }: Request, io: Io): void {
    const count = Object.keys(document.functions ?? {}).length;
    io.stdout.write(
      `${printable(file)}: valid, version ${document.version}, ${count} function${count === 1 ? '' : 's'} with own settings\n`,
    );
  },
  explain(document: PolicyDocument, { functionName }: Request, io: Io): void {
    const known = Object.keys(document.functions ?? {});
    const isNamed = functionName === undefined || known.includes(functionName);
    // A function without settings of its own is no mistake, but a typo looks the same.
    const note = isNamed ? '' : `, which the file does not name.${didYouMean(functionName, known)}`;
    io.stdout.write(
      `# What holds for ${functionName === undefined ? 'every function that the file does not name' : `the function ${printable(functionName)}${note}`}\n`,
    );
    const { mode, ...rest } = policyFor(document, functionName);
    io.stdout.write(writePolicyText({ version: 1, mode: mode ?? 'observe', ...rest }));
  },
} as const;

export const policyCommand: Command = {
  name: 'policy',
  summary: 'check a policy file, compile it for the guard, explain what holds',
  usage: `postern policy compile|check|explain [file] [options]

  compile   write the canonical JSON with version and digest that the guard reads
  check     say every problem of the file with its place
  explain   print what holds for a function once defaults are filled in

  file                the policy, YAML or JSON; ${defaultFile} if absent
  --output <file>     where compile writes; standard output if absent
  --function <name>   the function to explain; what holds for all others if absent

Exit codes: 0 the policy is valid, 2 it is not.`,
  examples: ['postern policy check', 'postern policy compile --output policy.json', 'postern policy explain --function resize'],

  async run(args: readonly string[], io: Io): Promise<number> {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { output: { type: 'string' }, function: { type: 'string' } },
    });
    const [action, file = defaultFile, ...more] = positionals;
    if (action === undefined || !isAction(action)) {
      const names = Object.keys(actions);
      const given = action === undefined ? 'An action is missing' : `"${printable(action)}" is no action`;
      throw usage(`${given}: ${names.join(', ')}.${action === undefined ? '' : didYouMean(action, names)}`);
    }
    if (more.length > 0) throw usage(`"${printable(more[0] as string)}" is one file too many.`);
    if (values.output !== undefined && action !== 'compile') throw usage('--output belongs to compile.');
    if (values.function !== undefined && action !== 'explain') throw usage('--function belongs to explain.');
    if (positionals.length === 1 && !existsSync(resolve(io.cwd, file)))
      throw new PosternError('PSTN_INPUT_UNREADABLE', {
        file,
        problem: 'does not exist here. Name the policy file, or begin one with the line "version: 1"',
      });
    const result = readPolicyText(readTextFile(file, io), file, { triggers: triggers.map(({ id }) => id) });
    if (!result.ok) {
      const count = result.problem.length;
      io.stderr.write(
        `${result.problem.map(formatFileProblem).join('\n')}\n${count} problem${count === 1 ? '' : 's'}: the policy cannot be used.\n`,
      );
      return 2;
    }
    const today = new Date().toISOString().slice(0, 10);
    for (const { fingerprint, expires } of allowancesOf(result.value))
      if (expires < today)
        io.stderr.write(`${printable(file)}: note: the allowance for ${fingerprint} expired on ${expires} and has no effect.\n`);
    actions[action](result.value, { file, output: values.output, functionName: values.function }, io);
    return 0;
  },
};

function isAction(name: string): name is keyof typeof actions {
  return Object.hasOwn(actions, name);
}

function allowancesOf(document: PolicyDocument): NonNullable<PolicyDocument['allow']> {
  return [document, ...Object.values(document.functions ?? {})].flatMap(({ allow }) => allow ?? []);
}

function usage(problem: string): PosternError {
  return new PosternError('PSTN_USAGE', { problem });
}
