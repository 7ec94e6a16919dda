/** A guard whose other half is missing can inspect nothing: it says so in one record, and stands aside or stops as the policy says. */
import { type Finding, fingerprint } from '@postern/core';
import type { Host } from './host.ts';

/** @throws where the mode is `block` and a fault is to close. */
export function reportUnusable(host: Host, problem: string): void {
  const { environment } = host;
  const policy = readPolicyText(host);
  const mode = environment['POSTERN_MODE'] === 'block' || policy.includes('"mode":"block"') ? 'block' : 'observe';
  const closed = mode === 'block' && (environment['POSTERN_ON_FAULT'] === 'closed' || policy.includes('"onFault":"closed"'));
  const remediation = 'Install guard.cjs and guard-analysis.json of one version beside each other.';
  const finding: Finding = {
    ruleId: 'guard/fault',
    concept: 'guard-fault',
    title: 'The guard failed at something',
    sas: ['SAS-5'],
    cwe: [703],
    severity: 'high',
    confidence: 'high',
    message: `The guard failed at its start: ${problem}. ${remediation}`,
    origin: { kind: 'runtime' },
    evidence: [{ excerpt: '', reason: `start: ${problem}` }],
    remediation,
    fingerprint: fingerprint('guard/fault', environment['AWS_LAMBDA_FUNCTION_NAME'], 'start'),
    runtime: { time: host.now(), mode, action: closed ? 'blocked' : 'failed-open', guardVersion: host.version, count: 1 },
  };
  host.write(`${JSON.stringify({ postern: 1, kind: 'finding', ...finding })}\n`);
  if (closed)
    throw host.error('PosternBlocked', 'PSTN_BLOCKED', `Postern failed at its start (${problem}), and its policy says onFault: closed.`);
}

/** Policies are read by what is missing here; the two words that count stand in canonical JSON. */
function readPolicyText(host: Host): string {
  const file = host.environment['POSTERN_POLICY'];
  if (!file) return '';
  try {
    return host.readText(file);
  } catch {
    return '';
  }
}
