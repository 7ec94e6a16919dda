// Builds the published Node runtime interface client into a cache under .postern, then runs its conformance test against packages/runtime.
// `node scripts/conformance.mjs install` only builds. It compiles for minutes and needs autoconf, automake, libtool, cmake, make, a C++
// compiler and Python, which is why it is no dependency of the workspace. Everything comes from npm: the package brings its native sources.
import { spawnSync } from 'node:child_process';
import { closeSync, cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fail, fromRoot, readJson, root, run, say } from './lib.mjs';

const { package: name, version, tools } = readJson(join(root, 'packages/runtime/conformance/client.json'));
// The native part speaks Node-API, whose binaries work on every Node: one build serves all of them.
const target = join(root, '.postern/ric', `${version}-${process.platform}-${process.arch}`);

const [task, ...rest] = process.argv.slice(2);
if (rest.length > 0 || (task !== undefined && task !== 'install')) fail('usage: node scripts/conformance.mjs [install]');
if (existsSync(target)) say(`${name} ${version} is in ${fromRoot(target)}.`);
else build();
if (task === undefined) {
  run(process.execPath, [join(root, 'scripts/build.mjs')]);
  run(process.execPath, [join(root, 'scripts/test.mjs'), 'packages/runtime'], { env: { ...process.env, POSTERN_CONFORMANCE: '1' } });
}

function build() {
  const missing = ['autoconf', 'automake', 'libtoolize', 'cmake', 'make', 'g++', 'python3'].filter((tool) => !isInstalled(tool));
  if (missing.length > 0)
    fail(
      `${name} can't be compiled without ${missing.join(', ')}. On Debian: apt-get install -y autoconf automake libtool cmake make g++ python3`,
    );
  const startedAt = Date.now();
  // Not below the checkout: the makefiles of what it brings along break on paths with spaces.
  const work = mkdtempSync(join(tmpdir(), 'postern-ric-'));
  const log = `${target}.log`;
  rmSync(log, { force: true });
  mkdirSync(dirname(target), { recursive: true });
  say(`Compiling ${name} ${version} (minutes) …`);
  const step = logged(work, log);
  // The node-gyp that the package asks for needs a module that newer Pythons no longer have.
  writeFileSync(join(work, 'package.json'), JSON.stringify({ private: true, dependencies: { [name]: version }, overrides: tools }));
  step('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], work);
  // Its scripts are named here instead of being left to the installation: whether npm runs them there depends on npm's version and settings.
  const folder = join(work, 'node_modules', name);
  const options = { npm_config_nodedir: nodeHeaders(work, step), npm_config_jobs: '1', MAKEFLAGS: '-j1' };
  step('npm', ['run', '--ignore-scripts=false', 'preinstall'], folder, options);
  step('npm', ['run', '--ignore-scripts=false', 'postinstall'], folder, options);
  if (!existsSync(join(folder, 'dist/rapid-client.node'))) fail(`The native part of ${name} was not built: see ${fromRoot(log)}.`, 3);
  // What compiled it, 150 MB, is not needed to run it.
  const kept = `${target}.${process.pid}`;
  for (const part of ['bin', 'dist', 'package.json', 'LICENSE', 'NOTICE'])
    cpSync(join(folder, part), join(kept, part), { recursive: true });
  renameSync(kept, target);
  rmSync(work, { recursive: true });
  rmSync(log);
  say(`Compiled in ${Math.round((Date.now() - startedAt) / 1000)} s.`);
}

function isInstalled(tool) {
  return spawnSync(tool, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Node's own headers, so that node-gyp downloads none: beside the binary, or out of the npm package that holds the same release. */
function nodeHeaders(work, step) {
  const beside = dirname(dirname(process.execPath));
  if (existsSync(join(beside, 'include/node/node_api.h'))) return beside;
  const release = `node-${process.platform}-${process.arch}`;
  const folder = join(work, 'headers');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  step(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `${release}@${process.versions.node}`],
    folder,
  );
  return join(folder, 'node_modules', release);
}

/** Runs programs with their output in a file; shows its end when one fails. */
function logged(work, log) {
  return (program, args, cwd, environment = {}) => {
    const output = openSync(log, 'a');
    const result = spawnSync(program, args, { cwd, env: { ...process.env, ...environment }, stdio: ['ignore', output, output] });
    closeSync(output);
    if (result.status === 0) return;
    rmSync(work, { recursive: true, force: true });
    fail(`${readFileSync(log, 'utf8').slice(-4000)}\n${program} ${args.join(' ')} failed: the whole log is ${fromRoot(log)}.`, 3);
  };
}
