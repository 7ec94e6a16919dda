import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { openSources } from '@postern/syntax';
import fc from 'fast-check';
import { folderOf } from '../testing/test-rule.ts';
import { builtInAdvisories, createDatabase, readAdvisories } from './advisories.ts';
import { severityOfVector } from './cvss.ts';
import { readLockfile } from './lockfiles.ts';
import { compareVersions } from './versions.ts';

const orders = [
  ['1.2.3', '1.2.10'],
  ['1.2', '1.2.1'],
  ['1.0.0-alpha', '1.0.0'],
  ['1.0.0-alpha', '1.0.0-alpha.1'],
  ['1.0.0-alpha.1', '1.0.0-beta'],
  ['1.0.0-2', '1.0.0-10'],
  ['1.0.0-1', '1.0.0-a'],
  ['1.0rc1', '1.0'],
  ['1.0a2', '1.0b1'],
  ['v1.0.0', 'v2'],
  ['1.9.9', '10.0.0'],
] as const;
for (const [left, right] of orders)
  test(`${left} comes before ${right}`, () => {
    assert.ok(compareVersions(left, right) < 0);
    assert.ok(compareVersions(right, left) > 0);
    assert.equal(compareVersions(left, left), 0);
  });
test('builds, zeros and posts make no difference', () => {
  assert.equal(compareVersions('1.0.0+a', '1.0.0+b'), 0);
  assert.equal(compareVersions('1.0', '1.0.0'), 0);
});
test('any two texts have an order that does not depend on theirs', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => Math.sign(compareVersions(a, b)) === -Math.sign(compareVersions(b, a))));
});

// Vectors with their published scores (nvd.nist.gov).
const vectors = [
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'critical'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', 'high'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 'medium'],
  ['CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N', 'low'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 'info'],
  ['CVSS:4.0/AV:N', undefined],
  ['nonsense', undefined],
] as const;
for (const [vector, severity] of vectors) test(`${vector} is ${severity}`, () => assert.equal(severityOfVector(vector), severity));

