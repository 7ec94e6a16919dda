import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenizeJavaScript } from './javascript.ts';
import { lexerProperties } from './testing/properties.ts';

const short: Readonly<Record<string, string>> = {
  identifier: 'i',
  keyword: 'k',
  number: 'n',
  string: 's',
  template: 't',
  regex: 'r',
  punctuator: 'p',
  comment: 'c',
};

function shown(text: string): string {
  return tokenizeJavaScript(text)
    .map(({ kind, start, end, closed }) => `${short[kind]}${closed ? '' : '!'}:${text.slice(start, end)}`)
    .join(' ');
}

const rows: readonly { name: string; input: string; expected: string }[] = [
  { name: 'nothing', input: '', expected: '' },
  { name: 'an object', input: '({"a":1})', expected: 'p:( p:{ s:"a" p:: n:1 p:} p:)' },
  { name: 'a call', input: "require('fs').x()", expected: "i:require p:( s:'fs' p:) p:. i:x p:( p:)" },
  { name: 'keywords', input: 'return new X', expected: 'k:return k:new i:X' },
  { name: 'a keyword as a property', input: 'a.new', expected: 'i:a p:. i:new' },
  { name: 'an escaped quote', input: '"a\\"b"', expected: 's:"a\\"b"' },
  { name: 'an open string ends at the line', input: '"a\nb', expected: 's!:"a i:b' },
  { name: 'an open string after an escape', input: '"a\\"', expected: 's!:"a\\"' },
  { name: 'a line separator in a string', input: '"a\u2028b"', expected: 's:"a\u2028b"' },
  { name: 'a continued string', input: '"a\\\nb"', expected: 's:"a\\\nb"' },
  { name: 'numbers', input: '1 .5 1e-3 0xfe+1 1_000n', expected: 'n:1 n:.5 n:1e-3 n:0xfe p:+ n:1 n:1_000n' },
  { name: 'a line comment', input: 'a//b\nc', expected: 'i:a c://b i:c' },
  { name: 'a line comment ends at a paragraph separator', input: '//b\u2029c', expected: 'c://b i:c' },
  { name: 'a block comment', input: 'a/*b*/c', expected: 'i:a c:/*b*/ i:c' },
  { name: 'an open block comment', input: 'a/*b', expected: 'i:a c!:/*b' },
  { name: 'a regular expression', input: 'x = /a"b/g', expected: 'i:x p:= r:/a"b/g' },
  { name: 'a slash in a class', input: '=/[/]/', expected: 'p:= r:/[/]/' },
  { name: 'a division', input: 'a / b / c', expected: 'i:a p:/ i:b p:/ i:c' },
  { name: 'a division after brackets', input: '(a)/b/c', expected: 'p:( i:a p:) p:/ i:b p:/ i:c' },
  { name: 'a regular expression after a condition', input: 'if (a) /b/', expected: 'k:if p:( i:a p:) r:/b/' },
  { name: 'a division after an object', input: 'x = {} / f() / 1', expected: 'i:x p:= p:{ p:} p:/ i:f p:( p:) p:/ n:1' },
  { name: 'a regular expression after a block', input: '{} /b/', expected: 'p:{ p:} r:/b/' },
  { name: 'a regular expression after return', input: 'return /b/', expected: 'k:return r:/b/' },
  { name: 'a slash that starts nothing', input: '= / b', expected: 'p:= p:/ i:b' },
  { name: 'a template', input: '`a`', expected: 't:`a`' },
  { name: 'a template with a substitution', input: '`a${b}c`', expected: 't:`a${ i:b t:}c`' },
  { name: 'a template in a template', input: '`a${`b${c}`}`', expected: 't:`a${ t:`b${ i:c t:}` t:}`' },
  { name: 'an object in a substitution', input: '`${{a:1}}`', expected: 't:`${ p:{ i:a p:: n:1 p:} t:}`' },
  { name: 'an escaped substitution', input: '`\\${a}`', expected: 't:`\\${a}`' },
  { name: 'an open template', input: '`a', expected: 't!:`a' },
  { name: 'long punctuators', input: 'a>>>=b?.c??d', expected: 'i:a p:>>>= i:b p:?. i:c p:?? i:d' },
  { name: 'a condition with a number', input: 'a?.5:1', expected: 'i:a p:? n:.5 p:: n:1' },
  { name: 'spread and arrow', input: '(...a)=>a', expected: 'p:( p:... i:a p:) p:=> i:a' },
  { name: 'an escaped name', input: '\\u0065val(1)', expected: 'i:\\u0065val p:( n:1 p:)' },
  { name: 'an escaped name with braces', input: '\\u{65}val(1)', expected: 'i:\\u{65}val p:( n:1 p:)' },
  { name: 'a private name', input: '#x in o', expected: 'i:#x k:in i:o' },
  { name: 'a hashbang', input: '#!/bin/node\na', expected: 'c:#!/bin/node i:a' },
  { name: 'a slash after an increment', input: 'a++ / b', expected: 'i:a p:++ p:/ i:b' },
  { name: 'prose', input: "don't", expected: "i:don s!:'t" },
  { name: 'a stray brace', input: '} a', expected: 'p:} i:a' },
  { name: 'the classic', input: '{"u":"f"+require(\'x\')}', expected: 'p:{ s:"u" p:: s:"f" p:+ i:require p:( s:\'x\' p:) p:}' },
];
for (const { name, input, expected } of rows) test(`javascript: ${name}`, () => assert.equal(shown(input), expected));

lexerProperties('javascript', tokenizeJavaScript, [
  '`',
  '`${',
  '${',
  '{',
  '(',
  '/',
  '/*',
  '//',
  '/[',
  '"',
  "'",
  '\\',
  '\\u{',
  '=/a',
  '?.',
  '1e',
  '}',
  '#',
  ')/',
  'a}',
]);
