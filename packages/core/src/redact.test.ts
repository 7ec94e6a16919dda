import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerpt, isSecretName, printable, redact } from './redact.ts';

const rows = [
  { name: 'an AWS access key id', input: 'key AKIAIOSFODNN7EXAMPLE end', expected: 'key ‹redacted› end' },
  { name: 'a value named password', input: 'password=hunter2secret&x=1', expected: 'password=‹redacted›&x=1' },
  { name: 'a JSON member named token', input: '{"token": "abcdef123"}', expected: '{"token": "‹redacted›"}' },
  { name: 'a bearer header', input: 'Authorization: Bearer abc.def', expected: 'Authorization: Bearer ‹redacted›' },
  { name: 'a variable whose name ends in a secret’s', input: 'PGPASSWORD=hunter2secret psql', expected: 'PGPASSWORD=‹redacted› psql' },
  { name: 'a database URL', input: 'postgres://admin:S3cr3tPw@db/x', expected: 'postgres://admin:‹redacted›@db/x' },
  { name: 'a user of curl', input: 'curl -u bob:Passw0rd https://a', expected: 'curl -u bob:‹redacted› https://a' },
  { name: 'a cookie header', input: 'Cookie: sid=abcd1234; theme=dark', expected: 'Cookie: ‹redacted›' },
  { name: 'an option', input: "tool --password 'pw12' x", expected: "tool --password '‹redacted›' x" },
  { name: 'an authorization header of one’s own', input: 'X-Auth: abcdef', expected: 'X-Auth: ‹redacted›' },
  { name: 'a header with a key', input: 'x-api-key=abcdef1', expected: 'x-api-key=‹redacted›' },
  { name: 'a URL with a port', input: 'http://127.0.0.1:8080/a@b', expected: 'http://127.0.0.1:8080/a@b' },
  { name: 'an address', input: 'mail to ann@bank.example: hello', expected: 'mail to ann@bank.example: hello' },
  { name: 'prose about authors', input: 'The author: Ann', expected: 'The author: Ann' },
  { name: 'prose about passwords', input: 'Please reset my password soon', expected: 'Please reset my password soon' },
  { name: 'a field of a form with all that is in it', input: 'a=1&password=hun;ter|2,SECRET&x=1', expected: 'a=1&password=‹redacted›&x=1' },
  { name: 'a field and a command behind it', input: 'password=hunter2SECRET; curl x', expected: 'password=‹redacted›; curl x' },
  {
    name: 'an account of MySQL',
    input: "CREATE USER a IDENTIFIED BY 'hunter2 SECRET'; --",
    expected: "CREATE USER a IDENTIFIED BY '‹redacted›'; --",
  },
  { name: 'a hash of MySQL', input: "identified by password '*94BDCEBE'", expected: "identified by password '‹redacted›'" },
  { name: 'an account of Oracle', input: 'ALTER USER a IDENTIFIED BY hunter2; --', expected: 'ALTER USER a IDENTIFIED BY ‹redacted›; --' },
  { name: 'a role of PostgreSQL', input: "CREATE ROLE a LOGIN PASSWORD 'hunter2'", expected: "CREATE ROLE a LOGIN PASSWORD '‹redacted›'" },
  { name: 'the client of MySQL', input: "mysql -uroot -phunter2SECRET -e 'select 1'", expected: "mysql -uroot -p‹redacted› -e 'select 1'" },
  { name: 'another program’s -p', input: 'mkdir -p/var/x', expected: 'mkdir -p/var/x' },
  { name: 'a short assignment', input: 'token=1', expected: 'token=1' },
];
for (const { name, input, expected } of rows) test(`redact: ${name}`, () => assert.equal(redact(input), expected));

test('an excerpt never shows the half of a secret that crosses its edge', () => {
  const text = `${'x'.repeat(190)} AKIAIOSFODNN7EXAMPLE`;
  assert.ok(!excerpt(text, 0, 200).includes('AKIA'));
});
test('printable shows what would forge a line', () => {
  assert.equal(printable('a\nb\u001b[31m\u202e'), 'a\\nb\\u001b[31m\\u202e');
});
test('names whose values are secrets', () => {
  for (const name of ['password', 'DB_PASSWORD', 'x-api-key', "$['x-auth-token']", 'form:$.pwd']) assert.ok(isSecretName(name), name);
  for (const name of ['author', 'key', 'passenger', '']) assert.ok(!isSecretName(name), name);
});
