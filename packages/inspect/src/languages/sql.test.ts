import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mysqlSql, postgresSql, type SqlOptions, tokenizeSql } from './sql.ts';
import { lexerProperties } from './testing/properties.ts';

const short: Readonly<Record<string, string>> = {
  word: 'w',
  number: 'n',
  string: 's',
  'quoted-identifier': 'q',
  operator: 'o',
  punctuation: 'p',
  comment: 'c',
  parameter: '?',
};

/** `w:select n:1 …`; an unfinished token has a `!`. */
function shown(text: string, options?: SqlOptions): string {
  return tokenizeSql(text, options)
    .map(({ kind, start, end, closed }) => `${short[kind]}${closed ? '' : '!'}:${text.slice(start, end)}`)
    .join(' ¦ ');
}

const rows: readonly { name: string; input: string; options?: SqlOptions; expected: string }[] = [
  { name: 'a query', input: 'SELECT a.b, 1 FROM t', expected: 'w:SELECT ¦ w:a ¦ p:. ¦ w:b ¦ p:, ¦ n:1 ¦ w:FROM ¦ w:t' },
  { name: 'nothing', input: '', expected: '' },
  { name: 'a string', input: "'a b'", expected: "s:'a b'" },
  { name: 'a doubled quote stays inside', input: "'O''Brien'", expected: "s:'O''Brien'" },
  { name: 'an open string', input: "x = 'a", expected: "w:x ¦ o:= ¦ s!:'a" },
  { name: 'the empty string before another', input: "'' ''", expected: "s:'' ¦ s:''" },
  { name: 'a backslash is text in the standard', input: "'a\\' or 1", expected: "s:'a\\' ¦ w:or ¦ n:1" },
  { name: 'a backslash escapes in MySQL', input: "'a\\' or 1'", options: mysqlSql, expected: "s:'a\\' or 1'" },
  { name: 'a backslash escapes in E strings', input: "E'a\\'b'", options: postgresSql, expected: "s:E'a\\'b'" },
  { name: 'a national string', input: "N'x'", expected: "s:N'x'" },
  { name: 'a quoted identifier', input: '"a""b"', expected: 'q:"a""b"' },
  { name: 'double quotes in MySQL', input: '"a\\"b"', options: mysqlSql, expected: 's:"a\\"b"' },
  { name: 'a backquoted identifier', input: '`a``b`', expected: 'q:`a``b`' },
  { name: 'a line comment', input: '1 -- x\n2', expected: 'n:1 ¦ c:-- x ¦ n:2' },
  { name: 'two minus signs without a blank in MySQL', input: '1--1', options: mysqlSql, expected: 'n:1 ¦ o:- ¦ o:- ¦ n:1' },
  { name: 'a hash comment in MySQL', input: '1 # x', options: mysqlSql, expected: 'n:1 ¦ c:# x' },
  { name: 'a hash operator elsewhere', input: '1 # 2', expected: 'n:1 ¦ o:# ¦ n:2' },
  { name: 'a block comment', input: 'a/*x*/b', expected: 'w:a ¦ c:/*x*/ ¦ w:b' },
  { name: 'a nested comment', input: '/*/*x*/*/b', options: postgresSql, expected: 'c:/*/*x*/*/ ¦ w:b' },
  { name: 'comments do not nest in MySQL', input: '/*/*x*/b', options: mysqlSql, expected: 'c:/*/*x*/ ¦ w:b' },
  { name: 'an open comment', input: 'a /* b', expected: 'w:a ¦ c!:/* b' },
  { name: 'an executable comment', input: 'a /*!50000or*/ b', expected: 'w:a ¦ c:/*!50000 ¦ w:or ¦ c:*/ ¦ w:b' },
  { name: 'none in PostgreSQL', input: 'a /*!or*/ b', options: postgresSql, expected: 'w:a ¦ c:/*!or*/ ¦ w:b' },
  { name: 'a dollar-quoted string', input: "$a$ it's $a$ b", expected: "s:$a$ it's $a$ ¦ w:b" },
  { name: 'the empty tag', input: '$$x$$', expected: 's:$$x$$' },
  { name: 'an open dollar quote hides nothing', input: "$a$ ' ", expected: "o:$ ¦ w:a$ ¦ s!:' " },
  { name: 'parameters', input: '$1 ? :name @v @@version', expected: '?:$1 ¦ ?:? ¦ ?::name ¦ ?:@v ¦ ?:@@version' },
  { name: 'a cast is no parameter', input: "'1'::int", expected: "s:'1' ¦ o::: ¦ w:int" },
  { name: 'numbers', input: '1 1.5 .5 1e5 1e-5 0x1F 1.', expected: 'n:1 ¦ n:1.5 ¦ n:.5 ¦ n:1e5 ¦ n:1e-5 ¦ n:0x1F ¦ n:1.' },
  { name: 'a number that touches a word', input: '1or 2', expected: 'n:1 ¦ w:or ¦ n:2' },
  { name: 'operators', input: 'a<>b||c>=d->>e', expected: 'w:a ¦ o:<> ¦ w:b ¦ o:|| ¦ w:c ¦ o:>= ¦ w:d ¦ o:->> ¦ w:e' },
  { name: 'a sign after an operator', input: 'a=-1', expected: 'w:a ¦ o:= ¦ o:- ¦ n:1' },
  { name: 'a comment after an operator', input: 'a=--x', expected: 'w:a ¦ o:= ¦ c:--x' },
  { name: 'statements', input: 'a; b', expected: 'w:a ¦ p:; ¦ w:b' },
  { name: 'brackets', input: 'f(a)[1]', expected: 'w:f ¦ p:( ¦ w:a ¦ p:) ¦ p:[ ¦ n:1 ¦ p:]' },
  { name: 'letters beyond ASCII', input: 'größe = 1', expected: 'w:größe ¦ o:= ¦ n:1' },
  { name: 'unusual blanks', input: 'a\u00a0or\u000b1', expected: 'w:a ¦ w:or ¦ n:1' },
  { name: 'a broken-out string', input: "name = '' OR '1'='1'", expected: "w:name ¦ o:= ¦ s:'' ¦ w:OR ¦ s:'1' ¦ o:= ¦ s:'1'" },
  { name: 'jsonb operators', input: 'a @> b', expected: 'w:a ¦ o:@> ¦ w:b' },
];
for (const { name, input, options, expected } of rows) test(`sql: ${name}`, () => assert.equal(shown(input, options), expected));

const hostile = ["'", '"', '`', '/*', '/*!', '--', '$a$', '$$', "E'", '\\', '0x', '1e', '.', '@', '::', '=-', '*/', '# ', "''", 'a$'];
lexerProperties('sql', (text) => tokenizeSql(text), hostile);
lexerProperties('sql (MySQL)', (text) => tokenizeSql(text, mysqlSql), hostile);
test('sql: many different dollar tags that are not closed cost linear time', () => {
  const text = Array.from({ length: 20_000 }, (_, i) => `$t${i}$`).join(' ');
  const start = process.hrtime.bigint();
  tokenizeSql(text);
  assert.ok(Number(process.hrtime.bigint() - start) / 1e6 < 1000);
});
