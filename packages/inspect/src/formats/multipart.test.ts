import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, testFormat } from '../testing/test-format.ts';
import { multipart } from './multipart.ts';

const lines = (...parts: readonly string[]): string => parts.join('\r\n');

testFormat(multipart, [
  {
    name: 'a form',
    input: lines(
      '--b',
      'Content-Disposition: form-data; name="cmd"',
      '',
      'a;id',
      '--b',
      'Content-Disposition: form-data; name="x y"',
      '',
      '',
      '--b--',
      '',
    ),
    expected: [
      'multipart:$.cmd#content-disposition: form-data; name="cmd"',
      'multipart:$.cmd: a;id',
      'multipart: x y',
      'multipart:$[\'x y\']#content-disposition: form-data; name="x y"',
    ],
  },
  {
    name: 'a file',
    input: lines('--b', 'Content-Disposition: form-data; name="f"; filename="a;id.sh"', 'Content-Type: text/plain', '', 'x', 'y', '--b--'),
    expected: [
      'multipart:$.f#filename: a;id.sh',
      'multipart:$.f#content-disposition: form-data; name="f"; filename="a;id.sh"',
      'multipart:$.f#content-type: text/plain',
      'multipart:$.f: x\r\ny',
    ],
  },
  {
    name: 'a file name in its extended form',
    input: lines('--b', "Content-Disposition: form-data; name=f; filename=a; filename*=utf-8''..%2Fx", '', 'z', '--b--'),
    expected: [
      'multipart:$.f#filename: ../x',
      "multipart:$.f#content-disposition: form-data; name=f; filename=a; filename*=utf-8''..%2Fx",
      'multipart:$.f: z',
    ],
  },
  {
    name: 'transfer encodings, a preamble, no end',
    input: 'preamble\n--b\nContent-Transfer-Encoding: base64\n\nO2lk\n--b\nContent-Transfer-Encoding: quoted-printable\n\n=3Bid',
    expected: [
      'multipart:$[0]#content-transfer-encoding: base64',
      'multipart:$[0]: ;id',
      'multipart:$[1]#content-transfer-encoding: quoted-printable',
      'multipart:$[1]: ;id',
    ],
  },
  { name: 'a diff', input: '--- a/x\n+++ b/x\n', expected: [] },
  { name: 'front matter', input: '---\ntitle: x\n---\ntext', expected: [] },
  { name: 'a signature', input: 'Regards\n--\nA: b', expected: [] },
  { name: 'options', input: '--help\n--version', expected: [] },
]);

test('takes linear time', () => {
  for (const fill of ['--', '\n--', '\n--b\n', '--b\nContent-A: b\n', '\n--b\nContent-A: b\n\nx', '--b ', 'Content-A: b; x="', '; a']) {
    const start = performance.now();
    decode(multipart, `--b\nContent-A: ${fill.repeat(100_000 / fill.length)}`);
    assert.ok(performance.now() - start < 500, fill);
  }
});
