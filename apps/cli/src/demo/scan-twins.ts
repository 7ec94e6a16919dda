/** The beginning of the story: what reading alone finds in the example, and that its repaired twin is clean. */
import { join } from 'node:path';
import { isAtLeast, risks, severities } from '@postern/core';
import { type ScanFinding, scan } from '@postern/scan';
import type { Checkout } from './checkout.ts';
import { readFlaws } from './flaws.ts';

export interface ScannedTwins {
  /** By severity, the worst first. */
  readonly bySeverity: readonly { readonly severity: string; readonly count: number }[];
  readonly byRisk: readonly { readonly risk: string; readonly title: string; readonly count: number; readonly example: string }[];
  /** Flaws that the README says a scan shows, and those of them that it did not. */
  readonly promised: number;
  readonly missing: readonly string[];
  /** Findings of medium severity and above in the repaired twin. */
  readonly inFixed: readonly string[];
}

export async function scanTwins(checkout: Checkout): Promise<ScannedTwins> {
  const { findings } = await scan(join(checkout.example, 'app'));
  const fixed = await scan(join(checkout.example, 'fixed'));
  const flaws = readFlaws(checkout).filter(({ shownBy }) => shownBy.includes('scan'));
  return {
    bySeverity: severities
      .map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length }))
      .filter(({ count }) => count > 0)
      .reverse(),
    byRisk: Object.entries(risks).flatMap(([risk, title]) => {
      const own = findings.filter(({ sas }) => sas[0] === risk).sort(worstFirst);
      return own[0] ? [{ risk, title, count: own.length, example: `${own[0].title}, ${placeOf(own[0])}` }] : [];
    }),
    promised: flaws.length,
    missing: flaws
      .filter(
        (flaw) =>
          !findings.some((finding) => placeOf(finding) === `${flaw.file}:${flaw.line}` && finding.sas.some((risk) => risk === flaw.risk)),
      )
      .map(({ id }) => id),
    inFixed: fixed.findings
      .filter(({ severity }) => isAtLeast(severity, 'medium'))
      .map((finding) => `${finding.ruleId} at ${placeOf(finding)}`),
  };
}

const worstFirst = (a: ScanFinding, b: ScanFinding): number => severities.indexOf(b.severity) - severities.indexOf(a.severity);

function placeOf({ location }: ScanFinding): string {
  return location && 'file' in location ? `${location.file}:${location.line}` : '';
}
