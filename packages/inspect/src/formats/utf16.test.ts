import { testFormat } from '../testing/test-format.ts';
import { utf16 } from './utf16.ts';

const le = Buffer.from('; cat /etc/passwd', 'utf16le');
testFormat(utf16, [
  { name: 'little-endian', input: le, expected: ['utf16le: ; cat /etc/passwd'] },
  { name: 'big-endian', input: Buffer.from(le).swap16(), expected: ['utf16be: ; cat /etc/passwd'] },
  { name: 'a byte order mark', input: Buffer.from('\ufeffпривет', 'utf16le'), expected: ['utf16le: привет'] },
  { name: 'the other one', input: Buffer.from('\ufeffпривет', 'utf16le').swap16(), expected: ['utf16be: привет'] },
  {
    name: 'mostly ASCII',
    input: Buffer.from('Grüße aus Köln — bis bald in München', 'utf16le'),
    expected: ['utf16le: Grüße aus Köln — bis bald in München'],
  },
  { name: 'longer than a chunk', input: Buffer.from('ab'.repeat(5000), 'utf16le'), expected: [`utf16le: ${'ab'.repeat(5000)}`] },
  { name: 'ASCII', input: Buffer.from('hello'), expected: [] },
  { name: 'zeros', input: new Uint8Array(64), expected: [] },
  { name: 'numbers', input: Buffer.from('0100000002000000030000000400', 'hex'), expected: [] },
]);
