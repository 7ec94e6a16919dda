import { excerptLength } from './evidence.ts';

// Shapes that are secrets by their own definition, in the words of who issues them. All linear: fixed prefix, one class, no nesting.
const secretShapes: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, // AWS access key ids
  /\bgh[pousr]_[A-Za-z0-9]{36,255}\b/g, // GitHub tokens
  /\bsk_(?:live|test)_[A-Za-z0-9]{16,128}\b/g, // Stripe secret keys
  /\bxox[abpr]-[A-Za-z0-9-]{10,128}/g, // Slack tokens
  /\beyJ[A-Za-z0-9_.-]{8,}/g, // JSON web tokens; one class, because three in a row take polynomial time
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g,
];
// The value after a name that says it is one: password=…, "api_key": "…".
const namedSecret =
  /\b((?:password|passwd|pwd|secret|token|api_?key|access_?key|authorization|credential)s?["']?\s{0,4}[:=]\s{0,4}["']?(?:bearer |basic )?)([^\s"',;&|]{4,512})/gi;

/** Replaces what looks like a secret by `‹redacted›`, so that text may leave the process. Run before cutting: half a secret is one too. */
export function redact(text: string): string {
  let redacted = text;
  for (let i = 0; i < secretShapes.length; i++) redacted = redacted.replace(secretShapes[i] as RegExp, '‹redacted›');
  return redacted.replace(namedSecret, '$1‹redacted›');
}

/** A redacted cut of `text` around `[start, end)`, at most `length` units, control characters made visible. */
export function excerpt(text: string, start = 0, end: number = text.length, length: number = excerptLength): string {
  const spare = Math.max(0, length - (end - start));
  const from = Math.max(0, start - Math.floor(spare / 2));
  // Secrets are searched in a wider cut, so that one which crosses the edge is still whole.
  const wideFrom = Math.max(0, from - 256);
  const wide = text.slice(wideFrom, from + length + 256);
  const redacted = redact(wide);
  const cut = redacted === wide ? text.slice(from, from + length) : redacted.slice(0, length);
  return printable(cut);
}

/** `text` with control and formatting characters written as escapes, so that it can be shown on a terminal or in a log line. */
export function printable(text: string): string {
  // C0, DEL, C1, bidirectional controls and line separators: what forges a log line or a terminal's output.
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (character) => {
    if (character === '\n') return '\\n';
    if (character === '\r') return '\\r';
    if (character === '\t') return '\\t';
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
