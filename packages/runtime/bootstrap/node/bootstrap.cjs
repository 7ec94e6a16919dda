'use strict';
// The Node runtime of a function on this machine: gets invocations from the Runtime API, calls the handler, posts what it answers.
// Behaves as the platform's runtime of the version that AWS_EXECUTION_ENV names; written from its documentation and observed behaviour.
const { connect } = require('./client.cjs');
const { patchConsole } = require('./console.cjs');
const { generation } = require('./generation.cjs');
const { loadHandler } = require('./load-handler.cjs');
const { installGlobal } = require('./response-stream.cjs');

// Preloads ran before this file: where they re-pointed the handler, theirs counts.
const { _HANDLER: name, LAMBDA_TASK_ROOT: root, AWS_LAMBDA_RUNTIME_API: address } = process.env;
const loop = generation >= 24 ? require('./promise-loop.cjs').runPromiseLoop : require('./callback-loop.cjs').runCallbackLoop;

// On the platform the main module is an ES module outside of the function: `require.main` is undefined, and none of these files is found
// in `require.cache`.
process.mainModule = undefined;
for (const file of Object.keys(require.cache)) if (file.startsWith(__dirname)) delete require.cache[file];

patchConsole();
installGlobal();
loop({ client: connect(address), address, load: () => loadHandler(root, name, generation) });
