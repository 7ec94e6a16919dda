import type { Severity } from '@postern/core';

const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
};

/** The severity of a CVSS 3.x vector by its base score (CVSS v3.1 specification, §7.1); `undefined` for anything else. */
export function severityOfVector(vector: string): Severity | undefined {
  if (!/^CVSS:3\.[01]\/[A-Z:/]{10,200}$/.test(vector)) return undefined;
  const metrics = new Map(vector.split('/').map((part) => part.split(':') as [string, string]));
  const of = (name: string): number => weights[name]?.[metrics.get(name) ?? ''] ?? 0;
  const isChanged = metrics.get('S') === 'C';
  const privileges = { N: 0.85, L: isChanged ? 0.68 : 0.62, H: isChanged ? 0.5 : 0.27 }[metrics.get('PR') ?? 'N'] ?? 0.85;
  const base = 1 - (1 - of('C')) * (1 - of('I')) * (1 - of('A'));
  const impact = isChanged ? 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 : 6.42 * base;
  const exploitability = 8.22 * of('AV') * of('AC') * privileges * of('UI');
  const score = impact <= 0 ? 0 : Math.ceil(Math.min((isChanged ? 1.08 : 1) * (impact + exploitability), 10) * 10 - 1e-9) / 10;
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'info';
}
