import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PosternError } from '@postern/core';
import { triggers } from '@postern/inspect';
import { compilePolicy, readCompiled } from '@postern/policy';
import { formatFileProblem, readPolicyText } from '@postern/policy-file';
import type { Io } from '../command.ts';
import { readTextFile } from '../files.ts';

export interface PreparedPolicy {
  /** A compiled policy, absolute. */
  readonly file: string;
  remove(): void;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Makes the file that the guard reads from a policy in either form: compiled JSON, or its source in YAML or JSON, which is compiled
 * into a temporary folder. Throws `PSTN_INPUT_UNREADABLE` with every problem: the guard would run on without a policy that it can't read.
 */
export function preparePolicy(path: string, io: Io): PreparedPolicy {
  const text = readTextFile(path, io);
  const compiled = text.trimStart().startsWith('{"postern":') ? checkCompiled(text, path) : compile(text, path);
  const folder = mkdtempSync(join(tmpdir(), 'postern-policy-'));
  const file = join(folder, 'policy.json');
  writeFileSync(file, compiled);
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function checkCompiled(text: string, path: string): string {
  const read = readCompiled(text, sha256, { triggers: triggers.map(({ id }) => id) });
  if (read.ok) return text;
  throw unusable(
    path,
    read.problem.map(({ path: place, problem }) => `${place} ${problem}`),
  );
}

function compile(text: string, path: string): string {
  const read = readPolicyText(text, path, { triggers: triggers.map(({ id }) => id) });
  if (read.ok) return compilePolicy(read.value, sha256);
  throw unusable(path, read.problem.map(formatFileProblem));
}

function unusable(path: string, problems: readonly string[]): PosternError {
  return new PosternError('PSTN_INPUT_UNREADABLE', { file: path, problem: `the policy cannot be used.\n${problems.join('\n')}` });
}
