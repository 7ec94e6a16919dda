// Where the guard sends the runtime for handlers in ES modules: imports the real one and wraps it.
// `require` and not `import`: Node would read all of guard.cjs once more to find the names it exports.
import { createRequire } from 'node:module';

const { loadHandler } = createRequire(import.meta.url)('./guard.cjs');

export const handler = await loadHandler();
