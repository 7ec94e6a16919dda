// Holds every import against the package table of docs/architecture.md §2: down the table only.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, filesUnder, fromRoot, say, workspaces } from './lib.mjs';

const mayImport = {
  '@postern/core': [],
  '@postern/inspect': ['core'],
  '@postern/policy': ['core'],
  '@postern/guard': ['inspect', 'policy', 'core'],
  '@postern/policy-file': ['policy', 'core'],
  '@postern/runtime': ['core'],
  '@postern/syntax': ['core'],
  '@postern/app': ['syntax', 'core'],
  '@postern/flow': ['app', 'syntax', 'core'],
  '@postern/scan': ['app', 'syntax', 'flow', 'iam', 'policy', 'core'],
  '@postern/ocsf': ['core'],
  '@postern/report': ['ocsf', 'core'],
  '@postern/lake': ['ocsf', 'core'],
  postern: ['*'],
};
/** These run inside customers' functions: no third-party package, whatever npm would allow. */
const insideFunctions = ['@postern/core', '@postern/inspect', '@postern/policy', '@postern/guard'];

const problems = [];
let imports = 0;
for (const { dir, path, name, manifest } of workspaces()) {
  if (path.startsWith('fixtures/')) continue;
  const allowed = mayImport[name];
  if (!allowed) {
    problems.push(`${name} has no row in scripts/check-layers.mjs; add it with the row of docs/architecture.md §2`);
    continue;
  }
  if (insideFunctions.includes(name))
    for (const dependency of Object.keys(manifest.dependencies ?? {}))
      if (!dependency.startsWith('@postern/'))
        problems.push(`${fromRoot(dir)}/package.json: ${name} runs inside functions and may not depend on ${dependency}`);
  for (const file of filesUnder(join(dir, 'src'), (file) => file.endsWith('.ts'))) {
    const text = readFileSync(file, 'utf8');
    for (const [, specifier] of text.matchAll(/^(?:import|export)\s(?:[\w\s{},*$]*?\sfrom\s)?['"]([^'"]+)['"]/gm)) {
      imports++;
      const isTest = /\.test\.ts$|\/testing\//.test(file);
      if (specifier.startsWith('@postern/')) {
        const short = specifier.split('/')[1];
        if (!allowed.includes('*') && !allowed.includes(short))
          problems.push(`${fromRoot(file)}: ${name} may not import @postern/${short}`);
      } else if (insideFunctions.includes(name) && !isTest && !specifier.startsWith('.') && !specifier.startsWith('node:'))
        problems.push(`${fromRoot(file)}: ${name} runs inside functions and may not import ${specifier}`);
    }
  }
}
if (imports === 0) problems.push('no import was found at all: the check itself is broken');
if (problems.length > 0) fail(`Layering:\n  ${problems.join('\n  ')}`, 1);
say(`Layering: ${imports} imports follow the table.`);
