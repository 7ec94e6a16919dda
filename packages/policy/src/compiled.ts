import { canonicalJson, didYouMean, printable, type Result } from '@postern/core';
import { type FaultAnswer, type PolicyDocument, policyVersion } from './policy.ts';
import { formatPath, type Problem, type ReadPolicyOptions, readPolicy } from './read-policy.ts';

/** SHA-256 of the text's UTF-8 bytes, in lower-case hexadecimal. Given by the caller: this package has nothing but the language. */
export type Sha256 = (text: string) => string;

export interface CompiledPolicy {
  readonly document: PolicyDocument;
  /** `sha256:…`: names the policy in every record. */
  readonly digest: string;
}

const members = ['postern', 'version', 'digest', 'policy'];
const maxLength = 1024 * 1024;

/** The file that the guard reads: canonical JSON, so that equal policies are equal bytes. */
export function compilePolicy(document: PolicyDocument, sha256: Sha256): string {
  const policy = canonicalJson(document);
  // Members in this order, not sorted: the first two say what the file is to whoever opens it.
  return `{"postern":"policy","version":${policyVersion},"digest":"${digestOf(policy, sha256)}","policy":${policy}}\n`;
}

/**
 * Reads a compiled policy. What is unreadable, newer, changed after it was compiled or misspelt is a problem, never half a policy.
 * The digest protects against accidents and hand edits; whoever can write the file can also write its digest.
 */
export function readCompiled(text: string, sha256: Sha256, options: ReadPolicyOptions = {}): Result<CompiledPolicy, readonly Problem[]> {
  const parsed = parse(text);
  if (!parsed.ok) return failed([], parsed.problem);
  const file = parsed.value;
  if (file['postern'] !== 'policy') {
    const hint = 'version' in file ? ', but a policy to be compiled: run postern policy compile' : '';
    return failed([], `is no compiled policy${hint}`);
  }
  const version = file['version'];
  if (typeof version === 'number' && version > policyVersion)
    return failed(['version'], `is ${version}, written by a newer Postern; this one reads ${policyVersion}`);
  if (version !== policyVersion) return failed(['version'], `must be ${policyVersion}`);
  for (const key of Object.keys(file))
    if (!members.includes(key))
      return failed([key], `"${printable(key.slice(0, 60))}" is not a known field.${didYouMean(key, members)}`, 'name');
  const read = readPolicy(file['policy'], options);
  if (!read.ok)
    return {
      ok: false,
      problem: read.problem.map((problem) => {
        const segments = ['policy', ...problem.segments];
        return { ...problem, segments, path: formatPath(segments) };
      }),
    };
  const digest = digestOf(canonicalJson(read.value), sha256);
  if (file['digest'] !== digest)
    return failed(['digest'], 'does not belong to this policy: it was changed after it was compiled. Change the source and compile again');
  return { ok: true, value: { document: read.value, digest } };
}

/** What a compiled policy says about faults even where the rest of it cannot be read; `open` when it says nothing. */
export function readOnFault(text: string): FaultAnswer {
  const parsed = parse(text);
  const policy = parsed.ok ? parsed.value['policy'] : undefined;
  const closed = typeof policy === 'object' && policy !== null && (policy as Record<string, unknown>)['onFault'] === 'closed';
  return closed ? 'closed' : 'open';
}

function parse(text: string): Result<Readonly<Record<string, unknown>>> {
  if (text.length > maxLength) return { ok: false, problem: `is longer than ${maxLength} characters` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'is not JSON: a policy is compiled by postern policy compile before the guard reads it' };
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ok: true, value: value as Record<string, unknown> }
    : { ok: false, problem: 'is no compiled policy' };
}

function digestOf(canonical: string, sha256: Sha256): string {
  return `sha256:${sha256(canonical)}`;
}

function failed(segments: readonly (string | number)[], problem: string, at: Problem['at'] = 'value'): Result<never, readonly Problem[]> {
  return { ok: false, problem: [{ path: formatPath(segments), segments, at, problem }] };
}
