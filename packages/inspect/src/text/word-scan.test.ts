import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readMarks } from './marks.ts';
import { WordScan } from './word-scan.ts';

const pattern = /(?:sleep|vm|pg_read|union)\s{0,2}\(/iy;
const scan = new WordScan('sleep vm pg_read union', pattern);

test('finds what the pattern finds at the start of a word', () => {
  const whole = new RegExp(`\\b${pattern.source}`, 'i');
  const pieces = fc.constantFrom('sleep(', 'SLEEP (', 'vm(', 'pg_read(', 'x', '_', ' ', 'vm', '(', 'é', 'union', '1');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      assert.equal(scan.find(text)?.start ?? -1, text.search(whole), text);
      assert.equal(scan.has(text, readMarks(text)), whole.test(text), text);
    }),
    { numRuns: 1000 },
  );
});
test('compares more letters only where the words are whole', () => {
  const calls = /(?:process|os|exec(?:ute)?)\s{0,2}\./y;
  const whole = new WordScan('process os exec', calls, true);
  const any = new WordScan('process os exec', calls);
  const pieces = fc.constantFrom('process.', 'Process.', 'proceed.', 'os.', 'ost.', 'exec.', 'execute.', 'exe.', ' ', 'é', '_', '.');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      assert.deepEqual(whole.find(parts.join('')), any.find(parts.join('')));
    }),
    { numRuns: 1000 },
  );
  assert.deepEqual(new WordScan('sleep vm', /(?:sleep|vm)\(/iy, true).find('SLEEPY Vm(1)'), { start: 7, end: 10 });
});
test('goes on from where it is told', () => {
  assert.deepEqual(scan.find('vm( vm(', 1), { start: 4, end: 7 });
  assert.equal(scan.find('xvm(', 1), undefined);
});
test('a pattern that would search is refused', () => assert.throws(() => new WordScan('vm', /vm/), TypeError));
