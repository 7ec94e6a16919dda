/** The functions that our invoke loop and the published client both run, with the events that they get: one line, one case. */
import { randomEvents } from './random-events.ts';

export interface ConformanceFunction {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly handler?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** JSON texts, one invocation each, in one process as long as it lives. */
  readonly events: readonly string[];
  /** A difference that is meant: why, and what each of the two answers. */
  readonly differs?: { readonly reason: string; readonly ours: RegExp; readonly published: RegExp };
  readonly options?: { readonly clientContext?: unknown; readonly identity?: { cognitoIdentityId: string; cognitoIdentityPoolId: string } };
}

type Table = Readonly<Record<string, string>>;

/** One function with one behaviour per event: `{"kind":"…"}` names the line. */
function byKind(name: string, handler: string, kinds: Table, head = ''): ConformanceFunction {
  const lines = Object.entries(kinds).map(([kind, code]) => `  ${JSON.stringify(kind)}: ${code},`);
  return {
    name,
    files: { 'app.js': `${head}\nconst kinds = {\n${lines.join('\n')}\n};\nexports.handler = ${handler};\n` },
    events: Object.keys(kinds).map((kind) => JSON.stringify({ kind })),
  };
}

/** One function per line, invoked `times` times. */
function each(group: string, codes: Table, times: number): ConformanceFunction[] {
  return Object.entries(codes).map(([name, code]) => ({
    name: `${group}: ${name}`,
    files: { 'app.js': code },
    events: Array.from({ length: times }, (_, i) => JSON.stringify({ a: 1, i })),
  }));
}

/** One function per line, made of its own files, invoked twice. */
function loaded(cases: readonly { readonly name: string; readonly files: Table; readonly handler?: string }[]): ConformanceFunction[] {
  return cases.map(({ name, ...rest }) => ({ name: `loading: ${name}`, ...rest, events: ['{"a":1}', '{"a":2}'] }));
}

const big = 'const big = (size) => "x".repeat(size);';
const wait = 'const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));';

const returned: Table = {
  undefined: 'undefined',
  null: 'null',
  true: 'true',
  zero: '0',
  'minus zero': '-0',
  'not a number': 'NaN',
  infinity: 'Infinity',
  'a large number': '1e21',
  'an empty string': '""',
  'a string': '"text"',
  unicode: '"grüße 你好 👩‍👩‍👧 \\u2028 \\ufeff \\u0000 \\u007f"',
  'half a character': '"\\ud83d"',
  'line ends': '"a\\r\\nb\\n"',
  'a date': 'new Date(0)',
  'an invalid date': 'new Date(NaN)',
  'a buffer': 'Buffer.from("bytes")',
  'a typed array': 'new Uint8Array([1, 2])',
  'an array with holes': '[1, , undefined, () => 1, Symbol("s")]',
  'an object with what JSON leaves out': '({ a: undefined, b: () => 1, c: Symbol("s"), d: null })',
  'a map': 'new Map([[1, 2]])',
  'an error as a value': 'new TypeError("as a value")',
  'a promise in a promise': 'Promise.resolve(Promise.resolve("inner"))',
  toJSON: '({ toJSON() { return { made: "by toJSON" }; } })',
  'a proxy': 'new Proxy({ a: 1 }, {})',
  'an object without a prototype': 'Object.assign(Object.create(null), { a: 1 })',
  '__proto__ as a key': 'JSON.parse(\'{"__proto__":{"a":1}}\')',
  'a function': '() => 1',
  'a symbol': 'Symbol("s")',
  'toJSON without an answer': '({ toJSON() { return undefined; } })',
  'a bigint': '10n',
  'a cycle': '(() => { const a = {}; a.a = a; return a; })()',
  'toJSON that throws': '({ toJSON() { throw new Error("no"); } })',
  'a getter that throws': '({ get a() { throw new Error("no"); } })',
  'deeply nested': '(() => { let a = 1; for (let i = 0; i < 500; i++) a = [a]; return a; })()',
  '64 kB': 'big(65536)',
  '1 MB': 'big(1048576)',
  'just what fits': 'big(6291554)',
  'one more than fits': 'big(6291555)',
  '7 MB': 'big(7340032)',
  'an HTTP response': '({ statusCode: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: "<p>ü</p>" })',
  'an HTTP response with cookies': '({ statusCode: 302, cookies: ["a=1; HttpOnly", "b=\\"2\\"; Secure"], headers: { location: "/" } })',
  'many values of a header': '({ statusCode: 200, multiValueHeaders: { "set-cookie": ["a=1", "b=2"] }, body: "" })',
  'a binary HTTP response': '({ statusCode: 200, isBase64Encoded: true, body: Buffer.from([0, 255]).toString("base64") })',
  'failures of a batch': '({ batchItemFailures: [{ itemIdentifier: "1" }] })',
};

