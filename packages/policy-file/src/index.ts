export { type FileProblem, formatFileProblem } from './file-problem.ts';
export { policyReference } from './policy-reference.ts';
export { policySchema } from './policy-schema.ts';
export { readPolicyText } from './read-policy-text.ts';
export { writePolicyText } from './write-policy-text.ts';