const locks: readonly { readonly file: string; readonly text: string; readonly installed: readonly string[] | 'unreadable' }[] = [
  {
    file: 'package-lock.json',
    text: '{"packages":{"":{"version":"1.0.0"},"node_modules/a":{"version":"1.0.0"},"node_modules/a/node_modules/@s/b":{"version":"2.0.0","dev":true},"packages/own":{"version":"1.0.0"},"node_modules/own":{"link":true}}}',
    installed: ['a@1.0.0:1', '@s/b@2.0.0:1'],
  },
  {
    file: 'package-lock.json',
    text: '{\n"dependencies": {\n"a": {\n"version": "1.0.0",\n"dependencies": {\n"b": {\n"version": "2.0.0"\n}}}}}',
    installed: ['a@1.0.0:4', 'b@2.0.0:7'],
  },
  {
    file: 'yarn.lock',
    text: '# yarn lockfile v1\n\n"@s/b@^2.0.0", "@s/b@~2.0.0":\n  version "2.0.1"\n\na@^1.0.0:\n  version "1.0.0"\n',
    installed: ['@s/b@2.0.1:4', 'a@1.0.0:7'],
  },
  {
    file: 'yarn.lock',
    text: '__metadata:\n  version: 8\n\n"a@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "a@npm:1.0.0"\n',
    installed: ['a@1.0.0:5'],
  },
  {
    file: 'pnpm-lock.yaml',
    text: "lockfileVersion: '9.0'\n\npackages:\n\n  '@s/b@2.0.0':\n    resolution: {integrity: x}\n\n  a@1.0.0(c@3.0.0):\n    resolution: {}\n\nsnapshots:\n\n  a@1.0.0:\n",
    installed: ['@s/b@2.0.0:5', 'a@1.0.0:8'],
  },
  {
    file: 'poetry.lock',
    text: '[[package]]\nname = "PyYAML"\nversion = "5.3"\n\n[package.dependencies]\n\n[[package]]\nname = "a"\nversion = "1"\n',
    installed: ['PyYAML@5.3:3', 'a@1:9'],
  },
  { file: 'Pipfile.lock', text: '{\n"default": {\n"a": {\n"version": "==1.0"\n}},\n"develop": {}}', installed: ['a@1.0:4'] },
  {
    file: 'requirements.txt',
    text: '# c\na==1.0 # x\nb[x]==2.0; python_version < "3"\nc>=3\nd==4.*\n-r other.txt\n',
    installed: ['a@1.0:2', 'b@2.0:3', 'd@4.:5'],
  },
  { file: 'package-lock.json', text: '{"packages":', installed: 'unreadable' },
  { file: 'package-lock.json', text: 'null', installed: 'unreadable' },
  {
    file: 'package-lock.json',
    text: '{"packages":{"node_modules/x":null,"node_modules/lodash":{"version":"4.17.15"}}}',
    installed: 'unreadable',
  },
  { file: 'package-lock.json', text: '{"packages":[]}', installed: 'unreadable' },
];
for (const [index, { file, text, installed }] of locks.entries())
  test(`a lockfile is read: ${file} ${index + 1}`, () => {
    const folder = folderOf({ [file]: text });
    try {
      const read = readLockfile(openSources(folder), file);
      // What can't be read says so; the rule makes a finding of it.
      assert.deepEqual(read.ok ? read.value.map((item) => `${item.name}@${item.version}:${item.locate().line}`) : 'unreadable', installed);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

const record = (events: readonly object[], more: object = {}): object => ({
  id: 'TEST-1',
  affected: [{ package: { ecosystem: 'npm', name: 'a' }, ranges: [{ type: 'SEMVER', events }] }],
  ...more,
});
const ranges: readonly { readonly name: string; readonly record: unknown; readonly version: string; readonly isAffected: boolean }[] = [
  { name: 'before the fix', record: record([{ introduced: '0' }, { fixed: '1.2.0' }]), version: '1.1.9', isAffected: true },
  { name: 'the fix', record: record([{ introduced: '0' }, { fixed: '1.2.0' }]), version: '1.2.0', isAffected: false },
  { name: 'before it came in', record: record([{ introduced: '1.0.0' }]), version: '0.9.0', isAffected: false },
  { name: 'never fixed', record: record([{ introduced: '1.0.0' }]), version: '9.0.0', isAffected: true },
  { name: 'the last one', record: record([{ introduced: '0' }, { last_affected: '1.2.0' }]), version: '1.2.0', isAffected: true },
  {
    name: 'between two ranges',
    record: record([{ introduced: '0' }, { fixed: '1.0.0' }, { introduced: '2.0.0' }, { fixed: '2.1.0' }]),
    version: '1.5.0',
    isAffected: false,
  },
  {
    name: 'in the second range',
    record: record([{ introduced: '0' }, { fixed: '1.0.0' }, { introduced: '2.0.0' }, { fixed: '2.1.0' }]),
    version: '2.0.5',
    isAffected: true,
  },
  { name: 'withdrawn', record: record([{ introduced: '0' }], { withdrawn: '2024-01-01T00:00:00Z' }), version: '1.0.0', isAffected: false },
  { name: 'no record at all', record: [1, null, 'x'], version: '1.0.0', isAffected: false },
  {
    name: 'wrong types everywhere',
    record: {
      id: 'X',
      affected: [
        { package: 1, ranges: { a: 1 } },
        { package: { ecosystem: 'npm', name: 'a' }, ranges: [{ type: 'SEMVER', events: [1, { introduced: 2 }] }] },
      ],
    },
    version: '1.0.0',
    isAffected: false,
  },
];
for (const { name, record: given, version, isAffected } of ranges)
  test(`an advisory: ${name}`, () => assert.equal(createDatabase([given]).affecting('npm', 'a', version).length > 0, isAffected));

test('the built-in advisories are whole', () => {
  const database = builtInAdvisories();
  assert.ok(database.size >= 15);
  assert.equal(database.affecting('npm', 'lodash', '4.17.11').length, 3);
  assert.equal(database.affecting('npm', 'lodash', '4.18.1').length, 0);
  assert.equal(database.affecting('pypi', 'PyYAML', '5.3').length, 1);
  assert.equal(database.affecting('npm', 'pyyaml', '5.3').length, 0);
});

/** A zip of one file (APPNOTE 4.3). */
function zipOf(name: string, text: string): Buffer {
  const data = deflateRawSync(Buffer.from(text));
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(data.length, 20);
  entry.writeUInt32LE(text.length, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + name.length + data.length, 16);
  return Buffer.concat([local, Buffer.from(name), data, entry, Buffer.from(name), end]);
}

test('advisories from a folder, from a zip, and from what is neither', () => {
  const text = JSON.stringify(record([{ introduced: '0' }, { fixed: '1.2.0' }]));
  const folder = folderOf({ 'osv/npm/TEST-1.json': text, 'bad/x.json': '{', 'none/x.json': '{}', 'no.zip': 'no zip' });
  try {
    writeFileSync(join(folder, 'all.zip'), zipOf('TEST-1.json', text));
    writeFileSync(join(folder, 'bomb.zip'), zipOf('TEST-2.json', ' '.repeat(5 * 1024 * 1024)));
    for (const path of ['osv', 'all.zip']) assert.equal(readAdvisories(join(folder, path)).affecting('npm', 'a', '1.0.0').length, 1);
    assert.throws(() => readAdvisories(join(folder, 'bad')), /is not JSON/);
    assert.throws(() => readAdvisories(join(folder, 'none')), /holds no OSV record/);
    assert.throws(() => readAdvisories(join(folder, 'no.zip')), /is no zip/);
    assert.throws(() => readAdvisories(join(folder, 'bomb.zip')), /unpacks to more/);
    assert.throws(() => readAdvisories(join(folder, 'missing')), /does not exist/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