const thrown: Table = {
  'an error': 'new Error("boom")',
  'a type error': 'new TypeError("boom")',
  'a range error': 'new RangeError("boom")',
  'no message': 'new Error()',
  'an empty message': 'new Error("")',
  'a class of its own': 'new (class Closed extends Error {})("x")',
  'a name of its own': 'Object.assign(new Error("x"), { name: "Shop.Closed" })',
  'a name that is empty': 'Object.assign(new Error("x"), { name: "" })',
  'a name that is undefined': 'Object.assign(new Error("x"), { name: undefined })',
  'a name that is a number': 'Object.assign(new Error("x"), { name: 5 })',
  'a message that is undefined': 'Object.assign(new Error("x"), { message: undefined })',
  'a message that is an object': 'Object.assign(new Error("x"), { message: { a: 1 } })',
  'no stack': 'Object.assign(new Error("x"), { stack: undefined })',
  'a stack of its own': 'Object.assign(new Error("x"), { stack: "one\\ntwo" })',
  'a stack that is a number': 'Object.assign(new Error("x"), { stack: 5 })',
  'a stack that throws': 'Object.defineProperty(new Error("x"), "stack", { get() { throw new Error("no"); } })',
  'a code': 'Object.assign(new Error("x"), { code: "ECODE", status: 418 })',
  'a cause': 'new Error("outer", { cause: new Error("inner") })',
  'several errors': 'new AggregateError([new Error("a"), new Error("b")], "both")',
  unicode: 'new Error("grüße 你好 👩‍👩‍👧 \\u2028")',
  'half a character': 'new Error("\\ud83d")',
  'line ends': 'new Error("a\\nb\\r\\nX-Evil: 1")',
  'a tab and a null character': 'new Error("a\\tb\\0c")',
  'the character 127': 'Object.assign(new Error("a\\x7fb"), { name: "N\\x7f" })',
  'a name with line ends': 'Object.assign(new Error("x"), { name: "A\\r\\nX-Evil: 1" })',
  'a name in unicode': 'Object.assign(new Error("x"), { name: "Überlauf 👎" })',
  'a long name': 'Object.assign(new Error("x"), { name: big(3000) })',
  'a long message': 'new Error(big(20000))',
  'a very long message': 'new Error(big(300000))',
  'a cyclic error': '(() => { const e = new Error("x"); e.self = e; return e; })()',
  'a frozen error': 'Object.freeze(new Error("x"))',
  'an error of another realm': 'require("node:vm").runInNewContext("new TypeError(\'elsewhere\')")',
  'an error without an own stack': 'Object.create(Error.prototype)',
  'what looks like an error': '({ name: "Fake", message: "like one", stack: "Fake: like one\\n    at nowhere" })',
  'what nearly looks like an error': '({ name: "Fake", message: "like one" })',
  'a proxy of an error': 'new Proxy(new Error("behind"), {})',
  'a DOMException': 'new DOMException("stopped", "AbortError")',
  'an assertion': '(() => { try { require("node:assert").equal(1, 2); } catch (e) { return e; } })()',
  'a system error': '(() => { try { require("node:fs").readFileSync("/nowhere"); } catch (e) { return e; } })()',
  'a missing module': '(() => { try { require("nowhere"); } catch (e) { return e; } })()',
  'a string': '"just text"',
  'an empty string': '""',
  'a number': '42',
  zero: '0',
  false: 'false',
  null: 'null',
  undefined: 'undefined',
  'a bigint': '7n',
  'a symbol': 'Symbol("s")',
  'an object': '({ a: 1 })',
  'an array': '[1, 2]',
  'a function': 'function named() {}',
  'an object without a prototype': 'Object.create(null)',
  'a value that has no text': '({ toString() { throw new Error("no"); } })',
};

