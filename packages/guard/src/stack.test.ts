import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packageOf } from './stack.ts';

const rows = [
  { name: 'the function’s own file', file: '/var/task/src/app.js', expected: 'app' },
  { name: 'an ES module of it', file: 'file:///var/task/app.mjs', expected: 'app' },
  { name: 'an ES module below a folder with a space', file: 'file:///var/task/my%20app/app.mjs', expected: 'app' },
  { name: 'a package', file: '/var/task/node_modules/pg/lib/client.js', expected: 'pg' },
  { name: 'a scoped package', file: '/var/task/node_modules/@smithy/core/dist/index.js', expected: '@smithy/core' },
  { name: 'a package inside of a package', file: '/var/task/node_modules/a/node_modules/b/index.js', expected: 'b' },
  { name: 'the platform’s loop', file: '/var/runtime/index.mjs', expected: 'runtime' },
  { name: 'a folder that begins alike', file: '/var/task-other/app.js', expected: 'runtime' },
  { name: 'code without a file', file: 'eval', expected: 'app' },
];
for (const { name, file, expected } of rows) test(`package of ${name}`, () => assert.equal(packageOf(file, '/var/task'), expected));
test('without a known folder everything outside of packages is the app', () =>
  assert.equal(packageOf('/elsewhere/app.js', undefined), 'app'));
