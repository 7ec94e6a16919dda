#!/usr/bin/env node
// Committed, because npm links a workspace's bin only if the file exists when it installs.
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  process.stderr.write('postern: not built yet. Run: npm run build\n');
  process.exitCode = 2;
}