const calledBack: Table = {
  'a result': '(e, c, done) => done(null, { a: 1 })',
  'undefined as the error': '(e, c, done) => done(undefined, 1)',
  'nothing at all': '(e, c, done) => done()',
  'an error': '(e, c, done) => done(new Error("no"))',
  'a text as the error': '(e, c, done) => done("no")',
  'zero as the error': '(e, c, done) => done(0, "result")',
  'false as the error': '(e, c, done) => done(false, "result")',
  'an empty text as the error': '(e, c, done) => done("", "result")',
  'an error and a result': '(e, c, done) => done(new Error("no"), "result")',
  'two answers': '(e, c, done) => { done(null, 1); done(null, 2); }',
  'an answer and an error': '(e, c, done) => { done(null, 1); done(new Error("late")); }',
  'an answer and a throw': '(e, c, done) => { done(null, 1); throw new Error("late"); }',
  'an answer later': '(e, c, done) => void setTimeout(done, 5, null, "later")',
  'an answer at once while work goes on':
    '(e, c, done) => { c.callbackWaitsForEmptyEventLoop = false; setTimeout(() => {}, 200).unref(); done(null, "now"); }',
  'an answer when the loop is empty': '(e, c, done) => { const r = {}; setTimeout(() => { r.late = true; }, 10); done(null, r); }',
  callbackWaitsForEmptyEventLoop:
    '(e, c, done) => done(null, [c.callbackWaitsForEmptyEventLoop, (c.callbackWaitsForEmptyEventLoop = false)])',
  'nobody calls back': '() => {}',
  'a plain value': '() => 5',
  'a throw': '() => { throw new RangeError("early"); }',
  'a thrown undefined': '() => { throw undefined; }',
  'a function as the result': '(e, c, done) => { c.callbackWaitsForEmptyEventLoop = false; done(null, () => 1); }',
  'context.succeed': '(e, c) => c.succeed({ yes: 1 })',
  'context.succeed without a result': '(e, c) => c.succeed()',
  'context.fail': '(e, c) => c.fail(new TypeError("no"))',
  'context.fail without a reason': '(e, c) => c.fail()',
  'context.fail with a text': '(e, c) => c.fail("no")',
  'context.done': '(e, c) => c.done(null, 1)',
  'context.done with an error': '(e, c) => c.done(new Error("no"), 1)',
  'context.succeed and fail': '(e, c) => { c.succeed("yes"); c.fail("no"); }',
  'context.fail and succeed': '(e, c) => { c.fail("no"); c.succeed("yes"); }',
  'callback and context.succeed': '(e, c, done) => { done(null, "first"); c.succeed("second"); }',
  'a promise and a callback': 'async (e, c, done) => { done(null, "first"); return "second"; }',
  'a thenable': '() => ({ then: (resolve) => resolve(7) })',
  'a thenable that rejects': '() => ({ then: (_, reject) => reject(new Error("no")) })',
  'a then that is no function': '() => ({ then: 5 })',
  'a then that throws': '() => ({ then() { throw new Error("no"); } })',
  'a function with a then': '() => Object.assign(() => {}, { then: (resolve) => resolve(8) })',
};

