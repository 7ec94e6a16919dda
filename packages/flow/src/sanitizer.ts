import type { Calls } from './calls.ts';
import type { FlowClass } from './flow.ts';

/** A kind of call whose answer is safe for something, whatever went in. */
export interface Sanitizer {
  readonly id: string;
  readonly calls: Calls;
  readonly safeFor: 'all' | readonly FlowClass[];
}

/** Types a sanitizer; the folder of sanitizers is the registry. */
export function defineSanitizer(sanitizer: Sanitizer): Sanitizer {
  return sanitizer;
}
