import { testFormat } from '../testing/test-format.ts';
import { wideText } from './wide-text.ts';

const wide = (text: string): string => Array.from(text, (unit) => `${unit}\0`).join('');
testFormat(wideText, [
  { name: 'NUL behind', input: wide('; id'), expected: ['utf16: ; id'] },
  { name: 'NUL before', input: `\0${wide('; id').slice(0, -1)}`, expected: ['utf16: ; id'] },
  { name: 'a byte order mark in Latin-1', input: `\xff\xfe${wide('; id')}`, expected: ['utf16: ; id'] },
  { name: 'a byte order mark that was no UTF-8', input: `\ufffd\ufffd${wide('; id')}`, expected: ['utf16: ; id'] },
  { name: 'one NUL', input: 'a\0.png and more', expected: [] },
  { name: 'a NUL at the end of a path', input: '../report.pdf\0.png', expected: [] },
  { name: 'text', input: 'hello', expected: [] },
  { name: 'NULs', input: '\0\0\0\0', expected: [] },
]);
