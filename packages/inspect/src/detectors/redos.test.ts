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
    { text: `${'a'.repeat(300)}!`, confidence: 'medium', part: 'a'.repeat(300) },
    { text: `a@${'a.'.repeat(200)}!`, confidence: 'medium' },
    { text: `${'1'.repeat(3000)}a`, confidence: 'medium' },
    { text: `${'0'.repeat(3000)}!`, confidence: 'medium' },
    { text: `${'ab'.repeat(1000)}c`, confidence: 'medium' },
    { text: '('.repeat(300), confidence: 'medium' },
    { text: `${' '.repeat(5000)}x`, confidence: 'medium' },
    { text: `${'-'.repeat(5000)}x`, confidence: 'medium' },
    { text: '='.repeat(5000), confidence: 'medium' },
    { text: '\\"'.repeat(150), confidence: 'medium' },
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
    // What people and programs repeat.
    `n${'o'.repeat(151)}!!!`,
    `n${'o'.repeat(400)}!!!`,
    'lol'.repeat(70),
    'ha'.repeat(200),
    `${'ha'.repeat(120)}!`,
    '-'.repeat(300),
    '_'.repeat(5000),
    '.'.repeat(1000),
    ' '.repeat(2000),
    ' '.repeat(10000),
    `left${' '.repeat(260)}right`,
    `${'!'.repeat(500)}1`,
    'x'.repeat(1000),
    'A'.repeat(10000),
    `${'spam '.repeat(300)}!`,
    `${'lorem ipsum '.repeat(100)}.`,
    `[${'0,'.repeat(3000)}0]`,
    `[${'0.0, '.repeat(3000)}0.0]`,
    ','.repeat(1000),
    Buffer.alloc(3000).toString('base64'),
    Buffer.alloc(3001).toString('base64'),
    Buffer.alloc(3001, 0xff).toString('base64url'),
    `${Buffer.alloc(3000).toString('hex')}01`,
    `data:image/bmp;base64,${Buffer.alloc(20000, 0xff).toString('base64')}`,
    `data:image/bmp;base64,${Buffer.alloc(20000, 0x80).toString('base64')}`,
    `${'%20'.repeat(500)}x`,
    `${'&nbsp;'.repeat(300)}x`,
    '\u00aa'.repeat(5000),
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
