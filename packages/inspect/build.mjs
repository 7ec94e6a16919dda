// Makes what `require` loads: one file with what every event needs, and beside it those that only some events ask for.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cut, minified } from '../../scripts/chunks.mjs';
import { lean } from '../../scripts/lean.mjs';

const everyEvent = ['inspectEvent', 'inspectReading', 'readEvent'];
/** A file costs more than a text. */
const smallest = 4000;

/** @param {{ dir: string, esbuild: typeof import('esbuild') }} options */
export async function build({ dir, esbuild }) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(dir, 'dist/index.js')],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'node20',
    write: false,
    logLevel: 'warning',
    plugins: [lean()],
  });
  const { main, chunks, names } = cut(outputFiles[0].text, everyEvent, smallest);
  const late = join(dir, 'dist/late');
  rmSync(late, { recursive: true, force: true });
  mkdirSync(late);
  for (const [number, text] of chunks.entries())
    writeFileSync(join(late, `${number}.cjs`), `module.exports=${await minified(esbuild, text)};\n`);
  // Each with a path that bundlers can read. The last line tells Node the names that an `import` of this file may ask for.
  const paths = chunks.map((_, number) => `()=>require("./late/${number}.cjs")`).join();
  const text = `"use strict";const late=[${paths}];\nmodule.exports=(${await minified(esbuild, main)})((number)=>late[number]());\n0&&(module.exports={${names.join()}});\n`;
  writeFileSync(join(dir, 'dist/index.cjs'), text);
}
