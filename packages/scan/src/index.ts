export { type Baseline, readBaseline, writeBaseline } from './baseline.ts';
export { type Advisory, type AdvisoryDatabase, builtInAdvisories, createDatabase, readAdvisories } from './packages/advisories.ts';
export type { Exposure, Observation, Rule, RuleContext } from './rule.ts';
export { rules } from './rules/index.ts';
export { type ScanFinding, type ScanOptions, type ScanResult, type SuppressedFinding, scan } from './scan.ts';
export { type Suppression, suppressionFile } from './suppressions.ts';