const streamed: Table = {
  text: 'async (s) => { s.write("one "); s.write("two"); s.end(); }',
  'only an end': 'async (s) => { s.end(); }',
  'an end with text': 'async (s) => { s.end("all"); }',
  bytes: 'async (s) => { s.write(Buffer.from([0, 255, 10])); s.write(new Uint8Array([1, 2])); s.end(); }',
  'an object': 'async (s) => { s.write({ a: 1 }); s.end(); }',
  'a subclass of bytes': 'async (s) => { s.write(new (class extends Uint8Array {})([1, 2])); s.end(); }',
  'another typed array': 'async (s) => { s.write(new Uint16Array([1, 2])); s.end(); }',
  'an encoding': 'async (s) => { s.write("ff00", "hex"); s.end(); }',
  'an end with an encoding': 'async (s) => { s.end("ff00", "hex"); }',
  'an end with a function': 'async (s) => { s.write("x"); await new Promise((resolve) => s.end(resolve)); }',
  unicode: 'async (s) => { s.write("grüße 👩‍👩‍👧"); s.end(); }',
  'a content type': 'async (s) => { s.setContentType("text/html; charset=utf-8"); s.write("<p>"); s.end(); }',
  'a content type too late': 'async (s) => { s.write("x"); s.setContentType("text/plain"); s.end(); }',
  'status and cookies':
    'async (s) => { s = awslambda.HttpResponseStream.from(s, { statusCode: 201, headers: { "x-a": "b" }, cookies: ["a=1; HttpOnly", "b=2"] }); s.write("body"); s.end(); }',
  'a status without a body': 'async (s) => { s = awslambda.HttpResponseStream.from(s, { statusCode: 204 }); s.end(); }',
  'a status and an empty write': 'async (s) => { s = awslambda.HttpResponseStream.from(s, { statusCode: 204 }); s.write(""); s.end(); }',
  'a pipeline': 'async (s) => { await pipeline(Readable.from(["a", "b"]), s); }',
  'a pipe':
    'async (s) => { const from = Readable.from(["a", "b"]); from.pipe(s); await new Promise((resolve) => from.on("end", resolve)); await wait(5); }',
  'with pauses': 'async (s) => { for (const part of "abc") { s.write(part); await wait(3); } s.end(); }',
  'a returned value': 'async (s) => { s.write("x"); s.end(); return "ignored"; }',
  'an error before the first byte': 'async () => { throw new Error("nothing"); }',
  'an error in mid-stream': 'async (s) => { s.write("half"); throw new TypeError("broken"); }',
  'an error behind the end': 'async (s) => { s.write("all"); s.end(); throw new Error("late"); }',
  'a thrown text': 'async () => { throw "text"; }',
  'an error with a name in unicode': 'async () => { throw Object.assign(new Error("x"), { name: "Überlauf" }); }',
  'an error with a name outside of Latin-1': 'async () => { throw Object.assign(new Error("x"), { name: "👎" }); }',
  'an error with the character 127': 'async () => { throw new Error("a\\x7fb"); }',
  'an error with a long message': 'async () => { throw new Error("x".repeat(30000)); }',
  'not async': '(s) => { s.write("x"); }',
  'not async, by a throw': '() => { throw new RangeError("early"); }',
  '1 MB':
    'async (s) => { for (let i = 0; i < 16; i++) if (!s.write(Buffer.alloc(65536, "x"))) await new Promise((resolve) => s.once("drain", resolve)); s.end(); }',
  'more than a buffered response may have': 'async (s) => { s.write(Buffer.alloc(7340032, "x")); s.end(); }',
  'what the stream shows':
    'async (s) => { s.write(JSON.stringify([Object.keys(s).sort(), s.writable, s.writableEnded, s.destroyed, s.writableObjectMode, typeof s._onBeforeFirstWrite])); s.end(); }',
  'what the context shows':
    'async (s, c) => { s.write(JSON.stringify([Object.keys(c).sort(), c.functionName, c.callbackWaitsForEmptyEventLoop])); s.end(); }',
  'at once while work goes on':
    'async (s, c) => { c.callbackWaitsForEmptyEventLoop = false; setTimeout(() => {}, 200).unref(); s.end("now"); }',
};

const deadly: Table = {
  'an exit': 'async () => { console.log("last words"); process.exit(7); }',
  'an exit with 0': 'async () => process.exit(0)',
  'a signal': 'async () => { process.kill(process.pid, "SIGKILL"); await wait(500); }',
  'an abort by a signal': 'async () => { process.kill(process.pid, "SIGTERM"); await wait(500); }',
  'an unhandled rejection': 'async () => { Promise.reject(new Error("lost")); await wait(300); }',
  'an unhandled rejection with a text': 'async () => { Promise.reject("lost"); await wait(300); }',
  'an unhandled rejection without a reason': 'async () => { Promise.reject(); await wait(300); }',
  'an unhandled rejection with an object': 'async () => { Promise.reject({ a: 1 }); await wait(300); }',
  'an unhandled rejection behind the answer': 'async () => { Promise.reject(new Error("lost")); return "fine"; }',
  'an uncaught exception': 'async () => { setTimeout(() => { throw new TypeError("later"); }, 1); await wait(300); }',
  'an uncaught text': 'async () => { setTimeout(() => { throw "later"; }, 1); await wait(300); }',
  'an uncaught null': 'async () => { setTimeout(() => { throw null; }, 1); await wait(300); }',
  'an error event':
    'async () => { setTimeout(() => new (require("node:events"))().emit("error", new Error("emitted")), 1); await wait(300); }',
  'an uncaught symbol': 'async () => { setTimeout(() => { throw Symbol("s"); }, 1); await wait(300); }',
  'an unhandled rejection with a symbol': 'async () => { Promise.reject(Symbol("s")); await wait(300); }',
  'no JSON, by callback': '(e, c, done) => done(null, 10n)',
};

