import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Escapes } from './escapes.ts';

for (const text of [
  '',
  'plain',
  'a"b\\c\nd\te\bf\fg\rh\vi\0j',
  'é€😀\ud800x\udc00',
  '"\n'.repeat(200),
  `${'x'.repeat(64)}"${'y'.repeat(63)}\n`,
])
  test(`escapes: every offset of ${JSON.stringify(text.slice(0, 30))} is found again`, () => {
    const escapes = new Escapes(text);
    for (let at = 0; at <= text.length; at++) {
      // A pair of surrogates is written as it is, and half of one as an escape.
      if (/[\udc00-\udfff]/.test(text[at] ?? '') && /[\ud800-\udbff]/.test(text[at - 1] ?? '')) continue;
      assert.equal(escapes.offsetOf(JSON.stringify(text.slice(0, at)).length - 2), at);
    }
  });
