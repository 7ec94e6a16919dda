import { testFormat } from '../testing/test-format.ts';
import { quotedPrintable } from './quoted-printable.ts';

testFormat(quotedPrintable, [
  { name: 'escapes', input: 'cat =2Fetc=2Fpasswd', expected: ['quoted-printable: cat /etc/passwd'] },
  { name: 'UTF-8', input: 'caf=C3=A9', expected: ['quoted-printable: café'] },
  { name: 'a line that goes on', input: 'a;=\r\nid', expected: ['quoted-printable: a;id'] },
  { name: 'what should have been encoded', input: 'é=3B😀=3C', expected: ['quoted-printable: é;😀<'] },
  { name: 'pairs', input: 'a=20&b=30', expected: [] },
  { name: 'values in lower case', input: 'x =ab y=cd', expected: [] },
  { name: 'code', input: 'a ==\nb', expected: [] },
  { name: 'plain text', input: 'hello', expected: [] },
]);