const context: Table = {
  keys: 'Object.keys(c).sort()',
  function: '[c.functionName, c.functionVersion, c.memoryLimitInMB, c.logGroupName, c.invokedFunctionArn]',
  'log stream': '/^\\d{4}\\/\\d\\d\\/\\d\\d\\/\\[\\$LATEST\\][0-9a-f]{32}$/.test(c.logStreamName)',
  'request id': 'c.awsRequestId',
  'remaining time': '[typeof c.getRemainingTimeInMillis(), c.getRemainingTimeInMillis() > 500, c.getRemainingTimeInMillis() <= 1000]',
  'client context': 'c.clientContext === undefined ? "none" : c.clientContext',
  identity: 'c.identity === undefined ? "none" : c.identity',
  tenant: '["tenantId" in c, typeof c.tenantId]',
  types: 'Object.entries(c).map(([k, v]) => k + ":" + typeof v).sort()',
  'own descriptors':
    'Object.entries(Object.getOwnPropertyDescriptors(c)).map(([k, d]) => [k, d.enumerable, d.configurable, "value" in d]).sort()',
  prototype: 'Object.getPrototypeOf(c) === Object.prototype',
  environment: 'Object.keys(process.env).sort()',
  values:
    'Object.entries(process.env).filter(([k]) => !["_X_AMZN_TRACE_ID", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_RUNTIME_DIR"].includes(k)).sort()',
  'trace id': '/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/.test(process.env._X_AMZN_TRACE_ID)',
  folder: 'process.cwd() === __dirname',
  'time zone': 'new Date(0).getTimezoneOffset()',
  arguments: 'process.argv.length',
  modules:
    '[typeof require.main, module.parent === null || module.parent === undefined, Object.keys(require.cache).filter((file) => !file.endsWith(".node")).length, module.children.length]',
  globals: 'Object.getOwnPropertyNames(globalThis).sort()',
  'global symbols': 'Object.getOwnPropertySymbols(globalThis).map(String).sort()',
  awslambda: '[Object.keys(awslambda).sort(), Object.keys(awslambda.HttpResponseStream), typeof awslambda.HttpResponseStream]',
  listeners:
    'process.eventNames().map((n) => [String(n), process.listenerCount(n)]).filter(([n]) => ["beforeExit", "uncaughtException", "unhandledRejection"].includes(n)).sort()',
  arity: 'args.length',
  'this value': 'self === undefined ? "undefined" : self === globalThis ? "global" : typeof self',
  'execution flags': 'process.execArgv',
};

const logged: Table = {
  'each level':
    'console.log("log"), console.info("info"), console.warn("warn"), console.error("error"), console.debug("debug"), console.trace("trace")',
  fatal: 'console.fatal("fatal")',
  formats: 'console.log("%s is %d", "a", 1, { b: [2] })',
  'an error': 'console.error("failed", new Error("x").message)',
  'several lines': 'console.log("a\\nb\\nc")',
  unicode: 'console.log("grüße 你好 👩‍👩‍👧")',
  nothing: 'console.log()',
  'the streams themselves': 'process.stdout.write("out\\n")',
};

