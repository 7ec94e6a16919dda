import { gzipSync } from 'node:zlib';
import { testFormat } from '../testing/test-format.ts';
import { hex } from './hex.ts';

const of = (text: string): string => Buffer.from(text).toString('hex');
testFormat(hex, [
  { name: 'text', input: of('../../etc/passwd'), expected: ['hex: ../../etc/passwd'] },
  { name: 'upper case', input: of("' or 1=1").toUpperCase(), expected: ["hex: ' or 1=1"] },
  { name: '0x', input: `0x${of('select')}`, expected: ['hex: select'] },
  { name: "SQL's literal", input: `X'${of('select')}'`, expected: ['hex: select'] },
  { name: 'bytea of PostgreSQL', input: `\\x${of('select')}`, expected: ['hex: select'] },
  { name: 'blanks', input: '3b 20 69 64', expected: ['hex: ; id'] },
  { name: 'colons', input: '3b:20:69:64', expected: ['hex: ; id'] },
  { name: 'beyond ASCII', input: of('да; id'), expected: ['hex: да; id'] },
  {
    name: 'compressed',
    input: gzipSync('; id')
      .toString('hex')
      .slice(0, 8 + 60),
    expected: [`hex: ${new TextDecoder('utf-8', { ignoreBOM: true }).decode(gzipSync('; id').subarray(0, 34))}`],
  },
  { name: 'a digest', input: 'd41d8cd98f00b204e9800998ecf8427e', expected: [] },
  { name: 'a UUID', input: 'b3c1f2d4-88aa-4c1e-9d2b-0a1b2c3d4e5f', expected: [] },
  { name: 'a colour', input: 'ffaa00', expected: [] },
  { name: 'an odd digit', input: '3b206', expected: [] },
  { name: 'a number', input: '42', expected: [] },
  { name: 'a word', input: 'facade of the house', expected: [] },
]);
