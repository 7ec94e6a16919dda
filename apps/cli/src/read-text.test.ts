import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { readText, readTextInput } from './read-text.ts';

const cwd = mkdtempSync(join(tmpdir(), 'postern read '));
after(() => rmSync(cwd, { recursive: true }));
writeFileSync(join(cwd, 'é.txt'), '\ufeffé €');

test('a file and standard input are read alike, a byte order mark in front is no part of the text', async () => {
  for (const path of ['é.txt', '-']) assert.equal(await readTextInput(path, { cwd, stdin: Readable.from(['\ufeffé €']) }), 'é €');
});

const bytes = Buffer.from('é€𝒻');
const broken = [
  { name: 'a character in pieces', chunks: [...bytes].map((byte) => Buffer.from([byte])), text: 'é€𝒻' },
  { name: 'too much', chunks: [Buffer.alloc(10), Buffer.alloc(7)], problem: /^in: is larger than / },
  { name: 'just enough', chunks: [Buffer.alloc(16, 'a')], text: 'a'.repeat(16) },
  { name: 'no UTF-8', chunks: [Buffer.from([0xff])], problem: /^in: is no text in UTF-8$/ },
];
for (const { name, chunks, text, problem } of broken)
  test(`a stream is read whole: ${name}`, async () => {
    const read = readText(Readable.from(chunks), 'in', 16);
    if (problem) await assert.rejects(read, { message: problem });
    else assert.equal(await read, text);
  });
