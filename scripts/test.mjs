// Runs all tests: one process per package over its compiled *.test.js, and one process for each *.isolated.test.js, which patches
// what others share. `node scripts/test.mjs inspect guard` runs the packages whose path contains one of these words.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesUnder, fromRoot, posix, root, say, workspaces } from './lib.mjs';

const wanted = process.argv.slice(2);
const reporter = new URL('./test-reporter.mjs', import.meta.url).href;
const parallel = 2;

const jobs = [];
for (const { dir, path } of workspaces()) {
  if (wanted.length > 0 && !wanted.some((word) => path.includes(word))) continue;
  const tests = filesUnder(join(dir, 'dist'), (file) => file.endsWith('.test.js')).filter((file) =>
    existsSync(file.replace('/dist/', '/src/').replace(/\.js$/, '.ts')),
  );
  const shared = tests.filter((file) => !file.endsWith('.isolated.test.js'));
  if (shared.length > 0) {
    const entry = join(dir, 'dist/all-tests.js');
    writeFileSync(entry, shared.map((file) => `await import('./${posix(relative(join(dir, 'dist'), file))}');\n`).join(''));
    jobs.push({ name: path, entry });
  }
  for (const file of tests.filter((file) => file.endsWith('.isolated.test.js')))
    jobs.push({ name: fromRoot(file).replace('/dist/', '/src/'), entry: file });
}

const scratch = join(root, `.postern/test-counts-${process.pid}`);
rmSync(scratch, { recursive: true, force: true });
mkdirSync(scratch, { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
const queue = jobs.map((job, index) => ({ ...job, counts: join(scratch, `${index}.json`) }));
const startedAt = Date.now();
await Promise.all(Array.from({ length: parallel }, worker));
rmSync(scratch, { recursive: true, force: true });
if (jobs.length === 0 || total.passed + total.failed === 0) {
  say('No test ran: that is a failure.');
  total.failed++;
}
say(`\nTests took ${((Date.now() - startedAt) / 1000).toFixed(0)} s.`);
say(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function worker() {
  for (let job = queue.shift(); job; job = queue.shift()) await runJob(job);
}

function runJob({ name, entry, counts }) {
  return new Promise((resolve) => {
    const args = ['--enable-source-maps', `--test-reporter=${reporter}`, '--test-reporter-destination=stdout', entry];
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, POSTERN_TEST_COUNTS: counts },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code, signal) => {
      const result = existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : { passed: 0, failed: 0, skipped: 0 };
      // A process that died, or whose code and counts disagree, has failed whatever it counted.
      const died = code !== 0 && result.failed === 0;
      const empty = result.passed + result.failed + result.skipped === 0;
      if (died || empty) result.failed++;
      for (const key of Object.keys(total)) total[key] += result[key];
      say(
        `${result.failed > 0 ? '✗' : '✓'} ${name}: ${result.passed} passed${result.failed ? `, ${result.failed} failed` : ''}${result.skipped ? `, ${result.skipped} skipped` : ''}`,
      );
      if (died) say(`  the process ended with ${signal ?? `code ${code}`}`);
      if (empty) say('  no test ran in it');
      if (output.trim()) say(output.trimEnd().replace(/^/gm, '  '));
      resolve();
    });
  });
}
