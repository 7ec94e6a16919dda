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
    { text: 'jane@example.org\nBcc: all@example.net', confidence: 'high', part: 'Bcc: all@example.net' },
    { text: 'Hello%0ABcc:all%40example.net', confidence: 'high' },
    { text: 'jane@example.org>\r\nRCPT TO:<victim@example.net', confidence: 'high' },
    ...rows.filter((row) => row.class !== 'benign').map(({ payload }) => payload),
  ],
  passes: rows.filter((row) => row.class === 'benign').map(({ payload }) => payload),
});
