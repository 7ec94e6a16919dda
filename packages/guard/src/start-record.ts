import type { PosternRecord } from '@postern/core';
import type { Guarding } from './state.ts';

/** What the start record says of each hook and source. */
export interface ArmReport {
  readonly hooks: readonly string[];
  readonly sources: readonly string[];
  /** Armed when the module they wait for is loaded. */
  readonly waiting: readonly string[];
  readonly notArmed: readonly { readonly hook: string; readonly reason: string }[];
}

/** The first record of every process: the mode, what is armed and what is not, under which policy. */
export function writeStartRecord(guarding: Guarding, report: ArmReport): void {
  const { host, mode, policyDigest } = guarding;
  const functionName = host.environment['AWS_LAMBDA_FUNCTION_NAME'];
  const record: PosternRecord = {
    postern: 1,
    kind: 'activity',
    activity: 'start',
    time: host.now(),
    ...(functionName ? { function: functionName } : {}),
    details: {
      mode,
      requestedMode: host.environment['POSTERN_MODE'] ?? null,
      ...report,
      policyDigest: policyDigest ?? null,
      guardVersion: host.version,
      node: host.nodeVersion,
      thread: host.isMainThread ? 'main' : 'worker',
    },
  };
  host.write(`${JSON.stringify(record)}\n`);
}
