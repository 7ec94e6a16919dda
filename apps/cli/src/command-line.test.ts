import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArgs } from 'node:util';
import { PosternError } from '@postern/core';
import type { Command } from './command.ts';
import { runCommandLine } from './command-line.ts';
import { fakeIo } from './testing/fake-io.ts';

const greet: Command = {
  name: 'greet',
  summary: 'say hello',
  usage: 'postern greet [name] --loudly',
  examples: ['postern greet ann'],
  async run(args, io) {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { loudly: { type: 'boolean' } } });
    if (positionals[0] === 'nobody') throw new PosternError('PSTN_INPUT_UNREADABLE', { file: 'nobody', problem: 'does not exist' });
    if (positionals[0] === 'fault') throw new TypeError('\u001b[2Joops');
    io.stdout.write('hello\n');
    return 1;
  },
};

const rows: readonly { name: string; args: string[]; code: number; output?: RegExp; errors?: RegExp; env?: Record<string, string> }[] = [
  { name: 'the command’s own code is the exit code', args: ['greet', 'ann'], code: 1, output: /^hello\n$/ },
  { name: '--help shows each command with an example', args: ['--help'], code: 0, output: /greet {2}say hello\n.*\$ postern greet ann/ },
  { name: 'help, without dashes', args: ['help'], code: 0, output: /Commands:/ },
  { name: 'no command', args: [], code: 2, errors: /Commands:/ },
  { name: '--version', args: ['--version'], code: 0, output: /^\d+\.\d+\.\d+\n$/ },
  { name: 'help of a command', args: ['greet', '--help'], code: 0, output: /postern greet: say hello\n\nUsage: postern greet \[name\]/ },
  { name: 'help of a command, the other way round', args: ['help', 'greet'], code: 0, output: /Examples:/ },
  { name: '--help behind -- belongs to the command', args: ['greet', '--', '--help'], code: 1, output: /hello/ },
  {
    name: 'an unknown command, with the one that was meant',
    args: ['gret'],
    code: 2,
    errors: /"gret" is no command of postern\. Did you mean "greet"\?/,
  },
  { name: 'an unknown option of postern', args: ['--hepl'], code: 2, errors: /"--hepl" is no option of postern\. Did you mean "--help"\?/ },
  {
    name: 'an unknown option of a command',
    args: ['greet', '--lodly'],
    code: 2,
    errors: /"--lodly" is no option of this command\. Did you mean "--loudly"\?\nSee: postern greet --help/,
  },
  { name: 'a value for an option without one', args: ['greet', '--loudly=x'], code: 2, errors: /--loudly.*\nSee/ },
  { name: 'an error of the user', args: ['greet', 'nobody'], code: 2, errors: /^postern greet: nobody: does not exist\n$/ },
  {
    name: 'an error of ours',
    args: ['greet', 'fault'],
    code: 3,
    errors: /^postern greet: internal error: \\u001b\[2Joops\n[^\n]*POSTERN_DEBUG[^\n]*\n$/,
  },
  { name: 'its stack, when asked for', args: ['greet', 'fault'], env: { POSTERN_DEBUG: '1' }, code: 3, errors: /TypeError[\s\S]*\bat / },
  { name: 'an escape in a name is shown, not written', args: ['\u001b[2J'], code: 2, errors: /^postern: "\\u001b\[2J" is no command/ },
  { name: 'a name of an object’s method', args: ['constructor'], code: 2, errors: /is no command/ },
];
for (const { name, args, code, output, errors, env } of rows)
  test(`command line: ${name}`, async () => {
    const io = fakeIo({ env: env ?? {} });
    assert.equal(await runCommandLine(args, [greet], io), code, io.errors());
    assert.match(io.output(), output ?? /^$/);
    assert.match(io.errors(), errors ?? /^$/);
  });
