import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, testFormat } from '../testing/test-format.ts';
import { mime } from './mime.ts';

testFormat(mime, [
  {
    name: 'header and body',
    input: 'From: a@b.c\r\nSubject: =?utf-8?Q?a=3Bid?=\r\n\r\nHello; you',
    expected: ['mime:$.from: a@b.c', 'mime:$.subject: a;id', 'mime:$#body: Hello; you'],
  },
  {
    name: 'folded and repeated fields',
    input: 'Received: x\n\ty\nReceived: z\nTo: a\n\n',
    expected: ['mime:$.received: x\ty', 'mime:$.received[1]: z', 'mime:$.to: a'],
  },
  {
    name: 'a body in base64, with a name',
    input: 'MIME-Version: 1.0\nContent-Type: text/plain;\n name="a;id.txt"\nContent-Transfer-Encoding: base64\n\nO2lk\n',
    expected: [
      'mime:$.mime-version: 1.0',
      'mime:$.content-type: text/plain; name="a;id.txt"',
      'mime:$.content-transfer-encoding: base64',
      'mime:$#filename: a;id.txt',
      'mime:$#body: ;id',
    ],
  },
  {
    name: 'quoted-printable',
    input: 'Subject: x\nTo: y\nContent-Transfer-Encoding: quoted-printable\n\na=3B=\nid',
    expected: ['mime:$.subject: x', 'mime:$.to: y', 'mime:$.content-transfer-encoding: quoted-printable', 'mime:$#body: a;id'],
  },
  { name: 'a note', input: 'Note: x\nSubject: y\n\nz', expected: [] },
  { name: 'YAML', input: 'name: x\nversion: 1', expected: [] },
  { name: 'a time', input: '12:30\n13:45', expected: [] },
  { name: 'prose', input: 'Hello: you\nand you', expected: [] },
]);

test('takes linear time', () => {
  for (const fill of ['a: b\n', ' \n', '\n ', 'a', ':', 'From: x\n y\n', '=?', '=?a?b?', '=?a?b?x?= ']) {
    const start = performance.now();
    decode(mime, `From: a\nTo: b\nSubject: ${fill.repeat(100_000 / fill.length)}`);
    assert.ok(performance.now() - start < 500, fill);
  }
});
