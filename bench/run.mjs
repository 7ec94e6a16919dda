// Runs the benches named in its arguments, all of them without any: `node bench/run.mjs inspect guard`. Exits 1 when a limit is broken.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// What is no bench of its own, or takes hours.
const helpers = ['run.mjs', 'benign.mjs', 'inspect-fuzz.mjs'];
const folder = dirname(fileURLToPath(import.meta.url));
const known = readdirSync(folder)
  .filter((name) => name.endsWith('.mjs') && !helpers.includes(name))
  .map((name) => name.slice(0, -4))
  .sort();
const wanted = process.argv.slice(2);
const strangers = wanted.filter((name) => !known.includes(name) || !existsSync(join(folder, `${name}.mjs`)));
if (strangers.length > 0) {
  process.stderr.write(`No bench is called ${strangers.join(', ')}: there are ${known.join(', ')}.\n`);
  process.exit(2);
}

const broken = [];
for (const name of wanted.length > 0 ? wanted : known) {
  process.stdout.write(`── ${name}\n`);
  const { status } = spawnSync(process.execPath, [join(folder, `${name}.mjs`)], { stdio: 'inherit' });
  if (status !== 0) broken.push(name);
}
process.stdout.write(broken.length > 0 ? `\nOver a limit: ${broken.join(', ')}\n` : '\nAll limits hold.\n');
process.exitCode = broken.length > 0 ? 1 : 0;
