import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { entryPoints } from './entry-points.ts';
import { readApps } from './read-apps.ts';
import { renderHtml } from './renderers/html.ts';
import { renderJson } from './renderers/json.ts';
import { renderMermaid } from './renderers/mermaid.ts';

const example = (name: string): string => fileURLToPath(new URL(`../../../examples/bank-bot/${name}`, import.meta.url));
const vulnerable = await readApps(example('app'));
const fixed = await readApps(example('fixed'));

test('both applications are read without a problem, every handler is found', () => {
  for (const { apps, problems, notRead } of [vulnerable, fixed]) {
    assert.deepEqual([problems, notRead], [[], []]);
    assert.equal(apps.length, 1);
    assert.equal(apps[0]?.functions.length, 13);
    for (const { id, entry } of apps[0]?.functions ?? []) assert.ok(entry, id);
  }
});

const control = [
  ['SmsBot/Sms', 'account', 'account'],
  ['ImportProfile/Upload', 'anyone', 'account'],
  ['ImportLegacy/Export', 'account', 'account'],
  ['AccountsApi/Transactions', 'anyone', 'authenticated'],
  ['StatementsApiFunction/Statement', 'anyone', 'authenticated'],
  ['SizeCheck/Upload', 'anyone', 'account'],
  ['HashFile/Checked', 'anyone', 'account'],
  ['ReceiptCheck/FunctionUrl', 'anyone', 'account'],
  ['Rates/Morning', 'platform', 'platform'],
  ['DeviceAlarm/Alarm', 'authenticated', 'authenticated'],
] as const;
for (const [id, before, after] of control)
  test(`who controls ${id}`, () => {
    const of = ({ apps }: typeof vulnerable): string | undefined => apps.flatMap(entryPoints).find((entry) => entry.id === id)?.control;
    assert.deepEqual([of(vulnerable), of(fixed)], [before, after]);
  });

test('the functions behind the open bucket, with the way to each', () => {
  const upload = vulnerable.apps.flatMap(entryPoints).find(({ id }) => id === 'ImportProfile/Upload');
  assert.deepEqual(
    upload?.reaches.map(
      ({ function: target, path }) => `${target}: ${path.map(({ kind, to, location }) => `${kind} ${to} ${location.line}`).join(', ')}`,
    ),
    [
      'ImportProfile: triggers ImportProfile 139',
      'SizeCheck: triggers ImportProfile 139, writes UploadsBucket 137, triggers SizeCheck 198',
      'HashFile: triggers ImportProfile 139, writes UploadsBucket 137, triggers SizeCheck 198, writes CheckedTopic 196, triggers HashFile 209',
    ],
  );
});

test('the fixed application writes elsewhere', () => {
  const writes = fixed.apps[0]?.edges.filter(({ kind }) => kind === 'writes').map(({ from, to }) => `${from} ${to}`);
  assert.deepEqual(writes, ['ImportProfile ProfilesBucket', 'SizeCheck CheckedTopic']);
});

test('a name matches in a policy by its text: reads of the uploads bucket', () => {
  const reads = fixed.apps[0]?.edges
    .filter(({ kind, to }) => kind === 'reads' && to === 'UploadsBucket')
    .map(({ from, basis }) => `${from} ${basis}`);
  assert.deepEqual(reads, ['ImportProfile policy', 'HashFile policy']);
});

test('no rendering contains a value of the environment', () => {
  for (const text of [renderJson(vulnerable), renderHtml(vulnerable), renderMermaid(vulnerable.apps)]) {
    assert.ok(text.includes('ImportProfile'));
    assert.ok(!text.includes('Winter-2024-ledger'));
  }
  assert.equal((JSON.parse(renderJson(vulnerable)) as { apps: unknown[] }).apps.length, 1);
});
