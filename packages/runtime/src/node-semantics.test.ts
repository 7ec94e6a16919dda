import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { NodeRuntimeName } from './function-spec.ts';
import type { InvocationResult } from './invocation-result.ts';
import { startFunction } from './running-function.ts';
import { functionFolder } from './testing/function-folder.ts';

const all: readonly NodeRuntimeName[] = ['nodejs20.x', 'nodejs22.x', 'nodejs24.x'];
const older: readonly NodeRuntimeName[] = ['nodejs20.x', 'nodejs22.x'];
const newer: readonly NodeRuntimeName[] = ['nodejs24.x'];

interface Row {
  readonly name: string;
  readonly runtimes?: readonly NodeRuntimeName[];
  /** The text of app.js, or files by name. */
  readonly code: string | Readonly<Record<string, string>>;
  readonly handler?: string;
  readonly event?: unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly outcome?: InvocationResult['outcome'];
  readonly response?: string | RegExp;
  readonly errorType?: string;
  readonly errorMessage?: string | RegExp;
  readonly logs?: RegExp;
  /** The response to a second invocation of the same function. */
  readonly again?: string;
  /** Whether the second invocation needed a new process. */
  readonly dies?: boolean;
}

const exitedWith = (reason: string): RegExp => new RegExp(`^RequestId: [0-9a-f-]{36} Error: Runtime exited ${reason}$`);

