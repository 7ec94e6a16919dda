import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { tokenizeLdapFilter } from './ldap.ts';

const shown = (text: string) => tokenizeLdapFilter(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);

describe('tokenizeLdapFilter', () => {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['(cn=a)', ['open (', 'attribute cn', 'comparison =', 'value a', 'close )']],
    ['(!(cn=*))', ['open (', 'operator !', 'open (', 'attribute cn', 'comparison =', 'value *', 'close )', 'close )']],
    ['( & (a>=1', ['open (', 'operator &', 'open (', 'attribute a', 'comparison >=', 'value 1']],
    ['(cn:dn:2.4.6:=x)', ['open (', 'attribute cn:dn:2.4.6', 'comparison :=', 'value x', 'close )']],
    ['(cn;lang-de~=x)', ['open (', 'attribute cn;lang-de', 'comparison ~=', 'value x', 'close )']],
    ['*)(uid=*', ['value *', 'close )', 'open (', 'attribute uid', 'comparison =', 'value *']],
    ['(cn=\\28x\\29)', ['open (', 'attribute cn', 'comparison =', 'value \\28x\\29', 'close )']],
    ['(no component)', ['open (', 'value no component', 'close )']],
    ['', []],
  ];
  for (const [text, expected] of rows) test(text || 'nothing', () => assert.deepEqual(shown(text), expected));
  test('covers any text in order', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('(', ')', '&', '|', '!', 'a', '=', ' ', '*', '\\', ':', '\0') }), (text) => {
        let end = 0;
        for (const token of tokenizeLdapFilter(text)) {
          assert.ok(token.start >= end && token.end > token.start && text.slice(end, token.start).trim() === '');
          end = token.end;
        }
        assert.equal(text.slice(end).trim(), '');
      }),
    ));
});
