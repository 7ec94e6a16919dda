import { readFileSync } from 'node:fs';
import { testDetector } from '../testing/test-detector.ts';
import { mailHeaderInjection } from './mail-header-injection.ts';

const rows: readonly { readonly class: string; readonly payload: string }[] = readFileSync(
  new URL('../../../../fixtures/inspect/own/mailheader.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

testDetector(mailHeaderInjection, {
  detects: [
    { text: 'jane@example.org\r\nEXPN staff\r\nVRFY bob', confidence: 'high' },
    { text: 'jane@example.org>\r\nDATA\r\nFrom: x\r\n\r\nhi\r\n.\r\nQUIT', confidence: 'high' },
    { text: 'Hi%0D%0A%0D%0Atext%0D%0A.%0D%0A', confidence: 'high' },
    { text: 'jane@example.org\nBcc: all@example.net', confidence: 'high', part: 'Bcc: all@example.net' },
    { text: 'Hello%0ABcc:all%40example.net', confidence: 'high' },
    { text: 'jane@example.org>\r\nRCPT TO:<victim@example.net', confidence: 'high' },
    ...rows.filter((row) => row.class !== 'benign').map(({ payload }) => payload),
  ],
  passes: rows.filter((row) => row.class === 'benign').map(({ payload }) => payload),
});
