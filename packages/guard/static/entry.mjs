// Where the guard sends the runtime for handlers in ES modules: imports the real one and wraps it.
import guardModule from './guard.cjs';

export const handler = await guardModule.loadHandler();
