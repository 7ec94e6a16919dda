import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { provideHost } from '../host.ts';
import { testFormat } from '../testing/test-format.ts';
import { brotli, isPlausibleBrotli } from './brotli.ts';

provideHost({ brotli: (bytes, maxOutputLength) => brotliDecompressSync(bytes, { maxOutputLength }) });
const noise = new Uint8Array(300).map((_, i) => (i * 2654435761) >>> 13);
testFormat(brotli, [
  { name: 'text', input: brotliCompressSync('; cat /etc/passwd; whoami'), expected: ['brotli: ; cat /etc/passwd; whoami'] },
  { name: 'JSON', input: brotliCompressSync('{"a":"; id"}'), expected: ['brotli: {"a":"; id"}'] },
  { name: 'text that is not compressed', input: Buffer.from('hello world'), expected: [] },
  { name: 'noise', input: noise, expected: [] },
]);

test('every header that the encoder writes is plausible', () => {
  for (const size of [6, 20, 100, 1000, 20_000, 300_000])
    for (const quality of [0, 1, 5, 11])
      for (const window of [10, 16, 18, 22, 24]) {
        const text = Array.from({ length: size / 4 }, (_, i) => `${(i * 7919) % 997},`).join('');
        const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: window };
        const bytes = brotliCompressSync(text, { params });
        if (bytes.length >= 8) assert.ok(isPlausibleBrotli(bytes), `${size} ${quality} ${window}`);
      }
});

test('a few failed guesses are all that one reading pays for', () => {
  const guesses = { left: 1 };
  const plausible = brotliCompressSync('hello hello hello hello').fill(0xff, 6);
  assert.ok(isPlausibleBrotli(plausible));
  const room = { size: 1e6, ratio: 200, guesses };
  if (brotli.reads === 'bytes') for (let i = 0; i < 3; i++) brotli.decode(plausible, room);
  assert.ok(guesses.left < 0);
});
