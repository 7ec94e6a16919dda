import type { Finding, Result } from '@postern/core';

/** Findings that were there when someone began to look: they are shown apart, and new ones stand out. */
export interface Baseline {
  readonly fingerprints: ReadonlySet<string>;
}

/** Text of a baseline file: sorted, so that a change of it reads well in review. */
export function writeBaseline(findings: readonly Finding[]): string {
  const rows = findings.map(({ fingerprint, ruleId, resource, location }) => ({
    fingerprint,
    ruleId,
    ...(location && 'file' in location ? { file: location.file } : {}),
    ...(resource === undefined ? {} : { resource }),
  }));
  rows.sort((a, b) => (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : a.fingerprint < b.fingerprint ? -1 : 1));
  return `${JSON.stringify({ version: 1, findings: rows }, null, 2)}\n`;
}

/** Reads what {@link writeBaseline} wrote, already parsed. */
export function readBaseline(value: unknown): Result<Baseline> {
  const { version, findings } = (typeof value === 'object' && value !== null ? value : {}) as {
    readonly version?: unknown;
    readonly findings?: unknown;
  };
  if (version !== 1) return { ok: false, problem: 'is no baseline: "version" must be 1. Write one with --write-baseline' };
  if (!Array.isArray(findings)) return { ok: false, problem: 'is no baseline: "findings" must be a list' };
  const fingerprints = new Set<string>();
  for (const [index, row] of findings.entries()) {
    const { fingerprint } = (row ?? {}) as { readonly fingerprint?: unknown };
    if (typeof fingerprint !== 'string' || !/^[0-9a-f]{16}$/.test(fingerprint))
      return { ok: false, problem: `its finding number ${index + 1} has no fingerprint` };
    fingerprints.add(fingerprint);
  }
  return { ok: true, value: { fingerprints } };
}
