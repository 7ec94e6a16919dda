import assert from 'node:assert/strict';
import { test } from 'node:test';
import { argumentEvidence } from './argument.ts';
import { indexOf } from './testing/rows.ts';

const rows: readonly { name: string; input: string; file?: string; args: readonly string[]; stops: boolean }[] = [
  { name: 'an option', input: '--upload-pack=touch x', args: ['clone', '--upload-pack=touch x'], stops: true },
  { name: 'a short option', input: '-rf', args: ['-rf'], stops: true },
  { name: 'an option with a command', input: '-oProxyCommand=id', args: ['-oProxyCommand=id', 'host'], stops: true },
  { name: 'a part that is an option', input: 'repo --exec=id', args: ['repo', '--exec=id'], stops: true },
  { name: 'a path behind a letter', input: '-o/tmp/M', args: ['-o/tmp/M', 'f'], stops: true },
  { name: 'a command behind a letter', input: '-Itouch M', args: ['cf', 'a.tar', '-Itouch M'], stops: true },
  { name: 'a file behind a letter', input: '-d@/etc/passwd', args: ['-d@/etc/passwd', 'http://a.test'], stops: true },
  { name: 'a field that is one', input: 'a,-X/tmp/M,b', args: ['-X/tmp/M'], stops: true },
  { name: 'a word between others', input: 'one --output=M two', args: ['one', '--output=M', 'two'], stops: true },
  {
    name: 'a sentence that begins with a dash',
    input: '-Item one is missing',
    args: ['commit', '-m', '-Item one is missing'],
    stops: false,
  },
  { name: 'an option in a sentence', input: 'use git log --oneline to see it', args: ['log', '--oneline'], stops: false },
  { name: 'the program’s path behind a letter', input: '/tmp/M', args: ['-o/tmp/M'], stops: false },
  { name: 'a small negative sum', input: '-5.2', args: ['-5.2'], stops: false },
  { name: 'the program', input: '/tmp/evil', file: '/tmp/evil', args: [], stops: true },
  { name: 'a word', input: 'main', args: ['checkout', 'main'], stops: false },
  { name: 'an attack on a shell that is not there', input: 'a; rm -rf / $(id)', args: ['add', 'a; rm -rf / $(id)'], stops: false },
  { name: 'an option after --', input: '--force', args: ['rm', '--', '--force'], stops: false },
  { name: 'a number', input: '-5', args: ['-5'], stops: false },
  { name: 'a heading', input: '--- forwarded message ---', args: ['-m', '--- forwarded message ---'], stops: false },
  { name: 'a dash', input: '-', args: ['-'], stops: false },
  { name: 'the program’s own option with a value', input: 'a b; c', args: ['--message=a b; c'], stops: false },
  { name: 'the program’s own option', input: 'v', args: ['-v', '--verbose'], stops: false },
  { name: 'a program of that name', input: 'git', file: 'git', args: ['status'], stops: false },
];
for (const { name, input, file = '/usr/bin/git', args, stops } of rows)
  test(`argument evidence: ${name}`, () => assert.equal(argumentEvidence(file, args, indexOf(input)) !== undefined, stops));
