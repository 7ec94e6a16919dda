import { endOf } from '../text/sticky.ts';

export type LdapTokenKind =
  | 'open' // (
  | 'close' // )
  | 'operator' // & | ! behind an opening bracket
  | 'attribute' // with its options and matching rule: cn;lang-de, cn:dn:2.5.13.2
  | 'comparison' // = ~= >= <= :=
  | 'value';

export interface LdapToken {
  readonly kind: LdapTokenKind;
  readonly start: number;
  readonly end: number;
}

/**
 * The elements of a search filter (RFC 4515 §3), or of a part of one: what stands before the first bracket is a value, since that is where
 * applications put what they are given. Blanks around operators and attributes are passed over as OpenLDAP and Active Directory do. A text
 * in brackets that is no component becomes a value too, so every unit but blanks is in a token. Never throws; linear.
 */
export function tokenizeLdapFilter(text: string): LdapToken[] {
  const tokens: LdapToken[] = [];
  const push = (kind: LdapTokenKind, start: number, end: number): number => {
    if (end > start) tokens.push({ kind, start, end });
    return end;
  };
  let at = push('value', 0, valueEnd(text, 0));
  while (at < text.length) {
    if (text.charCodeAt(at) === open) {
      at = skipBlanks(text, push('open', at, at + 1));
      if (at < text.length && '&|!'.includes(text.charAt(at))) at = skipBlanks(text, push('operator', at, at + 1));
      else {
        const name = endOf(attribute, text, at);
        const comparison = name < 0 ? -1 : endOf(comparing, text, name);
        if (comparison > 0) {
          push('attribute', at, name);
          push('comparison', name, comparison);
          at = comparison;
        }
      }
    } else at = push('close', at, at + 1);
    at = push('value', at, valueEnd(text, at));
  }
  return tokens;
}

const open = 0x28;
// Brackets, the star and NUL stand escaped in a value (`\28`), so that a bare bracket always ends it.
function valueEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && text.charCodeAt(end) !== open && text.charCodeAt(end) !== 0x29) end++;
  return end;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 32 && text.charCodeAt(at) > 0) at++;
  return at;
}

// A description or an OID with options; matching rules bring their own colons (`:dn:caseExactMatch:=`).
const attribute = /[A-Za-z0-9][\w.;-]{0,127}(?::[\w.-]{1,64}){0,2}/y;
const comparing = /\s{0,8}(?:[~<>:]?=)/y;
