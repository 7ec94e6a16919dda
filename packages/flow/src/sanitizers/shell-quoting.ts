import { defineSanitizer, type Sanitizer } from '../sanitizer.ts';

/** One word for the shell, whatever is in it. */
export const shellQuotingSanitizer: Sanitizer = defineSanitizer({
  id: 'shell-quoting',
  calls: { javascript: ['shell-quote.quote', 'shescape.quote'], python: ['shlex.quote', 'pipes.quote'] },
  safeFor: ['cmdi'],
});
