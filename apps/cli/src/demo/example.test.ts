import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { risks } from '@postern/core';
import { Checkout } from './checkout.ts';
import { readFlaws } from './flaws.ts';
import { demoFunctions, templateSecrets } from './functions.ts';
import { exploitRows } from './rows.ts';

const checkout = new Checkout(fileURLToPath(new URL('../../../../', import.meta.url)));

const flaws = readFlaws(checkout);

test('the README promises at least 15 flaws for scan in at least 8 risks, and none twice', () => {
  const scanned = flaws.filter(({ shownBy }) => shownBy.includes('scan'));
  assert.ok(scanned.length >= 15, `${scanned.length} rows`);
  assert.ok(new Set(scanned.map(({ risk }) => risk)).size >= 8);
  assert.equal(new Set(flaws.map(({ id }) => id)).size, flaws.length);
});

test('every flaw stands where its row says', () => {
  for (const { id, risk, file, line, shows, shownBy } of flaws) {
    assert.ok(risk in risks, `${id}: ${risk}`);
    for (const by of shownBy) assert.ok(['scan', 'run', 'later'].includes(by), `${id}: ${by}`);
    const text = checkout.text(`app/${file}`).split('\n')[line - 1] ?? '';
    assert.ok(shows.length > 4 && text.includes(shows), `${id}: ${file}:${line} is ${text.trim()}`);
  }
});

test('app and fixed differ only in files that a row names', () => {
  const named = new Set(
    flaws.flatMap(({ file, text }) => [file, ...[...text.matchAll(/`([\w./-]+\.\w+)`/g)].map(([, path]) => path ?? '')]),
  );
  const [app, fixed] = [filesOf('app'), filesOf('fixed')];
  const different = [...new Set([...app.keys(), ...fixed.keys()])].filter((path) => app.get(path) !== fixed.get(path));
  assert.ok(different.length > 5);
  assert.deepEqual(
    different.filter((path) => !named.has(path)),
    [],
  );
});

test('rows of the demonstration and rows marked run are the same', () => {
  const marked = flaws.filter(({ shownBy }) => shownBy.includes('run')).map(({ id }) => id);
  assert.deepEqual(exploitRows.map(({ id }) => id).sort(), marked.sort());
});

test('every hook and every source has an exploit of its own', () => {
  const stops = exploitRows.flatMap(({ stop }) => (stop ? [stop] : []));
  assert.deepEqual(
    new Set(stops.map(({ hook }) => hook)),
    new Set(['process', 'file', 'network', 'eval', 'function-constructor', 'vm', 'pg']),
  );
  assert.deepEqual(new Set(stops.map(({ source }) => source)), new Set(['event', 'http-response', 'aws-sdk-v3', 'aws-sdk-v2']));
  const processes = stops.filter(({ hook }) => hook === 'process').map(({ call }) => call);
  assert.ok(processes.some((call) => call.endsWith('Sync')) && processes.some((call) => !call.endsWith('Sync')));
});

test('every function has benign events, every row its event, and all of them are JSON', () => {
  let count = 0;
  for (const { name } of demoFunctions) {
    assert.ok(checkout.events(name, 'benign').length > 0, name);
    for (const kind of ['benign', 'exploit'] as const)
      for (const event of checkout.events(name, kind)) {
        assert.equal(typeof JSON.parse(checkout.text(`events/${name}/${event}.json`)), 'object');
        count++;
      }
  }
  for (const row of exploitRows) assert.ok(checkout.events(row.function, 'exploit').includes(row.event), row.id);
  const folders = readdirSync(join(checkout.example, 'events')).filter((name) =>
    statSync(join(checkout.example, 'events', name)).isDirectory(),
  );
  assert.deepEqual(folders.sort(), demoFunctions.map(({ name }) => name).sort());
  assert.ok(count >= 30, `${count} events`);
});

test('handlers and secrets are those of the template', () => {
  const template = checkout.text('app/template.yaml');
  const handlers = [...template.matchAll(/^ +Handler: (.+)$/gm)].map(([, handler]) => handler);
  assert.deepEqual(handlers.sort(), demoFunctions.map(({ handler }) => handler).sort());
  for (const [name, value] of Object.entries(templateSecrets)) assert.ok(template.includes(`${name}: ${value}\n`), name);
});

function filesOf(app: string): Map<string, string> {
  const root = join(checkout.example, app);
  const files = new Map<string, string>();
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name === '__pycache__') continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else files.set(relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8'));
    }
  };
  walk(root);
  return files;
}
