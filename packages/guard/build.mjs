// Makes the guard's one file: the logic (inner.ts) is bundled to text, and the loader carries that text into the private realm.
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

/**
 * @param {{ esbuild: typeof import('esbuild'), outdir?: string, without?: readonly string[], replace?: Readonly<Record<string, string>> }} options
 * `without`: hooks and sources (file names) to leave out, `replace`: module text by file name; both for tests that prove that each is needed.
 */
export async function build({ esbuild, outdir = join(folder, 'dist'), without = [], replace = {} }) {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const common = {
    bundle: true,
    target: 'node20',
    write: false,
    logLevel: 'warning',
    legalComments: 'none',
    minify: true,
    keepNames: false,
  };
  const inner = await esbuild.build({
    ...common,
    entryPoints: [join(folder, 'src/inner.ts')],
    format: 'iife',
    globalName: 'inner',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['import'],
    plugins: [realm(), variant(without, replace)],
  });
  const source = `(function(host,impostor){"use strict";${inner.outputFiles[0].text};return inner.start(host,impostor)})`;
  mkdirSync(outdir, { recursive: true });
  await esbuild.build({
    ...common,
    entryPoints: [join(folder, 'src/loader.ts')],
    outfile: join(outdir, 'guard.cjs'),
    write: true,
    format: 'cjs',
    platform: 'node',
    define: { INNER_SOURCE: JSON.stringify(source), GUARD_VERSION: JSON.stringify(version) },
  });
  for (const name of readdirSync(join(folder, 'static'))) copyFileSync(join(folder, 'static', name), join(outdir, name));
}

/** The private realm has no `require`: an import of Node is a mistake that must not wait until a function runs. */
function realm() {
  return {
    name: 'realm',
    setup(builder) {
      builder.onResolve({ filter: /^node:/ }, ({ path, importer }) => ({
        errors: [{ text: `${path} does not exist in the private realm (imported by ${importer})` }],
      }));
    },
  };
}

function variant(without, replace) {
  return {
    name: 'variant',
    setup(builder) {
      builder.onLoad({ filter: /[\\/](?:hooks|sources)[\\/]index\.ts$/ }, ({ path }) => {
        let text = readFileSync(path, 'utf8');
        for (const unit of without) {
          const camel = unit.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
          text = text.replace(new RegExp(`^import \\{ ${camel} \\}.*\\n`, 'm'), '').replace(new RegExp(`^  ${camel},\\n`, 'm'), '');
        }
        return { contents: text, loader: 'ts', resolveDir: join(path, '..') };
      });
      for (const [name, contents] of Object.entries(replace))
        builder.onLoad({ filter: new RegExp(`[\\\\/]${name.replaceAll('.', '\\.')}$`) }, ({ path }) => ({
          contents,
          loader: 'ts',
          resolveDir: join(path, '..'),
        }));
    },
  };
}
