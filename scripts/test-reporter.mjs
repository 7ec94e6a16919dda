// A quiet node:test reporter: failures and skips in full, counts to the file that POSTERN_TEST_COUNTS names.
import { writeFileSync } from 'node:fs';

export default async function* reporter(source) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of source) {
    if (type === 'test:pass' && data.skip !== undefined) {
      counts.skipped++;
      yield `skipped: ${data.name}${typeof data.skip === 'string' ? ` (${data.skip})` : ''}\n`;
    } else if (type === 'test:pass') {
      if (data.details?.type !== 'suite') counts.passed++;
    } else if (type === 'test:fail') {
      // A suite fails because a test in it did: count the test, once. A suite that failed by itself is a failure of its own.
      const error = data.details?.error;
      if (data.details?.type === 'suite' && error?.failureType === 'subtestsFailed') continue;
      counts.failed++;
      const cause = error?.cause ?? error;
      yield `FAILED: ${data.name}${data.file ? ` (${data.file}:${data.line})` : ''}\n${String(cause?.stack ?? cause).replace(/^/gm, '    ')}\n`;
    } else if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    else if (type === 'test:diagnostic' && data.message.startsWith('note: ')) yield `${data.message}\n`;
  }
  if (process.env.POSTERN_TEST_COUNTS) writeFileSync(process.env.POSTERN_TEST_COUNTS, JSON.stringify(counts));
}
