import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Decoded } from '../format.ts';
import { inspectEvent } from '../inspect.ts';
import { readEvent } from '../reader.ts';
import { makeZip } from '../testing/archives.ts';
import { decode, testFormat } from '../testing/test-format.ts';
import { zip } from './zip.ts';

testFormat(zip, [
  { name: 'an empty archive', input: makeZip([]), expected: ['zip: {"members":[]}'] },
  { name: 'a folder', input: makeZip([{ name: 'docs/', content: '', stored: true }]), expected: ['zip: {"members":[{"name":"docs/"}]}'] },
  { name: 'text', input: Buffer.from('PKZIP was written by Phil Katz'), expected: [] },
  { name: 'gzip', input: Buffer.from('1f8b0800000000000003', 'hex'), expected: [] },
]);

/** Texts under their paths in the archive. */
function textsOf(archive: Uint8Array): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { text, encodings } of readEvent({ f: archive }).values) if (encodings.length > 0) texts[encodings.join(' ')] = text;
  return texts;
}

test('names, comments and contents', () => {
  const archive = makeZip(
    [
      { name: 'a.txt', content: 'one', comment: 'first' },
      { name: '../../b.txt', content: 'two', stored: true },
      { name: 'c.txt', content: 'three', streamed: true },
      { name: 'd.txt', content: 'four', stored: true, streamed: true },
    ],
    'whole',
  );
  assert.deepEqual(textsOf(archive), {
    'zip:$.members[0].name': 'a.txt',
    'zip:$.members[0].comment': 'first',
    'zip:$.members[0].content': 'one',
    'zip:$.members[1].name': '../../b.txt',
    'zip:$.members[1].content': 'two',
    'zip:$.members[2].name': 'c.txt',
    'zip:$.members[2].content': 'three',
    'zip:$.members[3].name': 'd.txt',
    'zip:$.members[3].content': 'four',
    'zip:$.comment': 'whole',
  });
});

test('the header and the directory may call a member differently', () => {
  const texts = textsOf(makeZip([{ name: '../evil', localName: 'harmless', content: 'x' }]));
  assert.equal(texts['zip:$.members[0].name'], 'harmless');
  assert.equal(texts['zip:$.members[0].otherName'], '../evil');
});

test('a member that the directory does not list is found, and an archive behind a picture', () => {
  const listed = makeZip([{ name: 'a', content: 'one' }]);
  const hidden = makeZip([{ name: 'b', content: '; id' }]).subarray(0, 30 + 1 + 6);
  assert.equal(textsOf(Buffer.concat([hidden, listed]))['zip:$.members[0].content'], '; id');
  const picture = Buffer.concat([
    Buffer.from('GIF89a\x01\0\x01\0\0\xff\0,\0\0\0\0\x01\0\x01\0', 'latin1'),
    makeZip([{ name: 'a', content: '; id; whoami '.repeat(5) }]),
  ]);
  assert.equal(textsOf(picture)['zip:$.members[0].content'], '; id; whoami '.repeat(5));
});

test('archives in archives, and base64 around them', () => {
  const inner = makeZip([{ name: 'x', content: '; cat /etc/passwd' }]);
  const { detections, incomplete } = inspectEvent({
    body: makeZip([{ name: 'inner.zip', content: inner, stored: true }]).toString('base64'),
  });
  assert.equal(incomplete, undefined);
  const [first] = detections.filter(({ class: name }) => name === 'cmdi');
  assert.match(first?.encodings.join(' ') ?? '', /^base64 zip:.* zip:.*content$|^base64 zip:\$\.members\[1\]\.content$/);
});

test('an encrypted member is named as not readable', () => {
  const { incomplete, values } = readEvent({ f: makeZip([{ name: 'secret.txt', content: 'x', encrypted: true }]) });
  assert.equal(incomplete, 'unreadable');
  assert.ok(values.some(({ text }) => text === 'secret.txt'));
});

test('bombs end at their bounds: of one member, of many that overlap, of names', () => {
  const limits = (views: readonly Decoded[]): readonly string[] => views.flatMap((view) => (view.kind === 'limit' ? [view.limit] : []));
  const zeros = Buffer.alloc(20_000_000);
  const bomb = makeZip([{ name: 'a', content: zeros }]);
  assert.deepEqual(limits(decode(zip, bomb, { size: 1e9, ratio: 200 })), ['ratio']);
  assert.deepEqual(limits(decode(zip, bomb, { size: 300_000, ratio: 200 })), ['size']);
  const many = makeZip(Array.from({ length: 5000 }, (_, i) => ({ name: `n${i}`, content: '', stored: true })));
  assert.deepEqual(limits(decode(zip, many)), ['values']);
});
