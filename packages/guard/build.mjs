// Makes the guard's two files: the logic (inner.ts) is bundled to text, which the loader carries into the private realm, and what the
// first event needs (analysis.ts) to others, which lie in a file beside it.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cut, minified } from '../../scripts/chunks.mjs';
import { lean } from '../../scripts/lean.mjs';

/** What of `analysis.ts` an event that nothing is found in comes to. */
const everyEvent = [
  'decideDoor',
  'inspectAt',
  'inspectReading',
  'inspectionBudget',
  'isPairs',
  'isSampled',
  'policyFor',
  'readEvent',
  'startTimer',
];

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
  const bundle = async (entry, options, plugins) => {
    const built = await esbuild.build({
      ...common,
      entryPoints: [join(folder, 'src', entry)],
      ...options,
      platform: 'neutral',
      mainFields: ['module', 'main'],
      conditions: ['import'],
      plugins,
    });
    return built.outputFiles[0].text;
  };
  const innerText = await bundle('inner.ts', { format: 'iife', globalName: 'inner' }, [
    realm(),
    lean(),
    lazyAnalysis(),
    variant(without, replace),
  ]);
  const analysisText = await bundle('analysis.ts', { format: 'esm', minify: false }, [realm(), lean(), variant(without, replace)]);
  const source = `(function(host,impostor){"use strict";${innerText};return inner.start(host,impostor)})`;
  const { main, chunks } = cut(analysisText, everyEvent);
  // Bodies of functions that return one; in brackets it is read once and not twice.
  const bodies = [main, ...chunks].map(async (text) => `return(${await minified(esbuild, text)})`);
  const analysis = JSON.stringify(await Promise.all(bodies));
  // esbuild writes ASCII where it is not asked for more, so a byte is a character.
  const head = `{"build":"${version} ${createHash('sha256').update(analysis).digest('hex')}","texts":`;
  const file = `${head}${analysis}}`;
  mkdirSync(outdir, { recursive: true });
  writeFileSync(join(outdir, 'guard-analysis.json'), file);
  await esbuild.build({
    ...common,
    entryPoints: [join(folder, 'src/loader.ts')],
    outfile: join(outdir, 'guard.cjs'),
    write: true,
    format: 'cjs',
    platform: 'node',
    external: ['./guard-analysis.json'],
    define: {
      INNER_SOURCE: JSON.stringify(source),
      ANALYSIS_HEAD: JSON.stringify(head),
      ANALYSIS_BYTES: String(Buffer.byteLength(file)),
      GUARD_VERSION: JSON.stringify(version),
    },
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

/** In place of analysis.ts, functions of the same names that have it compiled at the first call of any. */
function lazyAnalysis() {
  return {
    name: 'lazy-analysis',
    setup(builder) {
      builder.onLoad({ filter: /[\\/]src[\\/]analysis\.ts$/ }, ({ path }) => {
        const names = [...readFileSync(path, 'utf8').matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list]) =>
          list.split(',').map((name) => name.trim()),
        );
        if (names.length === 0) throw new Error('analysis.ts exports nothing');
        const lines = names.filter(Boolean).map((name) => `export const ${name} = (...args) => load().${name}(...args);`);
        return { contents: `let loaded; const load = () => (loaded ??= host.analysis());\n${lines.join('\n')}`, loader: 'js' };
      });
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