const unloadable: readonly { readonly name: string; readonly files: Table; readonly handler?: string }[] = [
  { name: 'no such module', files: {} },
  { name: 'a missing dependency', files: { 'app.js': 'require("nowhere"); exports.handler = async () => 1;' } },
  { name: 'a missing dependency of an ES module', files: { 'app.mjs': 'import "nowhere"; export const handler = async () => 1;' } },
  { name: 'no such export', files: { 'app.js': 'exports.other = async () => 1;' } },
  { name: 'an export that is no function', files: { 'app.js': 'exports.handler = { a: 1 };' } },
  { name: 'an export that is a text', files: { 'app.js': 'exports.handler = "text";' } },
  { name: 'a syntax error', files: { 'app.js': 'exports.handler = async () => {' } },
  { name: 'a syntax error in an ES module', files: { 'app.mjs': 'export const handler = async () => {' } },
  { name: 'ES syntax in CommonJS', files: { 'app.js': 'export const handler = async () => 1;' } },
  { name: 'a syntax error at run time', files: { 'app.js': 'JSON.parse("{");' } },
  { name: 'a name without a dot', files: { app: '' }, handler: 'app' },
  { name: 'a name that climbs', files: {}, handler: '../app.handler' },
  { name: 'an empty export name', files: { 'app.js': 'exports.handler = async () => 1;' }, handler: 'app.' },
  { name: 'an error', files: { 'app.js': 'throw new Error("no luck");' } },
  { name: 'a thrown text', files: { 'app.js': 'throw "no luck";' } },
  { name: 'a thrown null', files: { 'app.js': 'throw null;' } },
  { name: 'a thrown undefined', files: { 'app.js': 'throw undefined;' } },
  { name: 'an error with a code', files: { 'app.js': 'throw Object.assign(new Error("x"), { code: "MODULE_NOT_FOUND" });' } },
  { name: 'a name in unicode', files: { 'app.js': 'throw Object.assign(new Error("x"), { name: "Überlauf 👎" });' } },
  { name: 'a name with line ends', files: { 'app.js': 'throw Object.assign(new Error("x"), { name: "A\\r\\nX-Evil: 1" });' } },
  { name: 'a name in Latin-1', files: { 'app.js': 'throw Object.assign(new Error("x"), { name: "Überlauf" });' } },
  { name: 'a name of its own', files: { 'app.js': 'throw Object.assign(new Error("x"), { name: "Shop.Closed" });' } },
  { name: 'a rejected promise', files: { 'app.mjs': 'await Promise.reject(new TypeError("no luck")); export const handler = 1;' } },
  {
    name: 'an unhandled rejection',
    files: {
      'app.mjs': 'Promise.reject(new Error("lost")); await new Promise((r) => setTimeout(r, 5000)); export const handler = async () => 1;',
    },
  },
  { name: 'an exit', files: { 'app.js': 'process.exit(4);' } },
  { name: 'an exit with 0', files: { 'app.js': 'process.exit(0);' } },
];

