// One instance, whichever way it is loaded. `require`, because an import of CommonJS reads all of it once more to find the names it exports.
import { createRequire } from 'node:module';

export const { guard, version } = createRequire(import.meta.url)('./guard.cjs');
