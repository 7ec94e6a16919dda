import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDetector } from '../testing/test-detector.ts';
import { readMarks } from '../text/marks.ts';
import { redos } from './redos.ts';

testDetector(redos, {
  detects: [
    { text: '(a+)+$', confidence: 'high' },
    { text: '([a-z]+)*', confidence: 'high' },
    { text: '^(a|a)*$', confidence: 'high' },
    { text: '(a|ab|b)+c', confidence: 'high' },
    { text: '^(\\w+\\s?)*$', confidence: 'high' },
    { text: '(.*a){20}', confidence: 'high' },
    { text: '(a?){30}a{30}', confidence: 'high' },
    { text: '/^(([a-z])+.)+[A-Z]([a-z])+$/i', confidence: 'high' },
    { text: '^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}$', confidence: 'high' },
    { text: '(?<word>x+)+y', confidence: 'high' },
    { text: '(?=(a+)+$)b', confidence: 'high' },
    { text: '("([^"\\\\]+|\\\\.)*")', confidence: 'high' },
    { text: '.*.*.*.*=', confidence: 'medium' },
    { text: `${'a'.repeat(30)}!`, confidence: 'medium', part: 'a'.repeat(30) },
    { text: `${'a'.repeat(60)}!`, confidence: 'high' },
    { text: `a@${'a.'.repeat(100)}`, confidence: 'high' },
    { text: '('.repeat(200), confidence: 'high' },
    { text: `${' '.repeat(500)}x`, confidence: 'high' },
    { text: 'x'.repeat(300), confidence: 'high' },
    { text: '='.repeat(1000), confidence: 'high' },
    { text: '\\"'.repeat(150), confidence: 'high' },
  ],
  passes: [
    '^[a-z]+@[a-z]+\\.[a-z]{2,}$',
    '^(?:[a-z0-9]+-)*[a-z0-9]+$',
    '(\\d{3}-){2}\\d{4}',
    '^(\\d{16})+$',
    '([^,]*,){20}',
    '(?>a+)+b',
    '(a++)+b',
    '/^(GET|POST) /',
    '(x*x)+(y*y)',
    '(2*2)*3',
    'see (this)* for *details*',
    '**/*.{js,ts}',
    '(foo)+(bar)',
    '-'.repeat(80),
    '='.repeat(100),
    '| --- | --- | --- | --- | --- | --- |',
    'hahahahahahahahahahahahahahahaha',
    'aaaaaaaaaaaaaaaaaaaaaaaa',
    '0'.repeat(64),
    `${'A'.repeat(43)}=`,
    `0x${'0'.repeat(39)}1`,
    'a normal sentence (with brackets)',
    '',
  ],
});

const own: readonly { readonly pattern: RegExp; readonly attack: string; readonly benign: string }[] = [
  { pattern: /^(a+)+$/, attack: `${'a'.repeat(28)}!`, benign: 'a'.repeat(2000) },
  { pattern: /\s+$/, attack: `${' '.repeat(2000)}x`, benign: 'many words with one blank between each '.repeat(50) },
  { pattern: /^([\w-]+\.?)+@example\.com$/, attack: 'abcdefghijklmnopqrstuvwxyzabcdef', benign: 'jane.doe@example.com' },
  { pattern: /^(?:"(?:[^"\\]|\\.)*"|\w+)$/, attack: '', benign: `"${'x\\"'.repeat(500)}"` },
  { pattern: /(.*)<(.*)>(.*)!/, attack: '<'.repeat(1500), benign: '<b>hello</b>!' },
  { pattern: /(?=.*\d)(?=.*[a-z]).{8,}/, attack: '', benign: 'correct horse battery staple 1' },
  { pattern: /^(\w+)\s\1$/, attack: '', benign: 'again again' },
  { pattern: /(?<=\$)\d+(?:\.\d\d)?/, attack: '', benign: 'costs $12.50' },
];
for (const { pattern, attack, benign } of own)
  test(`counts the steps of ${pattern}`, () => {
    const circumstances = { patterns: [pattern] };
    const look = (text: string) =>
      redos.canOccur(text, readMarks(text), circumstances) ? redos.detect(text, readMarks(text), undefined, circumstances) : undefined;
    if (attack !== '') assert.match(look(attack)?.reason ?? '', /steps of/);
    const found = look(benign);
    assert.ok(found === undefined || !/steps of/.test(found.reason), found?.reason);
  });
