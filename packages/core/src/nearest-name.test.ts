import assert from 'node:assert/strict';
import { test } from 'node:test';
import { didYouMean, nearestName } from './nearest-name.ts';

const fields = ['mode', 'onFault', 'onIncomplete', 'door', 'hosts', 'allow'];
const rows = [
  { name: 'a letter too few', word: 'onFalt', expected: 'onFault' },
  { name: 'a letter too many', word: 'hostss', expected: 'hosts' },
  { name: 'two letters swapped', word: 'hsots', expected: 'hosts' },
  { name: 'other case', word: 'onfault', expected: 'onFault' },
  { name: 'an unrelated word', word: 'colour', expected: undefined },
  { name: 'a much longer word', word: 'mode'.repeat(1000), expected: undefined },
  { name: 'an empty word', word: '', expected: undefined },
];
for (const { name, word, expected } of rows) test(`nearestName: ${name}`, () => assert.equal(nearestName(word, fields), expected));

test('the suggestion is a sentence, or nothing', () => {
  assert.equal(didYouMean('alow', fields), ' Did you mean "allow"?');
  assert.equal(didYouMean('colour', fields), '');
});
