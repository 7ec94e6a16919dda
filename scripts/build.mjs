// Compiles every package and makes the bundles: what `require` loads, and the guard. A package with a build of its own makes them itself.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeCommonTypes } from './common-types.mjs';
import { root, run, workspaces } from './lib.mjs';

run(process.execPath, [join(root, 'scripts/generate.mjs')]);
run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', root]);

const esbuild = await import('esbuild');
for (const { dir, manifest } of workspaces()) {
  const own = join(dir, 'build.mjs');
  if (existsSync(own)) await (await import(pathToFileURL(own).href)).build({ dir, esbuild });
  else if (manifest.exports?.['.']?.require?.default === './dist/index.cjs')
    await esbuild.build({
      entryPoints: [join(dir, 'dist/index.js')],
      outfile: join(dir, 'dist/index.cjs'),
      bundle: true,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      // The engine takes a millisecond for each 25 KB of text, so blanks and long names cost a start. Stacks of the ES modules stay readable.
      minify: true,
      legalComments: 'none',
      logLevel: 'warning',
    });
  writeCommonTypes(dir, manifest);
}
