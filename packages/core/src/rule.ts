import type { AttackClassName, Risk } from './catalogue.ts';
import type { Severity } from './severity.ts';

/** What every identified check says about itself; reference pages, SARIF rule lists and configuration schemas come from it. */
export interface RuleMetadata {
  readonly id: string;
  readonly concept: string;
  readonly class?: AttackClassName;
  readonly title: string;
  readonly sas: readonly Risk[];
  readonly cwe: readonly number[];
  readonly severity: Severity;
  readonly remediation: string;
  /** Ids of equivalent rules in other scanners. */
  readonly equivalents?: Readonly<Record<string, string>>;
}
