import { createHash } from 'node:crypto';
import { PosternError, printable, type Result } from '@postern/core';
import { triggers } from '@postern/inspect/catalogue';
import { compilePolicy, type PolicyDocument, readCompiled } from '@postern/policy';
import { formatFileProblem, readPolicyText } from '@postern/policy-file';
import type { Io } from '../command.ts';
import { readTextFile } from '../read-text.ts';

/** A policy that the user named, in either form. */
export interface LoadedPolicy {
  readonly document: PolicyDocument;
  /** What the guard reads. */
  readonly compiled: string;
  /** Of a policy that was compiled before: its digest, which belongs to it. */
  readonly digest?: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const known = { triggers: triggers.map(({ id }) => id) };

/** Reads a policy, its source in YAML or JSON or compiled: the policy, or a line for each problem. */
export async function readPolicyFile(path: string, io: Pick<Io, 'cwd'>): Promise<Result<LoadedPolicy, readonly string[]>> {
  const text = await readTextFile(path, io);
  if (/^\s*\{\s*"postern"\s*:/.test(text)) {
    const read = readCompiled(text, sha256, known);
    if (read.ok) return { ok: true, value: { ...read.value, compiled: text } };
    return { ok: false, problem: read.problem.map(({ path: place, problem }) => `${printable(path)}: ${place} ${problem}`) };
  }
  const read = readPolicyText(text, path, known);
  if (read.ok) return { ok: true, value: { document: read.value, compiled: compilePolicy(read.value, sha256) } };
  return { ok: false, problem: read.problem.map(formatFileProblem) };
}

/** The same for commands that can't go on without: throws `PSTN_INPUT_UNREADABLE` with every problem. */
export async function loadPolicy(path: string, io: Pick<Io, 'cwd'>): Promise<LoadedPolicy> {
  const read = await readPolicyFile(path, io);
  if (read.ok) return read.value;
  throw new PosternError('PSTN_INPUT_UNREADABLE', { file: path, problem: `the policy cannot be used.\n${read.problem.join('\n')}` });
}
