import type { Confidence } from '@postern/core';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { type LdapToken, tokenizeLdapFilter } from '../languages/ldap.ts';
import { mark } from '../text/marks.ts';

/**
 * Text that leaves the value it is put into in a search filter (RFC 4515): it closes a bracket that it never opened and begins another component,
 * ends the filter with NUL, or is a component of its own behind a value. Sentences and code close the brackets that they open.
 */
export const ldapInjection: Detector = defineDetector({
  id: 'ldap-injection',
  title: 'LDAP filter that leaves its value',
  class: 'ldapi',
  severity: 'high',
  // A value can only be left by a bracket, and the first one of the text decides: see mayLeave.
  canOccur: (text, marks) => (marks & signs) !== 0 && mayLeave(text),
  detect(text) {
    const view = text.length > longest ? text.slice(0, longest) : text;
    const tokens = tokenizeLdapFilter(view);
    return readBreakOut(view, tokens) ?? readWhole(view, tokens);
  },
});

// What follows the closing bracket is another bracket, NUL in some form, or an operator.
const signs = mark.bracket | mark.star | mark.percent | mark.backslash | mark.control | mark.separator;
/** Longer filters are no input, and the place that leaves the value is near the front. */
const longest = 2048;
const valueLength = 128;

/** Whether the first bracket closes and something of a filter follows, or opens a component. */
function mayLeave(text: string): boolean {
  for (let at = 0; at < text.length && at <= valueLength; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x28) return at < 4 || text.charCodeAt(at - 1) === 0x2a || '&|!'.includes(text.charAt(at + 1));
    if (code === 0x29) {
      let next = at + 1;
      while (text.charCodeAt(next) === 0x29 || text.charCodeAt(next) === 0x20) next++;
      return next < text.length && '(%\\\0*&|'.includes(text.charAt(next));
    }
  }
  return false;
}

function readBreakOut(text: string, tokens: readonly LdapToken[]): Sighting | undefined {
  const first = tokens[0] as LdapToken;
  const value = first.kind === 'value' ? text.slice(0, first.end) : '';
  // Program text before the bracket: an argument list of it was cut.
  if (/[\n{};"=,]/.test(value) && !assertion.test(value)) return undefined;
  const start = first.kind === 'value' ? 1 : 0;
  if (tokens[start]?.kind === 'open') {
    // `*(|(mail=*))`: a component behind a value that a star ends.
    return value.trimEnd().endsWith('*') && tokens[start + 1]?.kind === 'operator' && isComponent(text, tokens, start)
      ? sighting(tokens, start, start + 3, 'high', 'a component follows the value of another')
      : undefined;
  }
  let next = start;
  while (tokens[next]?.kind === 'close' || isBlank(text, tokens[next])) next++;
  const following = tokens[next];
  if (following === undefined) return undefined;
  if (following.kind === 'value')
    return nul.test(text.slice(following.start, following.start + 8))
      ? sighting(tokens, start, next, 'high', 'the filter is ended by NUL')
      : undefined;
  if (!isComponent(text, tokens, next)) return undefined;
  return sighting(tokens, start, next + 2, 'high', 'a filter is closed and another one opened');
}

/** Whether a component of a filter begins with the opening bracket at `at`. */
function isComponent(text: string, tokens: readonly LdapToken[], at: number): boolean {
  const inner = tokens[at + 1];
  if (inner === undefined) return false;
  if (inner.kind === 'operator') {
    const next = tokens[at + 2];
    if (next === undefined || next.kind === 'close') return true;
    if (next.kind === 'open') return tokens[at + 3] === undefined || isComponent(text, tokens, at + 2);
    return bareAttribute.test(text.slice(next.start, next.end)); // `(|uid=*)`, which some servers take
  }
  if (inner.kind === 'open') return isComponent(text, tokens, at + 1);
  if (inner.kind !== 'attribute') return false;
  const comparison = tokens[at + 2] as LdapToken;
  const value = tokens[at + 3];
  if (text.charCodeAt(comparison.start) <= 32) return false; // a text cut from a formula: `) (x = 3)`
  return value === undefined || value.kind !== 'value' || !/^[\s=>"'`]|[;{}\n]/.test(text.slice(value.start, value.end));
}

/** A text that is one filter from its first bracket to its last: `(&(uid=admin)(userPassword=A*))`. */
function readWhole(text: string, tokens: readonly LdapToken[]): Sighting | undefined {
  // `*()|&'`: the signs of the grammar and nothing else, sent to see which of them make an error.
  if (text.length <= 16 && probe.test(text) && text.includes('*'))
    return { span: [0, text.length], confidence: 'medium', reason: 'only signs of a filter' };
  if (tokens[0]?.kind !== 'open' || placeholder.test(text)) return undefined;
  let hasOperator = false;
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const { kind, start, end } = tokens[i] as LdapToken;
    hasOperator ||= kind === 'operator';
    if (kind === 'open') depth++;
    // `(cn=a)(|(cn=*))`: a server reads the first of two filters only, which a value that was left makes.
    if (kind === 'close' && --depth === 0 && tokens[i + 2]?.kind === 'operator' && isComponent(text, tokens, i + 1))
      return sighting(tokens, i, i + 3, 'high', 'a filter is closed and another one opened');
    // Applications check a password by binding, never by a filter (RFC 4513 §5.1): only guessing compares it.
    if (kind === 'attribute' && hasOperator && secret.test(text.slice(start, end)))
      return sighting(tokens, i - 1, i + 2, 'high', 'a filter compares a password');
    const next = tokens[i + 1];
    if (kind === 'operator' && next?.kind === 'close' && i > 1)
      return sighting(tokens, i - 1, i + 1, 'medium', 'a filter that is always true');
  }
  return undefined;
}

const nul = /^(?:\0|%00|\\(?:00|0|x00|u0000)(?![\da-f]))/i;
const assertion = /^[A-Za-z][\w.;-]{0,63}[~<>:]?=[^\n{};"=]{0,128}$/;
const bareAttribute = /^[A-Za-z][\w.;-]{0,63}[~<>:]?=[^\s=>]/;
const placeholder = /[{$%]|<\w/;
const secret = /^(?:userpassword|password|pass|passwd|pwd|unicodepwd|sambantpassword|sambalmpassword)$/i;
const probe = /^[*()&|!=\\'"%26]{3,16}$/;

function isBlank(text: string, token: LdapToken | undefined): boolean {
  return (
    token !== undefined && token.kind === 'value' && token.end - token.start <= 4 && /^[ \t]{1,4}$/.test(text.slice(token.start, token.end))
  );
}

function sighting(tokens: readonly LdapToken[], from: number, to: number, confidence: Confidence, reason: string): Sighting {
  const last = tokens[Math.min(to, tokens.length - 1)] as LdapToken;
  return { span: [(tokens[from] as LdapToken).start, last.end], confidence, reason };
}