const loadable: typeof unloadable = [
  { name: '.mjs', files: { 'app.mjs': 'export const handler = async (e) => e;' } },
  { name: '.cjs', files: { 'app.cjs': 'exports.handler = async (e) => e;' } },
  { name: 'no ending', files: { app: 'exports.handler = async (e) => e;' } },
  {
    name: '.js before .mjs',
    files: { 'app.js': 'exports.handler = async () => "js";', 'app.mjs': 'export const handler = async () => "mjs";' },
  },
  { name: 'type: module', files: { 'package.json': '{"type":"module"}', 'app.js': 'export const handler = async (e) => e;' } },
  {
    name: 'a package.json that is broken',
    files: { 'package.json': '{', 'src/package.json': '{}', 'src/app.js': 'exports.handler = async (e) => e;' },
    handler: 'src/app.handler',
  },
  {
    name: 'the nearest package.json',
    files: { 'package.json': '{"type":"module"}', 'src/package.json': '{}', 'src/app.js': 'exports.handler = async (e) => e;' },
    handler: 'src/app.handler',
  },
  {
    name: 'top-level await',
    files: { 'app.mjs': 'const n = await new Promise((r) => setTimeout(() => r(3), 5)); export const handler = async () => n;' },
  },
  {
    name: 'objects of handlers',
    files: { 'src/a.js': 'exports.b = { c: { handler: async () => "deep" } };' },
    handler: 'src/a.b.c.handler',
  },
  {
    name: 'a getter',
    files: { 'app.js': 'Object.defineProperty(exports, "handler", { enumerable: true, get: () => async () => "got" });' },
  },
  {
    name: 'a module of node_modules',
    files: { 'node_modules/shop/index.js': 'exports.handler = async () => "shop";' },
    handler: 'shop.handler',
  },
  {
    name: 'a dependency',
    files: { 'app.js': 'exports.handler = async () => require("lib");', 'node_modules/lib/index.js': 'module.exports = "lib";' },
  },
  {
    name: 'an ES module that imports CommonJS',
    files: { 'app.mjs': 'import lib from "./lib.cjs"; export const handler = async () => lib;', 'lib.cjs': 'module.exports = { a: 1 };' },
  },
  {
    name: 'CommonJS that imports an ES module',
    files: { 'app.js': 'exports.handler = async () => (await import("./lib.mjs")).a;', 'lib.mjs': 'export const a = 1;' },
  },
  {
    name: 'a class',
    files: { 'app.js': 'class App { static async handler() { return this === undefined ? "no this" : typeof this; } } exports.App = App;' },
    handler: 'app.App.handler',
  },
  {
    name: 'a bound method',
    files: { 'app.js': 'class App { n = 5; async run() { return this.n; } } const app = new App(); exports.handler = app.run.bind(app);' },
  },
  {
    name: 'a folder',
    files: { 'src/handlers/shop/app.js': 'exports.handler = async () => __filename.endsWith("src/handlers/shop/app.js");' },
    handler: 'src/handlers/shop/app.handler',
  },
  {
    name: 'a handler loaded by a streaming name',
    files: { 'app.mjs': 'export const handler = awslambda.streamifyResponse(async (e, s) => { s.end("streamed"); });' },
  },
];

/** Texts that are no JSON, or JSON with something about it. */
const texts = [
  'null',
  'true',
  '0',
  '-0',
  '1e400',
  '12345678901234567890',
  '"text"',
  '""',
  '[]',
  '{}',
  ' { "a" : 1 } ',
  '{"a":1,"a":2}',
  '{"__proto__":1}',
  '{"constructor":{"prototype":1}}',
  '"\\ud83d"',
  '"\\u0000"',
  '"\u007f\u2028"',
  '"grüße 你好 👩‍👩‍👧"',
  '{"ключ":"значение"}',
  '',
  'not json',
  '{"a":1',
  '{"a":1}}',
  '{a:1}',
  '"a\nb"',
  '\ufeff{}',
  'undefined',
  'NaN',
  `${'['.repeat(500)}${']'.repeat(500)}`,
  JSON.stringify('x'.repeat(65_536)),
  JSON.stringify('ü'.repeat(524_288)),
  JSON.stringify('x'.repeat(2_000_000)),
];

