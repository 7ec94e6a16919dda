// The commands of package.json: installs what is missing, builds, then does what was asked. Works on a bare clone.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, fromRoot, readJson, root, run, say } from './lib.mjs';

const [task, ...args] = process.argv.slice(2);
const tasks = { build, test, demo, check, bench };
if (!Object.hasOwn(tasks, task ?? '')) fail(`usage: node scripts/task.mjs ${Object.keys(tasks).join('|')}`);
if (Number(process.versions.node.split('.')[0]) < 20) fail(`Postern needs Node 20 or newer; this is ${process.version}.`);
await tasks[task]();

/** Installs a folder's locked dependencies, once per lockfile and Node major: the stamp is the lockfile's digest. */
function install(dir) {
  const lock = readFileSync(join(dir, 'package-lock.json'));
  const stamp = join(dir, 'node_modules/.postern-installed');
  const digest = `${createHash('sha256').update(lock).digest('hex')} ${process.platform} ${process.arch}`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  say(`Installing the locked dependencies of ${fromRoot(dir) || 'Postern'} …`);
  npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], dir);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}

// npm's own path when npm runs us; `npm` through the shell otherwise would break on paths with spaces.
function npm(npmArgs, cwd) {
  const cli = process.env.npm_execpath;
  const [program, first] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  const result = spawnSync(program, [...first, ...npmArgs], { cwd, stdio: 'inherit' });
  if (result.status !== 0) fail(`npm ${npmArgs[0]} failed in ${fromRoot(cwd) || '.'}: read its message above.`, result.status ?? 3);
}

function build() {
  install(root);
  run(process.execPath, [join(root, 'scripts/build.mjs')]);
}

/** The example's own packages: not a workspace, so that its vulnerable dependency stays in its own lockfile. */
function installExamples() {
  for (const app of readJson(join(root, 'examples/installed.json'))) install(join(root, 'examples', app));
}

function test() {
  build();
  run(process.execPath, [join(root, 'scripts/reference.mjs'), '--check']);
  installExamples();
  run(process.execPath, [join(root, 'scripts/test.mjs'), ...args]);
}

function demo() {
  build();
  installExamples();
  const result = spawnSync(process.execPath, [join(root, 'apps/cli/bin/postern.mjs'), 'demo', ...args], { cwd: root, stdio: 'inherit' });
  process.exit(result.status ?? 3);
}

function check() {
  install(root);
  run(process.execPath, [join(root, 'scripts/generate.mjs'), '--check']);
  run(process.execPath, [join(root, 'scripts/check-layers.mjs')]);
  run(process.execPath, [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', '.']);
}

function bench() {
  build();
  installExamples();
  run(process.execPath, [join(root, 'bench/run.mjs'), ...args]);
}
