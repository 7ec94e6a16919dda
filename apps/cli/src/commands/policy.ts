import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { didYouMean, PosternError, printable } from '@postern/core';
import { policyFor } from '@postern/policy';
import { writePolicyText } from '@postern/policy-file';
import type { Command, Io } from '../command.ts';
import { writeWholeFile } from '../files.ts';
import { type LoadedPolicy, readPolicyFile } from '../policy/load-policy.ts';
import { policyNotes } from '../policy/policy-notes.ts';

const defaultFile = 'postern.policy.yaml';

interface Request {
  readonly file: string;
  readonly output: string | undefined;
  readonly functionName: string | undefined;
}

const actions = {
  compile({ compiled, digest }: LoadedPolicy, { file, output }: Request, io: Io): void {
    if (digest !== undefined) throw usage(`${printable(file)} is compiled already. Compile its source.`);
    if (output === undefined) io.stdout.write(compiled);
    else writeWholeFile(output, compiled, io);
  },
  check({ document, digest }: LoadedPolicy, { file }: Request, io: Io): void {
    const count = Object.keys(document.functions ?? {}).length;
    const own = `${count} function${count === 1 ? '' : 's'} with own settings`;
    const form = digest === undefined ? 'valid' : `a compiled policy, valid, ${digest}`;
    io.stdout.write(`${printable(file)}: ${form}, version ${document.version}, ${own}\n`);
  },
  explain({ document, digest }: LoadedPolicy, { functionName }: Request, io: Io): void {
    if (digest !== undefined) io.stdout.write(`# From a compiled policy, ${digest}\n`);
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
  check     say every problem of the file with its place, and note what has no effect
  explain   print what holds for a function once defaults are filled in

  file                the policy, YAML or JSON; ${defaultFile} if absent. check and explain read a compiled one too
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
    const result = await readPolicyFile(file, io);
    if (!result.ok) {
      const count = result.problem.length;
      io.stderr.write(`${result.problem.join('\n')}\n${count} problem${count === 1 ? '' : 's'}: the policy cannot be used.\n`);
      return 2;
    }
    for (const note of policyNotes(result.value.document, new Date().toISOString().slice(0, 10)))
      io.stderr.write(`${printable(file)}: note: ${note}\n`);
    actions[action](result.value, { file, output: values.output, functionName: values.function }, io);
    return 0;
  },
};

function isAction(name: string): name is keyof typeof actions {
  return Object.hasOwn(actions, name);
}

function usage(problem: string): PosternError {
  return new PosternError('PSTN_USAGE', { problem });
}
