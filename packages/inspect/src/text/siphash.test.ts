import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sipHash } from './siphash.ts';

const key = Uint8Array.from({ length: 16 }, (_, i) => i);

// The paper's Appendix A (15 bytes), and from the table of its reference implementation, whose digits are the bytes of the number from its low end.
const vectors: readonly { readonly length: number; readonly hash: string }[] = [
  { length: 0, hash: '726fdb47dd0e0e31' },
  { length: 1, hash: '74f839c593dc67fd' },
  { length: 7, hash: 'ab0200f58b01d137' },
  { length: 8, hash: '93f5f5799a932462' },
  { length: 15, hash: 'a129ca6149be45e5' },
];
for (const { length, hash } of vectors)
  test(`SipHash-2-4 of ${length} bytes`, () =>
    assert.equal(
      sipHash(
        key,
        Uint8Array.from({ length }, (_, i) => i),
      ),
      hash,
    ));
