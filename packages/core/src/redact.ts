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
// The value after a name that says it is one: password=…, "api_key": "…", --token …. Names are often the end of a longer one (DB_PASSWORD,
// x-api-key), so nothing is asked of what stands before them.
const namedSecret =
  /((?:password|passwd|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|auth|authorization|credential)s?["']?\s{0,4}[:=]\s{0,4}["']?(?:bearer |basic )?)([^\s"',;&|]{4,512})/gi;
// A field of a form: its value goes on to the next field, whatever stands in it; what divides it from a command behind it is left.
const formSecret =
  /((?:password|passwd|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|auth|credential)s?=)([^\s"'&]{3,511}[^\s"'&;,|])/gi;
const secretName = /(?:password|passwd|passphrase|pwd|secret|token|api[-_]?key|access[-_]?key|auth|authorization|credential)s?['\]]{0,2}$/i;
// What a statement gives an account: IDENTIFIED BY '…' of MySQL, MariaDB and Oracle, PASSWORD '…' of PostgreSQL.
const statementSecret = /(\b(?:identified\s{1,8}by|password)\s{1,8}(?:password\s{1,8})?["'])([^"']{1,512})/gi;
const bareStatementSecret = /(\bidentified\s{1,8}by\s{1,8})(?!password\b)([^\s"';‹]{1,512})/gi;
// The clients of MySQL and MariaDB take the password in one word with the option.
const mysqlClient = /\b(?:mysql|mariadb)/i;
const mysqlOption = /(\s-p["']?)([^\s"']{1,512})/g;
const optionSecret = /(--(?:password|passwd|passphrase|secret|token|api-key|auth)\s{1,4}["']?)([^\s"']{1,512})/gi;
// Session identifiers: all of a cookie header's value, whose parts are divided by what ends other values.
const cookie = /(\bcookie["']?\s{0,4}:\s{0,4}["']?)([^"'\r\n]{4,1024})/gi;
// user:password of a URL (RFC 3986 §3.2.1) and of `curl -u`.
const userinfo = /(\/\/[^\s/@:]{0,128}:)([^\s/@]{1,256})@/g;
const userOption = /(\s(?:-u|--user)\s{1,4}["']?[^\s:"']{1,128}:)([^\s"']{1,256})/g;

/** Replaces what looks like a secret by `‹redacted›`, so that text may leave the process. Run before cutting: half a secret is one too. */
export function redact(text: string): string {
  let redacted = text;
  for (let i = 0; i < secretShapes.length; i++) redacted = redacted.replace(secretShapes[i] as RegExp, '‹redacted›');
  if (mysqlClient.test(redacted)) redacted = redacted.replace(mysqlOption, '$1‹redacted›');
  return redacted
    .replace(cookie, '$1‹redacted›')
    .replace(userinfo, '$1‹redacted›@')
    .replace(userOption, '$1‹redacted›')
    .replace(optionSecret, '$1‹redacted›')
    .replace(statementSecret, '$1‹redacted›')
    .replace(bareStatementSecret, '$1‹redacted›')
    .replace(formSecret, '$1‹redacted›')
    .replace(namedSecret, '$1‹redacted›');
}

/** Whether the value of this name is one to be redacted. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
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
