import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../command-line.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { demoCommand } from './demo.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const rows = [
  { name: 'outside of a checkout', args: [], cwd: tmpdir(), expected: /no examples\/bank-bot/ },
  { name: 'an unknown row', args: ['--only', 'sms-bot-comand'], cwd: here, expected: /no exploit "sms-bot-comand".*sms-bot-command/ },
  { name: 'an unknown format', args: ['--format', 'html'], cwd: here, expected: /text, json/ },
  { name: 'an unknown option', args: ['--onyl', 'x'], cwd: here, expected: /--only/ },
  { name: 'a guard that is not there', args: ['--register', 'no/such.cjs'], cwd: here, expected: /no such file/ },
];
for (const { name, args, cwd, expected } of rows)
  test(`demo exits 2 for ${name}`, async () => {
    const io = fakeIo({ cwd });
    assert.equal(await runCommandLine(['demo', ...args], [demoCommand], io), 2);
    assert.match(io.errors(), expected);
    assert.equal(io.output(), '');
  });
