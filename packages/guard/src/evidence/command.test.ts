import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandEvidence } from './command.ts';
import { indexOf } from './testing/rows.ts';

interface Row {
  readonly name: string;
  /** The program and its arguments, where `{}` stands for the input. */
  readonly command: readonly string[];
  readonly stdin?: string;
  readonly attack: string;
  readonly benign: string;
}

const attack = 'x; id';
const benign = 'John Smith';
/** Out of the quotes that the program put around it. */
const quoted = { attack: "x'; id; '", benign: 'x; id' };

// Each row is an attack and its benign twin.
const rows: readonly Row[] = [
  { name: 'a shell', command: ['/bin/sh', '-c', 'echo {}'], attack, benign },
  { name: 'options before and behind -c', command: ['bash', '--norc', '-eo', 'pipefail', '-c', '-x', 'echo {}'], attack, benign },
  { name: 'bundled options', command: ['bash', '-lc', 'echo {}'], attack, benign },
  { name: 'the end of options', command: ['sh', '-c', '--', 'echo {}'], attack, benign },
  { name: 'env', command: ['env', 'sh', '-c', 'echo {}'], attack, benign },
  { name: 'env with variables', command: ['/usr/bin/env', '-i', 'A=b', '/bin/bash', '-c', 'echo {}'], attack, benign },
  { name: 'env that splits', command: ['/usr/bin/env', '-S', "sh -c 'echo {}'"], attack, benign },
  { name: 'env that splits, attached', command: ['/usr/bin/env', "-Ssh -c 'echo {}'"], attack, benign },
  { name: 'env that splits, long', command: ['env', "--split-string=sh -c 'echo {}'"], attack, benign },
  { name: 'timeout', command: ['timeout', '5', 'bash', '-c', 'echo {}'], attack, benign },
  { name: 'timeout with options', command: ['timeout', '-s', 'KILL', '5', 'bash', '-c', 'echo {}'], attack, benign },
  { name: 'nice', command: ['nice', '-n', '5', 'sh', '-c', 'echo {}'], attack, benign },
  { name: 'nohup', command: ['nohup', 'sh', '-c', 'echo {}'], attack, benign },
  { name: 'setsid', command: ['setsid', '-w', 'sh', '-c', 'echo {}'], attack, benign },
  { name: 'stdbuf', command: ['stdbuf', '-oL', 'sh', '-c', 'echo {}'], attack, benign },
  { name: 'sudo', command: ['sudo', '-u', 'nobody', 'sh', '-c', 'echo {}'], attack, benign },
  { name: 'xargs', command: ['xargs', '-I%', 'sh', '-c', 'echo % {}'], attack, benign },
  { name: 'busybox', command: ['busybox', 'sh', '-c', 'echo {}'], attack, benign },
  { name: 'wrappers in wrappers', command: ['env', 'nice', 'timeout', '5', 'sh', '-c', 'echo {}'], attack, benign },
  { name: 'find', command: ['find', '.', '-exec', 'sh', '-c', 'echo {}', ';'], attack, benign },
  { name: 'a container', command: ['docker', 'exec', 'web', 'sh', '-c', 'echo {}'], attack, benign },
  { name: 'su', command: ['su', 'nobody', '-c', 'echo {}'], attack, benign },
  { name: 'ssh', command: ['ssh', '-p', '22', 'host', 'echo', '{}'], attack, benign },
  { name: 'a shell in a shell', command: ['sh', '-c', "bash -c 'echo {}'"], attack, benign },
  { name: 'a shell in a shell, quoted twice', command: ['sh', '-c', `bash -c "echo '{}'"`], ...quoted },
  { name: 'a shell behind a pipe', command: ['sh', '-c', "echo 'ls {}' | bash"], attack, benign },
  { name: 'a shell behind a wrapper in a shell', command: ['sh', '-c', "sudo -u x sh -c 'echo {}'"], attack, benign },
  { name: 'eval', command: ['sh', '-c', "eval 'echo {}'"], attack, benign },
  { name: 'ssh in a shell', command: ['sh', '-c', "ssh host 'echo {}'"], attack, benign },
  { name: 'a here-string', command: ['bash', '-c', "sh <<< 'echo {}'"], attack, benign },
  { name: 'standard input', command: ['sh', '-s'], stdin: 'echo {}\n', attack, benign },
  { name: 'standard input without an option', command: ['/bin/bash'], stdin: "echo '{}'\n", ...quoted },
  { name: 'standard input and arguments', command: ['bash', '-s', '--', 'a'], stdin: 'echo {}\n', attack, benign },
  { name: 'standard input behind a wrapper', command: ['timeout', '5', 'sh'], stdin: 'echo {}\n', attack, benign },
  { name: 'Windows', command: ['C:\\Windows\\System32\\cmd.exe', '/d', '/s', '/c', 'echo {}'], attack: 'x & calc', benign },
  { name: 'Node', command: ['/usr/bin/node', '-e', 'f({})'], attack: 'require("fs").x()', benign: '{"a":1}' },
  { name: 'Node behind a wrapper', command: ['env', 'node', '--eval=f({})'], attack: 'require("fs").x()', benign: '{"a":1}' },
  { name: 'Node’s standard input', command: ['node', '-'], stdin: 'f({})', attack: 'require("fs").x()', benign: '{"a":1}' },
  { name: 'an option', command: ['git', 'clone', '{}'], attack: '--upload-pack=touch x', benign: 'x; id' },
];
for (const { name, command, stdin, attack, benign } of rows)
  for (const input of [attack, benign])
    test(`command evidence: ${name}, ${input === attack ? 'attack' : 'benign'}`, () => {
      const put = (text: string): string => text.replaceAll('{}', input);
      const [file = '', ...args] = command.map(put);
      const change = commandEvidence({ file, args, input: () => stdin && put(stdin) }, indexOf(input));
      assert.equal(change !== undefined, input === attack, change?.reason);
    });

const harmless: readonly { name: string; command: readonly string[]; stdin?: string; input: string }[] = [
  { name: 'a positional parameter of the script', command: ['sh', '-c', 'echo "$1"', 'sh', 'x; id'], input: 'x; id' },
  { name: 'a parameter of a script file', command: ['sh', 'run.sh', 'x; id'], input: 'x; id' },
  { name: 'data for a script file', command: ['sh', 'run.sh'], stdin: 'x; id', input: 'x; id' },
  { name: 'data for a script', command: ['sh', '-c', 'cat'], stdin: 'x; id', input: 'x; id' },
  { name: 'data for another program', command: ['wc', '-l'], stdin: 'x; id', input: 'x; id' },
  { name: 'a message that names a shell', command: ['git', 'commit', '-m', 'sh -c x; id'], input: 'sh -c x; id' },
  { name: 'an argument behind a wrapper', command: ['timeout', '5', 'convert', 'x; id'], input: 'x; id' },
  { name: 'data behind a pipe', command: ['sh', '-c', "echo 'x; id' | wc"], input: 'x; id' },
  { name: 'a quoted word in a nested script', command: ['sh', '-c', `bash -c 'echo "x; id"'`], input: 'x; id' },
];
for (const { name, command, stdin, input } of harmless)
  test(`command evidence: ${name}`, () => {
    const [file = '', ...args] = command;
    assert.equal(commandEvidence({ file, args, input: () => stdin }, indexOf(input))?.reason, undefined);
  });
