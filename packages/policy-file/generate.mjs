// Writes what is published from the policy's metadata: the JSON Schema and the reference page. Run after a build; a test finds them stale.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { policyReference, policySchema } from './dist/index.js';

const reference = new URL('../../docs/reference/', import.meta.url);
mkdirSync(reference, { recursive: true });
for (const [url, text] of [
  [new URL('policy.schema.json', import.meta.url), `${JSON.stringify(policySchema(), null, 2)}\n`],
  [new URL('policy.md', reference), policyReference()],
]) {
  writeFileSync(url, text);
  process.stdout.write(`wrote ${fileURLToPath(url)}\n`);
}
