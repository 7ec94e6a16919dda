// Shared by the scripts of this folder. Plain Node, no dependency: these run before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Every workspace that has a package.json, as `{ dir, name, manifest }`, packages before applications. */
export function workspaces() {
  const found = [];
  for (const parent of ['packages', 'apps', 'fixtures/fakes']) {
    const base = join(root, parent);
    if (!existsSync(base)) continue;
    for (const entry of readdirSync(base).sort()) {
      const dir = join(base, entry);
      const manifest = join(dir, 'package.json');
      if (existsSync(manifest))
        found.push({ dir, path: `${parent}/${entry}`, name: readJson(manifest).name, manifest: readJson(manifest) });
    }
  }
  return found;
}

/** All files under `dir` that `keep` accepts, sorted, build output and installed packages left out. */
export function filesUnder(dir, keep) {
  if (!existsSync(dir)) return [];
  const found = [];
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === '.git') continue;
    const path = join(dir, entry.name);
    if (entry.isDirectory()) found.push(...filesUnder(path, keep));
    else if (keep(path)) found.push(path);
  }
  return found.sort();
}

export const posix = (path) => path.split(sep).join('/');
export const fromRoot = (path) => posix(relative(root, path));

/** Writes beside the target and renames, so that an interrupted run leaves no half file. Answers whether anything changed. */
export function writeIfChanged(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false;
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
  return true;
}

/** Runs a program to its end with this terminal; exits with its code when it fails. */
export function run(program, args, options = {}) {
  const result = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) fail(`${program} could not be started: ${result.error.message}`);
  if (result.status !== 0) process.exit(result.status ?? 3);
}

export function fail(message, code = 2) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

export const say = (text) => process.stdout.write(`${text}\n`);