export const conformanceFunctions: readonly ConformanceFunction[] = [
  { name: 'events', files: { 'app.js': 'exports.handler = async (event) => event;' }, events: [...texts, ...randomEvents(120)] },
  {
    name: 'events of an ES module',
    files: { 'app.mjs': 'export const handler = async (event) => ({ event });' },
    events: randomEvents(40),
  },
  byKind(
    'returned',
    'async (event) => kinds[event.kind]()',
    mapped(returned, (code) => `() => (${code})`),
    big,
  ),
  byKind(
    'returned by callback',
    '(event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; callback(null, kinds[event.kind]()); }',
    without(
      mapped(returned, (code) => `() => (${code})`),
      [
        'a bigint',
        'a cycle',
        'a getter that throws',
        'toJSON that throws',
        'a function',
        'a symbol',
        'toJSON without an answer',
        '1 MB',
        'just what fits',
        'one more than fits',
        '7 MB',
      ],
    ),
    big,
  ),
  byKind(
    'thrown',
    'async (event) => { throw kinds[event.kind](); }',
    mapped(thrown, (code) => `() => (${code})`),
    big,
  ),
  byKind(
    'thrown before a promise',
    '(event) => { throw kinds[event.kind](); }',
    mapped(thrown, (code) => `() => (${code})`),
    big,
  ),
  byKind('called back', '(event, context, callback) => kinds[event.kind](event, context, callback)', calledBack),
  byKind(
    'streamed',
    'awslambda.streamifyResponse((event, stream, context) => kinds[event.kind](stream, context))',
    streamed,
    `${wait} const { pipeline } = require("node:stream/promises"); const { Readable } = require("node:stream");`,
  ),
  byKind('ends', '(event, context, callback) => kinds[event.kind](event, context, callback)', deadly, wait),
  byKind(
    'context',
    'async function (...args) { const [event, c] = args; return kinds[event.kind](c, args, this); }',
    mapped(context, (code) => `(c, args, self) => (${code})`),
  ),
  {
    ...byKind(
      'context of a client',
      'async (event, c) => kinds[event.kind](c)',
      mapped(context, (code) => `(c, args, self) => (${code})`),
    ),
    events: ['client context', 'identity', 'keys', 'types'].map((kind) => JSON.stringify({ kind })),
    options: {
      clientContext: { client: { app_title: 'Grüße 👋' }, custom: { a: 'b' } },
      identity: { cognitoIdentityId: 'id-1', cognitoIdentityPoolId: 'pool-1' },
    },
  },
  byKind(
    'logs',
    'async (event) => { kinds[event.kind](); return 1; }',
    mapped(logged, (code) => `() => { ${code}; }`),
  ),
  {
    ...byKind(
      'logs from a level on',
      'async (event) => { kinds[event.kind](); return 1; }',
      mapped(logged, (code) => `() => { ${code}; }`),
    ),
    env: { AWS_LAMBDA_LOG_LEVEL: 'warn' },
  },
  ...each(
    'state',
    {
      'a counter': 'let n = 0; exports.handler = async () => ++n;',
      'a trace id of its own': 'const seen = new Set(); exports.handler = async () => seen.add(process.env._X_AMZN_TRACE_ID).size;',
      'an interval that goes on': 'let n = 0; setInterval(() => { n++; }, 5).unref(); exports.handler = async () => n >= 0;',
      'the asynchronous context':
        "const store = new (require('node:async_hooks').AsyncLocalStorage)(); let n = 0; exports.handler = async () => { const inherited = store.getStore() ?? 'none'; store.enterWith(`call ${++n}`); return inherited; };",
    },
    4,
  ),
  ...each(
    'streamed',
    {
      'a high water mark':
        'exports.handler = awslambda.streamifyResponse(async (e, s) => { s.write("x"); s.end(String(s.writableHighWaterMark)); }, { highWaterMark: 100.7 });',
    },
    2,
  ),
  ...each(
    'time',
    {
      'a handler that hangs': 'exports.handler = async () => { for (;;); };',
      'a handler that waits': 'exports.handler = async () => { await new Promise((r) => setTimeout(r, 5000)); };',
    },
    1,
  ),
  ...each(
    'streamed',
    {
      'a write behind the end':
        'exports.handler = awslambda.streamifyResponse(async (e, s) => { s.on("error", () => {}); s.end("x"); s.write("y"); });',
    },
    8,
  ),
  ...loaded(unloadable),
  ...loaded(loadable),
  {
    ...(each(
      'never settled',
      { 'a promise': 'exports.handler = async () => { await new Promise(() => {}); };' },
      2,
    )[0] as ConformanceFunction),
    differs: {
      reason: 'the managed runtimes report a promise that can not settle any more; the published client answers null',
      ours: /^\{"errorType":"Runtime\.NodeJsExit"/,
      published: /^null$/,
    },
  },
  {
    ...(each(
      'loading',
      {
        'a streaming mark that is unknown':
          'exports.handler = async () => 1; exports.handler[Symbol.for("aws.lambda.runtime.handler.streaming")] = "both";',
      },
      2,
    )[0] as ConformanceFunction),
    differs: {
      reason: 'the published client means the same error but does not import it',
      ours: /^\{"errorType":"Runtime\.MalformedStreamingHandler","errorMessage":"Only response streaming is supported\."/,
      published: /^\{"errorType":"ReferenceError","errorMessage":"MalformedStreamingHandler is not defined"/,
    },
  },
];

function mapped(table: Table, map: (code: string) => string): Table {
  return Object.fromEntries(Object.entries(table).map(([key, code]) => [key, map(code)]));
}

function without(table: Table, names: readonly string[]): Table {
  return Object.fromEntries(Object.entries(table).filter(([key]) => !names.includes(key)));
}
