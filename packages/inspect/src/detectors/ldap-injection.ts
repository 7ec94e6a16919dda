import type { Confidence } from '@postern/core';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { type LdapToken, tokenizeLdapFilter } from '../languages/ldap.ts';
import { mark } from '../text/marks.ts';
import { sightingAtValueEnd, valueEnd } from '../text/value-end.ts';

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
  get needs() {
    return signs | mark.lineEnd;
  },
  canOccur: (text, marks) =>
    ((marks & signs) !== 0 && (mayLeave(text) || mayLeave(valueEnd(text) ?? ''))) ||
    ((marks & mark.backslash) !== 0 && text.length <= longest && escapedSign.test(text)) ||
    ((marks & mark.lineEnd) !== 0 && (marks & mark.colon) !== 0 && recordPlace(text) > 0),
  detect(text, marks) {
    const view = text.length > longest ? text.slice(0, longest) : text;
    const sighted = (marks & signs) === 0 ? undefined : (read(view) ?? sightingAtValueEnd(text, read));
    // A sentence about a filter, where a name would stand.
    const found =
      sighted?.confidence === 'high' && sentence.test(text.slice(Math.max(0, sighted.span[0] - valueLength), sighted.span[0]))
        ? { ...sighted, confidence: 'medium' as const }
        : sighted;
    if (found !== undefined) return found;
    // `\29\28uid=\2a`: escapes (RFC 4515 §3) that something before the server takes for the characters.
    if ((marks & mark.backslash) !== 0 && escapedSign.test(view)) {
      const plain = view.replace(escapedSigns, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
      const sighting = read(plain);
      if (sighting !== undefined) return { ...sighting, span: [0, view.length], reason: `${sighting.reason}, once its escapes are read` };
    }
    const record = (marks & mark.lineEnd) === 0 ? -1 : recordPlace(text);
    return record < 0
      ? undefined
      : { span: [text.indexOf('\n') + 1, record], confidence: 'medium', reason: 'a line of LDIF follows the value' };
  },
});

function read(view: string): Sighting | undefined {
  const tokens = tokenizeLdapFilter(view);
  return readBreakOut(view, tokens) ?? readWhole(view, tokens);
}

const sentence = /(?:[A-Za-z]{1,16},?[ \n]){4}/;
const escapedSign = /\\(?:28|29)/;
const escapedSigns = /\\(2[89aA]|7[cC]|26)/g;

/** The end of a line of a change record (RFC 2849) behind the first line, which is a value and no line of one. -1 when there is none. */
function recordPlace(text: string): number {
  const line = text.indexOf('\n');
  if (line < 0 || line > valueLength) return -1;
  record.lastIndex = line + 1;
  return record.test(text) && !/^\s{0,8}[A-Za-z;-]{1,64}:/.test(text.slice(0, line)) ? record.lastIndex : -1;
}

const record =
  /\s{0,4}(?:changetype:\s{0,4}(?:add|modify|delete|modr?dn)|(?:userpassword|unicodepwd|memberof|krbprincipalkey|sambantpassword|olcrootpw)::?\s{0,4}\S|dn:\s{0,4}(?:cn|uid|ou|dc)=)/iy;

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
    // The name ends where options and the matching rule begin.
    const name = kind === 'attribute' ? (/^[\w.-]{1,64}/.exec(text.slice(start, end))?.[0] ?? '') : '';
    if (kind === 'attribute' && (hasOperator ? secret.test(name) || stored.test(name) : stored.test(name)))
      return sighting(tokens, i - 1, i + 2, 'high', 'a filter compares a password');
    const next = tokens[i + 1];
    if (kind === 'operator' && next?.kind === 'close' && i > 1)
      return sighting(tokens, i - 1, i + 1, 'medium', 'a filter that is always true');
  }
  return hasOperator && listsAll(text, tokens)
    ? { span: [0, text.length], confidence: 'medium', reason: 'a filter that everything passes' }
    : undefined;
}

/** `(|(uid=*)(cn=*))`: alternatives that only ask whether an attribute is there. */
function listsAll(text: string, tokens: readonly LdapToken[]): boolean {
  if (tokens[1]?.kind !== 'operator' || text.charAt(tokens[1].start) !== '|') return false;
  let tests = 0;
  for (let i = 2; i < tokens.length; i++) {
    const { kind, start, end } = tokens[i] as LdapToken;
    if (kind === 'operator') return false;
    if (kind !== 'value' || (tokens[i - 1] as LdapToken).kind !== 'comparison') continue;
    if (text.slice(start, end) !== '*') return false;
    tests++;
    const name = tokens[i - 2] as LdapToken;
    if (text.slice(name.start, name.end).toLowerCase() === 'objectclass') return i > 2 && tokens.length > 8;
  }
  return tests > 1;
}

const nul = /^(?:\0|%00|\\(?:00|0|x00|u0000)(?![\da-f]))/i;
// An assertion, or a distinguished name (RFC 4514), which has several.
const assertion =
  /^[A-Za-z][\w.;-]{0,63}[~<>:]?=[^\n{};"=]{0,128}$|^(?:[A-Za-z][\w.-]{0,31}=[^\n{};"=,()]{0,64},\s?){1,8}[A-Za-z][\w.-]{0,31}=[^\n{};"=,()]{0,64}$/;
const bareAttribute = /^[A-Za-z][\w.;-]{0,63}[~<>:]?=[^\s=>]/;
const placeholder = /[{$%]|<\w/;
const secret = /^(?:userpassword|password|pass|passwd|pwd|unicodepwd|sambantpassword|sambalmpassword)$/i;
/** Attributes in which servers keep passwords and keys: no filter of an application names one. */
const stored =
  /^(?:userpassword|unixuserpassword|unicodepwd|ntpwdhistory|lmpwdhistory|dbcspwd|pwdhistory|authpassword|supplementalcredentials|krbprincipalkey|sambantpassword|sambalmpassword|sambapasswordhistory|ipanthash|ms-mcs-admpwd|mslaps-(?:encrypted)?password|msds-managedpassword|olcrootpw|nsslapd-rootpw|userpkcs12)$/i;
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
