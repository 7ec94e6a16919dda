/** The global through which rewritten calls of `eval` go; see direct-eval.ts. */
export const directEvalName = '__posternEval';
