import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { canonicalJson } from '@postern/core';
import fc from 'fast-check';
import { compilePolicy, readCompiled, readOnFault } from './compiled.ts';
import { policyDocuments } from './testing/documents.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

test('what was compiled is read back as it was', () => {
  fc.assert(
    fc.property(policyDocuments, (document) => {
      const result = readCompiled(compilePolicy(document, sha256), sha256);
      assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.problem));
      assert.equal(canonicalJson(result.value.document), canonicalJson(document));
      assert.equal(compilePolicy(result.value.document, sha256), compilePolicy(document, sha256));
    }),
  );
});

test('any text has an answer', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => assert.equal(readCompiled(text, sha256).ok, false)));
});

const good = compilePolicy({ version: 1, mode: 'block' }, sha256);
test('the file says what it is, its version and its digest, in this order', () => {
  assert.equal(
    good,
    `{"postern":"policy","version":1,"digest":"sha256:${sha256('{"mode":"block","version":1}')}","policy":{"mode":"block","version":1}}\n`,
  );
});

const rows = [
  { name: 'an empty file', text: '', path: '$', problem: 'is not JSON' },
  { name: 'YAML that was never compiled', text: 'version: 1\n', path: '$', problem: 'postern policy compile' },
  { name: 'JSON that was never compiled', text: '{"version":1}', path: '$', problem: 'run postern policy compile' },
  { name: 'other JSON', text: '[]', path: '$', problem: 'is no compiled policy' },
  { name: 'a newer file', text: good.replace('"version":1,"digest"', '"version":9,"digest"'), path: '$.version', problem: 'newer Postern' },
  {
    name: 'a version that is no number',
    text: good.replace('"version":1,"digest"', '"version":"1","digest"'),
    path: '$.version',
    problem: 'must be 1',
  },
  {
    name: 'a policy edited after it was compiled',
    text: good.replace('block', 'off'),
    path: '$.digest',
    problem: 'changed after it was compiled',
  },
  { name: 'a digest of another kind', text: good.replace('sha256:', 'md5:'), path: '$.digest', problem: 'changed after it was compiled' },
  { name: 'a misspelt member', text: good.replace('"digest"', '"digst"'), path: '$.digst', problem: 'Did you mean "digest"?' },
  { name: 'a misspelt policy', text: good.replace('"mode"', '"mod"'), path: '$.policy.mod', problem: 'Did you mean "mode"?' },
  {
    name: 'a nesting bomb',
    text: `{"postern":"policy","version":1,"digest":"","policy":${'['.repeat(1e5)}${']'.repeat(1e5)}}`,
    path: '$',
    problem: '',
  },
  { name: 'a huge file', text: ' '.repeat(2 ** 21), path: '$', problem: 'is longer' },
];
for (const { name, text, path, problem } of rows)
  test(`readCompiled: ${name}`, () => {
    const result = readCompiled(text, sha256);
    assert.ok(!result.ok);
    assert.ok(result.problem[0]?.path.startsWith(path), result.problem[0]?.path);
    assert.ok(result.problem[0]?.problem.includes(problem), result.problem[0]?.problem);
  });

test('onFault is known even where the rest is misspelt', () => {
  assert.equal(readOnFault('{"policy":{"onFault":"closed","modes":"block"}}'), 'closed');
  assert.equal(readOnFault('{"policy":{"onFault":"open"}}'), 'open');
  assert.equal(readOnFault('not JSON'), 'open');
});
