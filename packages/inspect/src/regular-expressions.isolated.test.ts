import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkSync } from 'recheck';
import { tokenizeJavaScript } from './languages/javascript.ts';

// What runs inside functions, and what reads files of strangers.
const packages = ['core', 'inspect', 'policy', 'guard', 'policy-file', 'report', 'runtime'];
const root = join(import.meta.dirname, '../..');

/** Every regular expression literal of the shipped sources, by our own lexer. */
function literals(): readonly { readonly file: string; readonly source: string; readonly flags: string }[] {
  const found: { file: string; source: string; flags: string }[] = [];
  for (const name of packages)
    for (const file of readdirSync(join(root, name, 'src'), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts') || /(?:^|[/\\])testing[/\\]/.test(file)) continue;
      const text = readFileSync(join(root, name, 'src', file), 'utf8');
      for (const { kind, start, end } of tokenizeJavaScript(text)) {
        if (kind !== 'regex') continue;
        const literal = text.slice(start, end);
        const close = literal.lastIndexOf('/');
        found.push({ file: `${name}/src/${file}`, source: literal.slice(1, close), flags: literal.slice(close + 1) });
      }
    }
  return found;
}

// A proof depends on the expression and on who proves it, on nothing else: it is kept beside the build, not in the repository.
const proofs = join(root, '../.postern/regular-expressions.json');
const { version } = createRequire(import.meta.url)('recheck/package.json') as { version: string };

function readProofs(): Set<string> {
  try {
    const kept = JSON.parse(readFileSync(proofs, 'utf8')) as { version: string; linear: string[] };
    return new Set(kept.version === version ? kept.linear : []);
  } catch {
    return new Set();
  }
}

function keepProofs(linear: ReadonlySet<string>): void {
  mkdirSync(join(proofs, '..'), { recursive: true });
  const beside = `${proofs}.${process.pid}`;
  writeFileSync(beside, JSON.stringify({ version, linear: [...linear] }));
  renameSync(beside, proofs);
}

test('every regular expression that we ship takes linear time', (context) => {
  const all = literals();
  assert.ok(all.length > 100, `only ${all.length} found: the scan is broken`);
  const checked = new Map<string, string>();
  for (const { file, source, flags } of all) {
    const key = `/${source}/${flags}`;
    if (checked.has(key)) continue;
    checked.set(key, file);
  }
  const unsafe: string[] = [];
  const known = readProofs();
  const linear = new Set<string>();
  for (const [key, file] of checked) {
    if (known.has(key)) {
      linear.add(key);
      continue;
    }
    const close = key.lastIndexOf('/');
    const diagnostics = checkSync(key.slice(1, close), key.slice(close + 1), { timeout: 20_000 });
    if (diagnostics.status === 'safe') linear.add(key);
    else {
      const why = diagnostics.status === 'vulnerable' ? diagnostics.complexity.summary : diagnostics.error.kind;
      unsafe.push(`${file}: ${key} is ${diagnostics.status} (${why})`);
    }
  }
  keepProofs(linear);
  context.diagnostic(`note: ${checked.size} regular expressions proved linear`);
  assert.deepEqual(unsafe, []);
});
