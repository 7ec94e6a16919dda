import { testFormat } from '../testing/test-format.ts';
import { fold } from './fold.ts';

testFormat(fold, [
  { name: 'full width', input: '＜script＞', expected: ['fold: <script>'] },
  { name: 'full-width letters', input: 'ｕｎｉｏｎ select', expected: ['fold: union select'] },
  { name: 'one-dot leaders', input: '\u2024\u2024/etc', expected: ['fold: ../etc'] },
  { name: 'a two-dot leader', input: '\u2025/etc', expected: ['fold: ../etc'] },
  { name: 'small forms', input: '\ufe64b\ufe65', expected: ['fold: <b>'] },
  { name: 'a modifier letter as apostrophe', input: '1\u02bc or 1', expected: ["fold: 1' or 1"] },
  { name: 'quotation marks of typography in code', input: '\u2019 or 1=1', expected: ["fold: ' or 1=1"] },
  { name: 'slashes', input: '..\u2215etc\u2044passwd', expected: ['fold: ../etc/passwd'] },
  { name: 'mathematical letters', input: '𝐬𝐞𝐥𝐞𝐜𝐭', expected: ['fold: select'] },
  { name: 'circled letters in a host', input: 'ⓛocalhost', expected: ['fold: localhost'] },
  { name: 'the full stop of a host', input: '127。0。0。1', expected: ['fold: 127.0.0.1'] },
  { name: 'no width within a word', input: 'sel\u200bect', expected: ['fold: select'] },
  { name: 'prose with quotation marks', input: 'it\u2019s \u201cfine\u201d \u2014 really\u2026', expected: [] },
  { name: 'Chinese prose', input: '你好，世界！（测试）。', expected: [] },
  { name: 'German', input: 'Größe', expected: [] },
  { name: 'plain text', input: 'hello', expected: [] },
]);
