import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTags } from './template.ts';
import { lexerProperties } from './testing/properties.ts';

const rows: readonly (readonly [string, readonly string[]])[] = [
  ['a {{ b }} c {% d %}', ['{{ b ', '{% d ']],
  ['{{{ raw }}}', ['{{ raw ']],
  ['${{ github.ref }}', ['${{ github.ref ']],
  ['${a ? {b: 1} : c} #{d}', ['${a ? {b: 1} : c', '#{d']],
  ['<%= a %><%- b %>', ['<%= a ', '<%- b ']],
  ['<#assign a = 1>[#list b as c][=d]', ['<#assign a = 1', '<#list b as c', '[=d']],
  ["#set($a = $b.c(')'))", ["#set($a = $b.c(')'"]],
  ['#set($a = $b.c($d))', ['#set($a = $b.c($d)']],
  ['# set(x) and #settle(y)', []],
  ['@(1+2) @{ x }', ['@(1+2', '@{ x ']],
  ['{php}echo 1;{/php}', ['{echo 1;']],
  ['{7*7} {a: 1} {1: 2}', ['{7*7']],
  ['[[7*7]] [[a]]', ['[[7*7']],
  ['[% a %]', ['[% a ']],
  ['{{ open', ['{{ open']],
  ['${a ${b} c', ['${a ${b']],
  ['no { tag } at $ all', []],
];
for (const [text, expected] of rows)
  test(`template: ${text}`, () =>
    assert.deepEqual(
      readTags(text).map(({ open, inner }) => open + inner),
      expected,
    ));

lexerProperties('template', readTags, ['{{', '}}', '${', '}', '<%', '%>', '#set(', '(', ')', '@(', '[#', '<#', '{%', '[[']);
