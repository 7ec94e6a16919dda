import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { tokenizeXPath } from './xpath.ts';

const shown = (text: string) =>
  tokenizeXPath(text).map(({ kind, start, end, closed }) => `${kind} ${text.slice(start, end)}${closed ? '' : ' …'}`);

describe('tokenizeXPath', () => {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['//a[@b="c"]', ['slash //', 'name a', 'punctuation [', 'punctuation @', 'name b', 'operator =', 'string "c"', 'punctuation ]']],
    ['string-length(x:y)', ['name string-length', 'punctuation (', 'name x:y', 'punctuation )']],
    ['child::node()', ['axis child::', 'name node', 'punctuation (', 'punctuation )']],
    ["../a|$v != 'it''s'", ['punctuation ..', 'slash /', 'name a', 'operator |', 'variable $v', 'operator !=', "string 'it''s'"]],
    ['1.5 + .5', ['number 1.5', 'operator +', 'number .5']],
    ["a (: any :) or 'b", ['name a', 'comment (: any :)', 'name or', "string 'b …"]],
    ['(: open', ['comment (: open …']],
    ['', []],
  ];
  for (const [text, expected] of rows) test(text || 'nothing', () => assert.deepEqual(shown(text), expected));
  test('covers any text in order', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('/', '(', ')', ':', "'", '"', 'a', '.', '-', '1', ' ', '[', '$', '@', '|', '=') }),
        (text) => {
          let end = 0;
          for (const token of tokenizeXPath(text)) {
            assert.ok(token.start >= end && token.end > token.start && text.slice(end, token.start).trim() === '');
            end = token.end;
          }
          assert.equal(text.slice(end).trim(), '');
        },
      ),
    ));
});
