import { testFormat } from '../testing/test-format.ts';
import { utf7 } from './utf7.ts';

testFormat(utf7, [
  { name: 'a tag', input: '+ADw-script+AD4-x', expected: ['utf7: <script>x'] },
  { name: 'several units in one', input: '+ADwAcwA+-', expected: ['utf7: <s>'] },
  { name: 'without the closing dash', input: '+ACc or 1', expected: ["utf7: ' or 1"] },
  { name: 'bits left over', input: '+ADx-', expected: [] },
  { name: 'words', input: 'a+And+And-b', expected: [] },
  { name: 'no punctuation', input: '+AGE-', expected: [] },
  { name: 'a sum', input: '1+A', expected: [] },
]);
