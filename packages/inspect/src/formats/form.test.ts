import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decode, testFormat } from '../testing/test-format.ts';
import { form, isPairs } from './form.ts';

testFormat(form, [
  { name: 'a body', input: 'email=a%40b.c&q=x+y', expected: ['form:$.email: a@b.c', 'form:$.q: x y'] },
  { name: 'a name is data too', input: 'a%3Bid=1', expected: ['form: a;id', "form:$['a;id']: 1"] },
  { name: 'the query of a URL', input: 'https://h.example/p?u=%2Fetc', expected: ['form:$.u: /etc'] },
  { name: 'repeated and empty ones', input: 'a=1&a=2&b=&c', expected: ['form:$.a: 1', 'form:$.a: 2'] },
  { name: 'a raw payload in it', input: 'id=1; cat /etc/passwd', expected: ['form:$.id: 1; cat /etc/passwd'] },
  { name: 'an S3 key', input: 'Happy+Face%3B.jpg', expected: ['form: Happy Face;.jpg'] },
  { name: 'padding of base64', input: 'SGVsbG8=', expected: [] },
  { name: 'code', input: 'const x = 1', expected: [] },
  { name: 'prose', input: 'two + two', expected: [] },
]);

test('reads what URLSearchParams writes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ minLength: 1, unit: 'grapheme' })), { minLength: 1, maxLength: 5 }),
      (pairs) => {
        const text = new URLSearchParams(pairs).toString();
        if (decode(form, text).length === 0) return assert.match(text, /^[a-z]+=+$/); // nothing but padding
        assert.deepEqual(
          decode(form, text).map((view) => (view.kind === 'text' ? [view.step.slice(7), view.text] : [])),
          pairs,
        );
      },
    ),
  );
});

const pairs = [
  { text: 'id=5', expected: true },
  { text: 'id=5&page=2', expected: true },
  { text: 'user-id=a%20b', expected: true },
  { text: 'a=', expected: false },
  { text: 'x&reboot&y=1', expected: false },
  { text: '&id=1', expected: false },
  { text: 'id', expected: false },
  { text: ';id=1', expected: false },
  { text: 'https://shop.example/?id=5', expected: false },
  { text: 'a b=1', expected: false },
  { text: '', expected: false },
];
for (const { text, expected } of pairs)
  test(`pairs and nothing else: ${JSON.stringify(text)} ${expected ? 'is' : 'is not'}`, () => assert.equal(isPairs(text), expected));