const answering: readonly Row[] = [
  {
    name: 'an async handler answers what it returns',
    code: 'exports.handler = async (event) => ({ got: event.a });',
    response: '{"got":1}',
  },
  { name: 'undefined is null', code: 'exports.handler = async () => {};', response: 'null' },
  {
    name: 'a thenable counts as a promise',
    code: 'exports.handler = () => ({ then: (resolve) => resolve(7) });',
    response: '7',
  },
  {
    name: 'a plain value of a handler that is not async is ignored',
    runtimes: older,
    code: 'exports.handler = () => 5;',
    response: 'null',
    again: 'null',
  },
  { name: 'a plain value is an answer', runtimes: newer, code: 'exports.handler = () => 5;', response: '5' },
  {
    name: 'a callback answers when the event loop is empty',
    runtimes: older,
    code: 'let late = 0; exports.handler = (event, context, callback) => { const result = {}; setTimeout(() => { result.late = true; }, 30); callback(null, result); };',
    response: '{"late":true}',
    again: '{"late":true}',
  },
  {
    name: 'callbackWaitsForEmptyEventLoop = false answers at once',
    runtimes: older,
    code: 'exports.handler = (event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; setInterval(() => {}, 1000); callback(null, "now"); };',
    response: '"now"',
    again: '"now"',
  },
  {
    name: 'context.succeed, done and fail do not wait',
    runtimes: older,
    code: 'exports.handler = (event, context) => { setInterval(() => {}, 1000); context.succeed("yes"); context.fail("no"); };',
    response: '"yes"',
  },
  { name: 'context.done', runtimes: older, code: 'exports.handler = (event, context) => context.done(null, 1);', response: '1' },
  {
    name: 'the context has no callbacks any more',
    runtimes: newer,
    code: 'exports.handler = async (event, context) => [typeof context.done, typeof context.succeed, typeof context.fail, "callbackWaitsForEmptyEventLoop" in context];',
    response: '["undefined","undefined","undefined",false]',
  },
  {
    name: 'callback handlers do not start any more',
    runtimes: newer,
    code: 'exports.handler = (event, context, callback) => callback(null, 1);',
    outcome: 'init-error',
    errorType: 'Runtime.CallbackHandlerDeprecated',
    errorMessage: /removed support for callback-based function handlers starting with Node\.js 24/,
    logs: /ERROR\tInit Error \t\{"errorType":"Runtime\.CallbackHandlerDeprecated"/,
  },
  {
    name: 'state outlives an invocation',
    code: 'let count = 0; exports.handler = async () => ++count;',
    response: '1',
    again: '2',
    dies: false,
  },
  {
    name: 'the context tells about function and invocation',
    code: `exports.handler = async (event, c) => [c.functionName, c.functionVersion, c.memoryLimitInMB, c.logGroupName, /^\\d{4}\\/\\d\\d\\/\\d\\d\\/\\[\\$LATEST\\][0-9a-f]{32}$/.test(c.logStreamName),
      c.invokedFunctionArn, /^[0-9a-f-]{36}$/.test(c.awsRequestId), c.getRemainingTimeInMillis() > 500 && c.getRemainingTimeInMillis() <= 1000, typeof c.clientContext, typeof c.identity];`,
    response:
      '["shop","$LATEST","128","/aws/lambda/shop",true,"arn:aws:lambda:us-east-1:123456789012:function:shop",true,true,"undefined","undefined"]',
  },
  {
    name: "the environment is the platform's and nothing else",
    env: { OWN: 'mine' },
    code: 'exports.handler = async () => Object.keys(process.env).filter((name) => !/^AWS_/.test(name)).sort();',
    response: '["LAMBDA_RUNTIME_DIR","LAMBDA_TASK_ROOT","LANG","NODE_PATH","OWN","PATH","TZ","_HANDLER","_X_AMZN_TRACE_ID"]',
  },
  {
    name: "each invocation has its own trace id, folder and time zone are the platform's",
    code: `const seen = new Set(); exports.handler = async () => { seen.add(process.env._X_AMZN_TRACE_ID); return [seen.size, process.cwd() === process.env.LAMBDA_TASK_ROOT, new Date(0).getTimezoneOffset()]; };`,
    response: '[1,true,0]',
    again: '[2,true,0]',
  },
  {
    name: 'a later invocation may start in the asynchronous context of an earlier one',
    runtimes: older,
    code: `const store = new (require('node:async_hooks').AsyncLocalStorage)();
      exports.handler = async () => { const inherited = store.getStore() ?? 'none'; store.enterWith('first'); return inherited; };`,
    response: '"none"',
    again: '"first"',
  },
  {
    name: 'the runtime is not to be seen among the modules',
    code: 'exports.handler = async () => [typeof require.main, Object.keys(require.cache).length, process.argv.length];',
    response: '["undefined",1,2]',
  },
];

const failing: readonly Row[] = [
  {
    name: 'a thrown error',
    code: 'exports.handler = async () => { throw new TypeError("boom"); };',
    outcome: 'error',
    errorType: 'TypeError',
    errorMessage: 'boom',
    logs: /^\S+Z\t[0-9a-f-]{36}\tERROR\tInvoke Error \t\{"errorType":"TypeError","errorMessage":"boom","stack":\["TypeError: boom"/,
  },
  {
    name: 'an error thrown before the first await',
    code: 'exports.handler = () => { throw new RangeError("early"); };',
    outcome: 'error',
    errorType: 'RangeError',
    errorMessage: 'early',
  },
  {
    name: 'a name of its own',
    code: 'exports.handler = async () => { const e = new Error("x"); e.name = "Shop.Closed"; throw e; };',
    outcome: 'error',
    errorType: 'Shop.Closed',
    errorMessage: 'x',
  },
  {
    name: 'a thrown string',
    code: 'exports.handler = async () => { throw "just text"; };',
    outcome: 'error',
    errorType: 'string',
    errorMessage: 'just text',
  },
  {
    name: 'a thrown value whose text throws: that counts',
    runtimes: older,
    code: 'exports.handler = async () => { throw { toString() { throw 1; } }; };',
    outcome: 'error',
    errorType: 'number',
    errorMessage: '1',
  },
  {
    name: 'a thrown value whose text throws ends the process',
    runtimes: newer,
    code: 'exports.handler = async () => { throw { toString() { throw 1; } }; };',
    outcome: 'exit',
    errorType: 'Runtime.ExitError',
    errorMessage: exitedWith('with error: exit status 1'),
  },
  {
    name: 'an error that can not be read',
    code: 'exports.handler = async () => { throw Object.assign(new Error("x"), { stack: 5 }); };',
    outcome: 'error',
    errorType: 'handled',
    errorMessage: /problem while retrieving/,
  },
  {
    name: 'a character that may not be in a header',
    code: 'exports.handler = async () => { throw new Error("a\\x7fb"); };',
    outcome: 'error',
    errorType: 'Error',
    errorMessage: 'a%7Fb',
  },
  {
    name: 'an error with a long message',
    code: 'exports.handler = async () => { throw new Error("x".repeat(300000)); };',
    outcome: 'error',
    errorType: 'Error',
    errorMessage: /^x{300000}$/,
  },
  {
    name: 'what looks like an error is one',
    runtimes: older,
    code: 'exports.handler = async () => { throw { name: "Fake", message: "like one", stack: "FakeError: like one" }; };',
    outcome: 'error',
    errorType: 'Fake',
    errorMessage: 'like one',
  },
  {
    name: 'what looks like an error is a value',
    runtimes: newer,
    code: 'exports.handler = async () => { throw { name: "Fake", message: "like one", stack: "FakeError: like one" }; };',
    outcome: 'error',
    errorType: 'object',
    errorMessage: '[object Object]',
  },
  {
    name: 'a handler is called as a method of the runtime',
    runtimes: older,
    code: 'exports.handler = (() => async function () { throw new Error(new Error("x").stack.split("\\n")[1].split(" (")[0].trim() + " " + this.constructor.name); })();',
    outcome: 'error',
    errorMessage: 'at Runtime.handler Runtime',
  },
  {
    name: 'a name with a line end is no header: it ends the process',
    runtimes: older,
    code: 'const e = new Error("x"); e.name = "A\\r\\nX-Evil: 1"; throw e;',
    outcome: 'init-error',
    errorType: 'Runtime.ExitError',
    errorMessage: exitedWith('with error: exit status 7'),
  },
  {
    name: 'a name with a line end is no header: it ends the process',
    runtimes: newer,
    code: 'const e = new Error("x"); e.name = "A\\r\\nX-Evil: 1"; throw e;',
    outcome: 'init-error',
    errorType: 'Runtime.ExitError',
    errorMessage: exitedWith('with error: exit status 1'),
  },
  {
    name: 'callback with an error',
    runtimes: older,
    code: 'exports.handler = (event, context, callback) => { setInterval(() => {}, 1000); callback(new Error("no")); };',
    outcome: 'error',
    errorType: 'Error',
    errorMessage: 'no',
  },
  {
    name: 'context.fail without a reason',
    runtimes: older,
    code: 'exports.handler = (event, context) => context.fail();',
    outcome: 'error',
    errorType: 'string',
    errorMessage: 'handled',
  },
  {
    name: 'a result that is no JSON',
    runtimes: older,
    code: 'exports.handler = async () => { const loop = {}; loop.loop = loop; return loop; };',
    outcome: 'error',
    errorType: 'Error',
    errorMessage: 'Unable to stringify response body',
  },
  {
    name: 'a result that JSON leaves out',
    code: 'exports.handler = async () => () => 1;',
    outcome: 'error',
    errorType: 'TypeError',
    errorMessage: 'Wrong arguments',
  },
  {
    name: 'a result that is no JSON, by callback',
    runtimes: older,
    code: 'exports.handler = (event, context, callback) => callback(null, 10n);',
    outcome: 'error',
    errorType: 'Error',
    errorMessage: 'Unable to stringify response body',
    logs: /exit status 129/,
  },
  {
    name: 'a result that is no JSON',
    runtimes: newer,
    code: 'exports.handler = async () => 10n;',
    outcome: 'error',
    errorType: 'Runtime.JSONStringifyError',
    errorMessage: 'Unable to stringify response body',
  },
  {
    name: 'a response of more than 6 MB',
    code: 'exports.handler = async () => "x".repeat(6291600);',
    outcome: 'error',
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
  },
  {
    name: 'an unhandled rejection',
    runtimes: older,
    code: 'let n = 0; exports.handler = async (event) => { if (event.again) return ++n; Promise.reject(new Error("lost")); await new Promise((r) => setTimeout(r, 500)); };',
    outcome: 'error',
    errorType: 'Runtime.UnhandledPromiseRejection',
    errorMessage: 'Error: lost',
    logs: /Unhandled Promise Rejection \t\{"errorType":"Runtime\.UnhandledPromiseRejection"[\s\S]*exit status 128/,
    again: '1',
    dies: true,
  },
  {
    name: 'an unhandled rejection behind the answer does not change it',
    runtimes: older,
    code: 'exports.handler = async () => { Promise.reject(new Error("lost")); return "fine"; };',
    response: '"fine"',
    logs: /Runtime exited with error: exit status 128/,
    dies: true,
  },
  {
    name: 'an unhandled rejection ends the process',
    runtimes: newer,
    code: 'let n = 0; exports.handler = async (event) => { if (event.again) return ++n; Promise.reject(new Error("lost")); return "fine"; };',
    outcome: 'exit',
    errorType: 'Runtime.ExitError',
    errorMessage: exitedWith('with error: exit status 1'),
    logs: /Error: lost/,
    again: '1',
    dies: true,
  },
  {
    name: 'an uncaught exception',
    runtimes: older,
    code: 'exports.handler = async () => { setTimeout(() => { throw new Error("later"); }, 1); await new Promise((r) => setTimeout(r, 500)); };',
    outcome: 'error',
    errorType: 'Error',
    errorMessage: 'later',
    logs: /Uncaught Exception \t[\s\S]*exit status 129/,
  },
  {
    name: 'an uncaught exception ends the process',
    runtimes: newer,
    code: 'exports.handler = async () => { setTimeout(() => { throw new Error("later"); }, 1); await new Promise((r) => setTimeout(r, 500)); };',
    outcome: 'exit',
    errorType: 'Runtime.ExitError',
    errorMessage: exitedWith('with error: exit status 1'),
  },
  {
    name: 'process.exit',
    code: 'let n = 0; exports.handler = async (event) => { if (event.again) return ++n; console.log("last words"); process.exit(7); };',
    outcome: 'exit',
    errorType: 'Runtime.ExitError',
    errorMessage: exitedWith('with error: exit status 7'),
    logs: /INFO\tlast words\nRequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 7\nRuntime\.ExitError\n$/,
    again: '1',
    dies: true,
  },
  {
    name: 'process.exit with 0',
    code: 'exports.handler = async () => process.exit(0);',
    outcome: 'exit',
    errorType: 'Runtime.ExitError',
    errorMessage: exitedWith('without providing a reason'),
  },
  {
    name: 'a signal',
    code: 'exports.handler = async () => { process.kill(process.pid, "SIGKILL"); await new Promise((r) => setTimeout(r, 500)); };',
    outcome: 'exit',
    errorType: 'Runtime.ExitError',
    errorMessage: exitedWith('with error: signal: killed'),
  },
  {
    name: 'a promise that never settles',
    runtimes: older,
    code: 'exports.handler = async () => { await new Promise(() => {}); };',
    outcome: 'error',
    errorType: 'Runtime.NodeJsExit',
    errorMessage: /Promise that was never settled/,
  },
  {
    name: 'a promise that never settles',
    runtimes: newer,
    code: 'exports.handler = async () => { await new Promise(() => {}); };',
    outcome: 'exit',
    errorType: 'Runtime.ExitError',
    errorMessage: exitedWith('without providing a reason'),
  },
  {
    name: 'a callback that nobody calls',
    runtimes: older,
    code: 'exports.handler = (event, context, callback) => {};',
    response: 'null',
  },
  {
    name: 'a handler that hangs',
    code: 'let n = 0; exports.handler = async (event) => { if (event.again) return ++n; console.log("begun"); for (;;); };',
    outcome: 'timeout',
    errorType: 'Sandbox.Timedout',
    errorMessage: /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/,
    logs: /INFO\tbegun\n\S+Z [0-9a-f-]{36} Task timed out after 1\.00 seconds\n\n$/,
    again: '1',
    dies: true,
  },
  {
    name: 'a flood of output',
    code: 'exports.handler = async () => { const line = "x".repeat(1e5); for (let i = 0; i < 30; i++) console.log(line); process.exit(3); };',
    outcome: 'exit',
    errorType: 'Runtime.ExitError',
    errorMessage: exitedWith('with error: exit status 3'),
    logs: /… \d+ more characters of output were not kept\.\n$/,
  },
];

const loading: readonly Row[] = [
  { name: '.mjs', code: { 'app.mjs': 'export const handler = async () => 1;' }, response: '1' },
  { name: '.cjs', code: { 'app.cjs': 'exports.handler = async () => 1;' }, response: '1' },
  {
    name: 'package.json says module',
    code: { 'package.json': '{"type":"module"}', 'app.js': 'export const handler = async () => 1;' },
    response: '1',
  },
  {
    name: 'the nearest package.json counts',
    code: { 'package.json': '{"type":"module"}', 'src/package.json': '{}', 'src/app.js': 'exports.handler = async () => 1;' },
    handler: 'src/app.handler',
    response: '1',
  },
  {
    name: 'top-level await',
    code: { 'app.mjs': 'const n = await new Promise((r) => setTimeout(() => r(3), 20)); export const handler = async () => n;' },
    response: '3',
  },
  {
    name: 'a handler inside of objects',
    code: { 'src/a.js': 'exports.b = { handler: async () => "deep" };' },
    handler: 'src/a.b.handler',
    response: '"deep"',
  },
  {
    name: 'exports may be getters',
    code: 'Object.defineProperty(exports, "handler", { enumerable: true, get: () => async () => "got" }); Object.defineProperty(exports, "__esModule", { value: true });',
    response: '"got"',
  },
  {
    name: 'the default export of an ES module is looked through',
    runtimes: newer,
    code: { 'app.mjs': 'export default { handler: async () => "default" };' },
    response: '"default"',
  },
  {
    name: 'a module without ES syntax around it can require',
    code: { 'app.js': 'exports.handler = async () => require("lib");', 'node_modules/lib/index.js': 'module.exports = "lib";' },
    response: '"lib"',
  },
  {
    name: 'no such module',
    code: {},
    outcome: 'init-error',
    errorType: 'Runtime.ImportModuleError',
    errorMessage: /^Error: Cannot find module 'app'\nRequire stack:/,
  },
  {
    name: 'a missing dependency',
    code: 'require("nowhere"); exports.handler = async () => 1;',
    outcome: 'init-error',
    errorType: 'Runtime.ImportModuleError',
    errorMessage: /^Error: Cannot find module 'nowhere'/,
  },
  {
    name: 'no such export',
    code: 'exports.other = async () => 1;',
    outcome: 'init-error',
    errorType: 'Runtime.HandlerNotFound',
    errorMessage: 'app.handler is undefined or not exported',
  },
  {
    name: 'an export that is no function',
    code: 'exports.handler = { a: 1 };',
    outcome: 'init-error',
    errorType: 'Runtime.HandlerNotFound',
    errorMessage: 'app.handler is not a function',
  },
  {
    name: 'a syntax error',
    code: 'exports.handler = async () => {',
    outcome: 'init-error',
    errorType: 'Runtime.UserCodeSyntaxError',
    errorMessage: /^SyntaxError: /,
  },
  {
    name: 'a syntax error, reported from where the runtime noticed it',
    runtimes: older,
    code: 'exports.handler = async () => {',
    outcome: 'init-error',
    logs: /"stack":\["Runtime\.UserCodeSyntaxError: SyntaxError: /,
  },
  {
    name: 'a syntax error, reported from where it is',
    runtimes: newer,
    code: 'exports.handler = async () => {',
    outcome: 'init-error',
    logs: /"stack":\["[^"]*app\.js:1"/,
  },
  {
    name: 'a thrown null',
    runtimes: older,
    code: 'throw null;',
    outcome: 'init-error',
    errorType: 'TypeError',
    errorMessage: "Cannot read properties of null (reading 'code')",
  },
  {
    name: 'a streaming mark that is unknown',
    code: 'exports.handler = async () => 1; exports.handler[Symbol.for("aws.lambda.runtime.handler.streaming")] = "both";',
    outcome: 'init-error',
    errorType: 'Runtime.MalformedStreamingHandler',
  },
  {
    name: 'a name without a dot',
    code: '',
    handler: 'app',
    outcome: 'init-error',
    errorType: 'Runtime.MalformedHandlerName',
    errorMessage: 'Bad handler',
  },
  {
    name: 'a name that climbs',
    code: '',
    handler: '../app.handler',
    outcome: 'init-error',
    errorType: 'Runtime.MalformedHandlerName',
    errorMessage: /is not a valid handler name/,
  },
  {
    name: 'an error while the module loads',
    code: 'throw new Error("no luck");',
    outcome: 'init-error',
    errorType: 'Error',
    errorMessage: 'no luck',
  },
  {
    name: 'an exit while the module loads',
    code: 'process.exit(4);',
    outcome: 'init-error',
    errorType: 'Runtime.ExitError',
    errorMessage: exitedWith('with error: exit status 4'),
  },
];

const streaming: readonly Row[] = [
  {
    name: 'a streamed response',
    code: 'exports.handler = awslambda.streamifyResponse(async (event, stream, context) => { stream.setContentType("text/plain"); stream.write("one "); stream.write(Buffer.from("two")); stream.end(); });',
    response: 'one two',
    again: 'one two',
  },
  {
    name: 'a pipeline',
    code: 'const { pipeline } = require("stream/promises"); const { Readable } = require("stream"); exports.handler = awslambda.streamifyResponse(async (event, stream) => { await pipeline(Readable.from(["a", "b"]), stream); });',
    response: 'ab',
  },
  {
    name: 'status and headers before the body',
    code: 'exports.handler = awslambda.streamifyResponse(async (event, stream) => { stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201 }); stream.write("body"); stream.end(); });',
    response: '{"statusCode":201}\0\0\0\0\0\0\0\0body',
  },
  {
    name: 'an error in mid-stream',
    code: 'exports.handler = awslambda.streamifyResponse(async (event, stream) => { stream.write("half"); throw new TypeError("broken"); });',
    outcome: 'error',
    errorType: 'TypeError',
    errorMessage: 'broken',
  },
  {
    name: 'an error before the first byte',
    code: 'exports.handler = awslambda.streamifyResponse(async () => { throw new Error("nothing"); });',
    outcome: 'error',
    errorType: 'Error',
    errorMessage: 'nothing',
  },
  {
    name: 'a streaming handler must be async',
    code: 'exports.handler = awslambda.streamifyResponse((event, stream) => { stream.write("x"); });',
    outcome: 'error',
    errorMessage: 'Streaming does not support non-async handlers.',
  },
  {
    name: 'an end loses its encoding',
    runtimes: older,
    code: 'exports.handler = awslambda.streamifyResponse(async (event, stream) => { stream.end("6162", "hex"); });',
    response: '6162',
  },
  {
    name: 'an end with an encoding',
    runtimes: newer,
    code: 'exports.handler = awslambda.streamifyResponse(async (event, stream) => { stream.end("6162", "hex"); });',
    response: 'ab',
  },
  {
    name: 'a write behind the end is an unhandled rejection',
    runtimes: older,
    code: 'exports.handler = awslambda.streamifyResponse(async (event, stream) => { stream.end("x"); stream.write("y"); });',
    outcome: 'error',
    errorType: 'Runtime.UnhandledPromiseRejection',
    errorMessage: /write after end/,
  },
];

for (const [title, rows] of Object.entries({ answering, failing, loading, streaming }))
  describe(`Node functions, ${title}`, { concurrency: 4 }, () => {
    let count = 0;
    after(() => assert.ok(count > 0, 'the table is empty'));
    for (const row of rows)
      for (const runtime of row.runtimes ?? all) {
        count++;
        it(`${runtime}: ${row.name}`, () => check(row, runtime));
      }
  });

async function check(row: Row, runtime: NodeRuntimeName): Promise<void> {
  const root = functionFolder(typeof row.code === 'string' ? { 'app.js': row.code } : row.code);
  const running = await startFunction({
    name: 'shop',
    runtime,
    root,
    handler: row.handler ?? 'app.handler',
    timeout: 1,
    ...(row.env ? { env: row.env } : {}),
  });
  try {
    const result = await running.invoke(row.event ?? { a: 1 });
    assert.equal(result.outcome, row.outcome ?? 'response', `${result.payload}\n${result.logs}`);
    if (row.response !== undefined) matches(result.response, row.response);
    if (row.errorType !== undefined) matches(result.error?.errorType, row.errorType);
    if (row.errorMessage !== undefined) matches(result.error?.errorMessage, row.errorMessage);
    if (row.outcome === 'error' && result.error?.trace.length)
      assert.match(result.error.trace[0] as string, /^\S*(?:Error|Shop\.Closed|Runtime)/);
    if (row.logs) assert.match(result.logs, row.logs);
    if (row.again === undefined && row.dies === undefined) return;
    const second = await running.invoke({ again: true });
    if (row.again !== undefined) assert.equal(second.response, row.again, second.payload + second.logs);
    if (row.dies !== undefined) assert.equal(second.coldStart, row.dies);
  } finally {
    await running.stop();
  }
}

function matches(actual: string | undefined, expected: string | RegExp): void {
  if (typeof expected === 'string') assert.equal(actual, expected);
  else assert.match(actual ?? '', expected);
}
