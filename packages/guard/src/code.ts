/** What every way from text to code shares: the judgement, and the rewriting of direct `eval` inside the text. */
import { codeEvidence, correlate, rewriteDirectEval } from './analysis.ts';
import type { ForeignArray } from './host.ts';
import type { Guarding } from './state.ts';

/** The arguments with the text at `at` rewritten where it calls `eval` itself. */
export function withRewrittenText(guarding: Guarding, args: ForeignArray, at: number): ForeignArray {
  const text = args[at];
  const rewritten = typeof text === 'string' ? withoutDirectEval(text) : undefined;
  if (rewritten === undefined) return args;
  const changed = guarding.host.array(args);
  changed[at] = rewritten;
  return changed;
}

/** Asks whether input decides more of `code` than data. `hook` is the one that is asking, `call` what a person calls it. */
export function judgeCode(guarding: Guarding, hook: string, call: string, code: unknown): Error | undefined {
  if (typeof code !== 'string') return undefined;
  return guarding.judge(hook, code, (index) => {
    const change = codeEvidence(code, correlate(code, index()));
    return change && { rule: 'codeInjection', kind: 'code', call, text: code, change };
  });
}

/** {@link rewriteDirectEval}, asked only where the word is there: it is necessary for a direct call. */
export function withoutDirectEval(source: string): string | undefined {
  return source.includes('eval') ? rewriteDirectEval(source) : undefined;
}
