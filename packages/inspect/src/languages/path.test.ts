import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodePercent, normalizeSegments, readPath } from './path.ts';

/** `absolute file drive segments ^climbs NUL`, what does not apply left out. */
function shown(text: string): string {
  const { isAbsolute, isFileUrl, drive, segments, climbs, hasNul } = readPath(text);
  return `${isFileUrl ? 'file ' : ''}${drive ? `${drive} ` : ''}${isAbsolute ? '/' : ''}${segments.join('|')}${climbs ? ` ^${climbs}` : ''}${hasNul ? ' NUL' : ''}`;
}

const rows: readonly { name: string; input: string; expected: string }[] = [
  { name: 'a file', input: 'a.pdf', expected: 'a.pdf' },
  { name: 'nothing', input: '', expected: '' },
  { name: 'folders', input: 'reports/2024/a.pdf', expected: 'reports|2024|a.pdf' },
  { name: 'an absolute path', input: '/etc/passwd', expected: '/etc|passwd' },
  { name: 'empty and dot segments', input: './/a/./b/', expected: 'a|b' },
  { name: 'climbing', input: '../../etc/passwd', expected: '..|..|etc|passwd ^2' },
  { name: 'climbing after a folder', input: 'a/../../b', expected: 'a|..|..|b ^1' },
  { name: 'parents that do not climb', input: 'a/../b', expected: 'a|..|b' },
  { name: 'backslashes', input: '..\\..\\windows', expected: '..|..|windows ^2' },
  { name: 'a drive', input: 'C:\\Windows\\x', expected: 'C: /Windows|x' },
  { name: 'no drive', input: 'C:x', expected: 'C:x' },
  { name: 'a file URL', input: 'file:///etc/passwd', expected: 'file /etc|passwd' },
  { name: 'a file URL with a host', input: 'file://localhost/etc/passwd', expected: 'file /etc|passwd' },
  { name: 'a file URL in one slash', input: 'FILE:/etc/passwd', expected: 'file /etc|passwd' },
  { name: 'a file URL with escapes', input: 'file:///a/%2e%2e/%2e%2e/etc', expected: 'file /a|..|..|etc ^1' },
  { name: 'a file URL with a drive', input: 'file:///C:/x', expected: 'file C: /x' },
  { name: 'escapes stay in a path', input: '%2e%2e/x', expected: '%2e%2e|x' },
  { name: 'a NUL', input: 'a.pdf\0.png', expected: 'a.pdf\0.png NUL' },
  { name: 'names of dots', input: '.../....', expected: '...|....' },
  { name: 'a name that starts with dots', input: '..a/b..', expected: '..a|b..' },
  { name: 'a share', input: '\\\\host\\share', expected: '/host|share' },
  { name: 'prose', input: 'and/or', expected: 'and|or' },
];
for (const { name, input, expected } of rows) test(`path: ${name}`, () => assert.equal(shown(input), expected));

const normal: readonly { input: string; expected: string }[] = [
  { input: 'a/../b', expected: 'b' },
  { input: '../a', expected: '../a' },
  { input: '/../a', expected: 'a' },
  { input: 'a/b/../../..', expected: '..' },
];
for (const { input, expected } of normal)
  test(`path: ${input} normalised`, () => {
    const { segments, isAbsolute } = readPath(input);
    assert.equal(normalizeSegments(segments, isAbsolute).join('/'), expected);
  });

const escapes: readonly { input: string; expected: string }[] = [
  { input: 'a%20b', expected: 'a b' },
  { input: '100% sure', expected: '100% sure' },
  { input: '%c3%a9', expected: 'é' },
  { input: '%c0%ae', expected: '\u00c0\u00ae' },
  { input: '%zz', expected: '%zz' },
];
for (const { input, expected } of escapes) test(`percent: ${input}`, () => assert.equal(decodePercent(input), expected));

test('path: any text is read, in time that grows with its length', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readPath(text)));
  for (const piece of ['../', 'a/', '%2e', '\\', 'file:', '..']) readPath(`file:${piece.repeat(100_000)}`);
});
