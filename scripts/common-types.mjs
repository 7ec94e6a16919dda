// Types for `require`: TypeScript takes a `.d.ts` of an ES package for an ES module, which a CommonJS file may not require. So each declaration
// that an entry leads to is copied to a `.d.cts`, which names the others by their `.cjs`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const relativeImport = /(\b(?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"]+)\.[jt]s\2/g;

/** The `.d.cts` that the `require` of each export asks for. */
export function writeCommonTypes(/** @type {string} */ dir, /** @type {{ exports?: Record<string, any> }} */ { exports = {} }) {
  const waiting = Object.values(exports)
    .map((entry) => entry?.require?.types)
    .filter((types) => types?.endsWith('.d.cts'))
    .map((types) => join(dir, types.replace(/\.d\.cts$/, '')));
  const seen = new Set(waiting);
  for (const path of waiting) {
    const text = readFileSync(`${path}.d.ts`, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
    const common = text.replace(relativeImport, (whole, lead, quote, target) => {
      const next = resolve(dirname(path), target);
      if (!existsSync(`${next}.d.ts`)) return whole;
      if (!seen.has(next)) {
        seen.add(next);
        waiting.push(next);
      }
      return `${lead}${quote}${target}.cjs${quote}`;
    });
    writeFileSync(`${path}.d.cts`, common);
  }
}
