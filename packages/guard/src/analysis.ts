/**
 * What the guard needs when the first event or the first suspicious call is there, and not before: inspection, evidence, findings, reading a
 * policy.
 * It is four fifths of the guard's text, and the engine takes a millisecond for each 25 KB of it. So the build makes a second text of this
 * file, which is compiled in the private realm at the first call of any of these functions; only functions may stand here.
 */
export {
  decodeUtf8,
  inspectionBudget,
  inspectReading,
  isPairs,
  provideHost,
  readData,
  readEvent,
  readUrl,
  startTimer,
  tokenizeJavaScript,
} from '@postern/inspect';
export { allowanceFor, allowsHost, decideDoor, inspectAt, isSampled, policyFor, readCompiled, readOnFault } from '@postern/policy';
export { awsLabel } from './aws-label.ts';
export { rewriteDirectEval } from './direct-eval.ts';
export {
  codeEvidence,
  commandEvidence,
  createIndex,
  pathEvidence,
  shellEvidence,
  sqlEvidence,
  urlEvidence,
} from './evidence/index.ts';
export { createReporter } from './reporter.ts';
