import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readEvent } from '../reader.ts';
import { makeTar } from '../testing/archives.ts';
import { testFormat } from '../testing/test-format.ts';
import { tar } from './tar.ts';

testFormat(tar, [
  { name: 'a folder', input: makeTar([{ name: 'docs/', content: '', type: '5' }]), expected: ['tar: [{"name":"docs/"}]'] },
  {
    name: 'a link',
    input: makeTar([{ name: 'a', content: '', type: '2', link: '/etc/passwd' }]),
    expected: ['tar: [{"name":"a","link":"/etc/passwd"}]'],
  },
  { name: 'zeros', input: new Uint8Array(2048), expected: [] },
  { name: 'text', input: Buffer.from('ustar '.repeat(200)), expected: [] },
  { name: 'a broken sum', input: makeTar([{ name: 'a', content: 'b' }]).fill('z', 0, 3), expected: [] },
]);

test('names and contents of .tar.gz, extended headers too', () => {
  const archive = makeTar([
    { name: '../../x', content: 'one' },
    { name: 'pax', content: '30 path=../../../etc/cron.d/x\n', type: 'x' },
    { name: 'y', content: 'two' },
  ]);
  const texts = readEvent({ f: gzipSync(archive) }).values.map(({ text, encodings }) => [encodings.join(' '), text]);
  assert.deepEqual(texts.slice(1), [
    ['gzip tar:$[0].name', '../../x'],
    ['gzip tar:$[0].content', 'one'],
    ['gzip tar:$[1].name', 'pax'],
    ['gzip tar:$[1].content', '30 path=../../../etc/cron.d/x\n'],
    ['gzip tar:$[2].name', 'y'],
    ['gzip tar:$[2].content', 'two'],
  ]);
});
