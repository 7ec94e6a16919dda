export { canonicalJson } from './canonical-json.ts';
export { type AttackClass, type AttackClassName, attackClasses, attackClassNames, isAttackClass, type Risk, risks } from './catalogue.ts';
export { type ErrorCode, errorCatalogue, formatError, PosternError, type Result } from './errors.ts';
export {
  type Evidence,
  excerptLength,
  type Frame,
  formatTrail,
  type Sink,
  type SinkKind,
  type Span,
  sinkKinds,
  type Trail,
} from './evidence.ts';
export { fingerprint } from './fingerprint.ts';
export { defaultLimits, type LimitName, type Limits } from './limits.ts';
export { didYouMean, nearestName } from './nearest-name.ts';
export {
  type ActionTaken,
  type Activity,
  type Finding,
  type Mode,
  modes,
  type Origin,
  type PosternRecord,
  type RuntimeContext,
  readRecord,
  type SourceLocation,
} from './record.ts';
export { excerpt, isSecretName, printable, redact } from './redact.ts';
export type { RuleMetadata } from './rule.ts';
export { type Confidence, confidences, isAtLeast, type Severity, severities } from './severity.ts';
