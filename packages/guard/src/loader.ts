/**
 * The part of the guard that lives in the function's realm: captures what it needs before other code can touch it, opens the private
 * realm, and hands the host over. Nothing here decides anything. The build puts the text of the bundle of `inner.ts` in place of
 * `INNER_SOURCE`; that of `analysis.ts` is a file beside this one (`analysis-file.ts`).
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import * as url from 'node:url';
import * as vm from 'node:vm';
import { type AnalysisTexts, readAnalysisFile } from './analysis-file.ts';
import type { Foreign, ForeignFunction, Host, Token } from './host.ts';
import type { Guard } from './inner.ts';
import { findArmedCopy, impostor, publishCopy } from './presence.ts';
import { reportUnusable } from './unusable.ts';

declare const INNER_SOURCE: string;
declare const GUARD_VERSION: string;
declare const __filename: string;

// Constants and not imports: a bundler turns an import of CommonJS into a look-up at each use, and by then a package (or a hook of ours:
// `vm.Script` is one) may have put something else there.
const { openSync, readFileSync, statSync, writeSync } = fs;
const { dirname, join, resolve } = path;
const { pathToFileURL } = url;
const { compileFunction, createContext, Script } = vm;
const { apply, construct, ownKeys, getOwnPropertyDescriptor, getPrototypeOf, defineProperty } = Reflect;
const { create, freeze, assign } = Object;
const parseJson = JSON.parse;
const PromiseConstructor = Promise;
const promiseThen = Promise.prototype.then;
const promiseReject = Promise.reject;
const promiseResolve = Promise.resolve;
const ErrorConstructor = Error;
const ProxyConstructor = Proxy;
const DateConstructor = Date;
const dateToIso = Date.prototype.toISOString;
const BufferConstructor = Buffer;
const bufferFrom = Buffer.from;
const bufferToString = Buffer.prototype.toString;
const isView = ArrayBuffer.isView;
const { nextTick } = process;
// Of the thread since Node 23.9; other threads only make the time shorter.
const cpuUsage = (process as { threadCpuUsage?: typeof process.cpuUsage }).threadCpuUsage ?? process.cpuUsage;
const storage = new AsyncLocalStorage<Token>();
const { run, getStore } = storage;
const requireBuiltin = createRequire(__filename);
const environment: NodeJS.ProcessEnv = assign(create(null), process.env);
const isMainThread = detectMainThread();

function detectMainThread(): boolean {
  // `worker_threads` costs a millisecond or two to load; a worker is told apart by what its start leaves on `process`.
  return process.chdir.name !== 'unavailableInWorker';
}

function openReport(): number {
  const target = environment['POSTERN_REPORT'] || 'stdout';
  if (target === 'stdout') return 1;
  if (target === 'stderr') return 2;
  if (/^fd:\d{1,4}$/.test(target)) return Number(target.slice(3));
  // A file is named with a slash or a dot. A bare word is a misspelt stream, and would be a file that nobody looks into.
  if (!/[./\\]/.test(target)) return 2;
  try {
    return openSync(target, 'a', 0o600);
  } catch {
    return 2; // a report that can't be opened must not vanish
  }
}

let reportFd: number | undefined;
let readTexts: (() => AnalysisTexts) | undefined;

const host: Host = {
  version: GUARD_VERSION,
  startFolder: process.cwd(),
  file: __filename,
  nodeVersion: process.versions.node,
  isMainThread,
  environment,
  globals: globalThis as unknown as Foreign,
  binding(name) {
    const silent = process.noDeprecation;
    try {
      process.noDeprecation = true;
      return (process as unknown as { binding(name: string): Foreign }).binding(name);
    } catch {
      return undefined;
    } finally {
      if (silent === undefined) delete (process as { noDeprecation?: boolean }).noDeprecation;
      else process.noDeprecation = silent;
    }
  },
  builtin: (name) => requireBuiltin(`node:${name}`) as Foreign,
  expose(implementation, like) {
    const shell = function (this: unknown, ...args: unknown[]): unknown {
      return apply(implementation, undefined, [this, args, undefined]);
    };
    return like === undefined ? shell : dressAs(shell, like);
  },
  exposeConstructor(implementation, like) {
    const handler = create(null) as ProxyHandler<ForeignFunction>;
    handler.apply = (_target, self, args) => apply(implementation, undefined, [self, args, undefined]);
    handler.construct = (_target, args, newTarget) => apply(implementation, undefined, [undefined, args, newTarget]) as object;
    return new ProxyConstructor(like, handler);
  },
  call: (target, self, args) => apply(target, self, args as unknown as unknown[]),
  construct: (target, args, newTarget) => construct(target, args as unknown as unknown[], newTarget as ForeignFunction),
  array(args) {
    const copy: unknown[] = [];
    for (let i = 0; i < args.length; i++) defineProperty(copy, i, { value: args[i], writable: true, enumerable: true, configurable: true });
    return copy;
  },
  copy: (object) => assign({}, object) as Foreign,
  overlay(base, key, value) {
    const overlay = create(base) as object;
    defineProperty(overlay, key, { value, writable: true, enumerable: true, configurable: true });
    return overlay;
  },
  prototypeOf: (object) => getPrototypeOf(object as object),
  isPromise: (value) => value instanceof PromiseConstructor,
  promiseOf: (thenable) => apply(promiseResolve, PromiseConstructor, [thenable]),
  error(name, code, message) {
    const error = new ErrorConstructor(message);
    defineProperty(error, 'name', { value: name, writable: true, configurable: true });
    defineProperty(error, 'code', { value: code, writable: true, enumerable: true, configurable: true });
    return error;
  },
  reject: (error) => apply(promiseReject, PromiseConstructor, [error]) as Promise<never>,
  settled(promise, done) {
    const fulfilled = (value: unknown): unknown => {
      done();
      return value;
    };
    const rejected = (reason: unknown): never => {
      done();
      throw reason;
    };
    return apply(promiseThen, promise as Promise<unknown>, [fulfilled, rejected]);
  },
  mapped: (promise, change) => apply(promiseThen, promise as Promise<unknown>, [(value: unknown) => change(value)]),
  nextTick: (action) => apply(nextTick, process, [() => action()]),
  token: () => freeze(create(null) as Token),
  runWith: (token, target, self, args) => apply(run, storage, [token, () => apply(target, self, args as unknown as unknown[])]),
  currentToken: () => apply(getStore, storage, []) as Token | undefined,
  eachHeader(response, see) {
    (response as Response).headers.forEach((value) => {
      see(value);
    });
  },
  replaceArgument(from, to) {
    if (process.argv[2] === from) process.argv[2] = to;
  },
  setEnvironment(name, value) {
    process.env[name] = value;
  },
  execArgv: () => process.execArgv,
  nodeOptions: () => process.env['NODE_OPTIONS'] ?? '',
  resolve: (...parts) => resolve(...parts),
  isFile: (file) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false,
  isModulePackage(file) {
    for (let folder = dirname(file); ; folder = dirname(folder)) {
      const manifest = join(folder, 'package.json');
      if (statSync(manifest, { throwIfNoEntry: false })?.isFile()) {
        try {
          return (parseJson(readFileSync(manifest, 'utf8')) as { type?: unknown }).type === 'module';
        } catch {
          return false;
        }
      }
      if (folder === dirname(folder)) return false;
    }
  },
  cpuTime() {
    const { user, system } = apply(cpuUsage, process, []) as NodeJS.CpuUsage;
    return (user + system) / 1000;
  },
  now: () => apply(dateToIso, new DateConstructor(), []) as string,
  traceId: () => process.env['_X_AMZN_TRACE_ID'],
  readText: (file) => readFileSync(file, 'utf8'),
  write(text) {
    reportFd ??= openReport();
    try {
      writeSync(reportFd, text);
    } catch {
      // A closed descriptor or a full pipe: reporting never fails the function.
    }
  },
  analysis() {
    const texts = (readTexts as () => AnalysisTexts)();
    const analysis = compile(texts[0] as string)((chunk: number) => compile(texts[chunk + 1] as string));
    analysis.provideHost(decompressors);
    return analysis;
  },
  random: () => (requireBuiltin('node:crypto') as typeof import('node:crypto')).randomBytes(16).toString('hex'),
  sha256: (text) => (requireBuiltin('node:crypto') as typeof import('node:crypto')).createHash('sha256').update(text).digest('hex'),
  bytes(chunk) {
    if (typeof chunk === 'string') return apply(bufferFrom, BufferConstructor, [chunk, 'latin1']) as Uint8Array;
    return isView(chunk) ? (chunk as Uint8Array) : undefined;
  },
  text: (bytes) => apply(bufferToString, bytes as Buffer, ['utf8']) as string,
  bytesOf: (text) => apply(bufferFrom, BufferConstructor, [text, 'utf8']),
};

type Decompress = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array;

/**
 * What inspection cannot decompress by the language alone. `node:zlib` is loaded with the first such data: at start it would cost every function.
 * A package that has patched it by then can hide a view, as it could by an encoding of its own; the sinks look at raw input as well.
 */
const decompressors = {
  brotli: (bytes: Uint8Array, maxOutputLength: number) => zlib().brotliDecompressSync?.(bytes, { maxOutputLength }),
  // From Node 22.15 on.
  zstd: (bytes: Uint8Array, maxOutputLength: number) => zlib().zstdDecompressSync?.(bytes, { maxOutputLength }),
};

function zlib(): { readonly brotliDecompressSync?: Decompress; readonly zstdDecompressSync?: Decompress } {
  return requireBuiltin('node:zlib') as unknown as ReturnType<typeof zlib>;
}

/** Gives `shell` the name, length and further own properties of the function it stands for (`util.promisify.custom`, streaming marks). */
function dressAs(shell: ForeignFunction, like: ForeignFunction): ForeignFunction {
  const keys = ownKeys(like);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as PropertyKey;
    if (key === 'arguments' || key === 'caller') continue;
    const descriptor = getOwnPropertyDescriptor(like, key);
    const own = getOwnPropertyDescriptor(shell, key);
    if (descriptor && (own === undefined || own.configurable || (own.writable && key === 'prototype'))) {
      if (key === 'prototype') defineProperty(shell, key, { value: like.prototype });
      else defineProperty(shell, key, descriptor);
    }
  }
  return shell;
}

let realm: vm.Context | undefined;

function privateRealm(): vm.Context {
  // No code from strings inside: even somebody who got hold of a constructor of that realm could not write code with it.
  realm ??= createContext(create(null) as object, { name: 'postern', codeGeneration: { strings: false, wasm: false } });
  return realm;
}

/** Gives the function that a text of the private realm returns. Unlike `Script`, this asks nothing that a package could have replaced by now. */
function compile(text: string): ForeignFunction {
  const options = assign(create(null) as vm.CompileFunctionOptions, { filename: 'postern:guard', parsingContext: privateRealm() });
  return compileFunction(text, [], options)() as ForeignFunction;
}

function openPrivateRealm(): Guard {
  const start = new Script(INNER_SOURCE, { filename: 'postern:guard' }).runInContext(privateRealm()) as (
    host: Host,
    impostor: () => boolean,
  ) => Guard;
  return start(host, () => impostor);
}

/** What `require('@postern/guard')` answers. */
export interface GuardModule {
  /** Wraps a handler; answers it untouched where the guard is off or already wrapped it. */
  guard<Handler extends ForeignFunction>(handler: Handler): Handler;
  /** For the entry of ES-module handlers: loads the handler that `_HANDLER` named before the guard re-pointed it. */
  loadHandler(): Promise<unknown>;
  readonly version: string;
}

/** Off by the environment alone, without a policy that could say otherwise: nothing is opened, nothing is patched. */
const isOff = environment['POSTERN_MODE'] === 'off' && !environment['POSTERN_POLICY'];

/** What stands in for a guard that does nothing. */
function disarmed(why: string): GuardModule {
  return { guard: (handler) => handler, loadHandler: () => Promise.reject(new ErrorConstructor(why)), version: GUARD_VERSION };
}

function arm(): GuardModule {
  if (isOff) return disarmed('The guard is off.');
  const armed = findArmedCopy(host) as GuardModule | undefined;
  if (armed) return armed;
  try {
    readTexts = readAnalysisFile(dirname(__filename));
  } catch (error) {
    reportUnusable(host, (error as Error).message);
    return disarmed('The guard is not armed.');
  }
  const inner = openPrivateRealm();
  const folder = dirname(__filename);
  inner.arm({ register: join(folder, 'register.cjs'), entry: join(folder, 'entry') });
  const exports: GuardModule = {
    guard: (handler) => inner.wrapHandler(handler) as typeof handler,
    version: GUARD_VERSION,
    async loadHandler() {
      const { file, steps } = inner.takeHandler();
      let value: unknown = await import(pathToFileURL(file).href);
      for (const step of steps) value = (value as Foreign | undefined)?.[step];
      return typeof value === 'function' ? inner.wrapHandler(value as ForeignFunction) : value;
    },
  };
  freeze(exports);
  publishCopy(exports, (nonce) => inner.probe(nonce));
  return exports;
}

const guardModule: GuardModule = arm();
export const guard: GuardModule['guard'] = guardModule.guard;
export const loadHandler: GuardModule['loadHandler'] = guardModule.loadHandler;
export const version: string = guardModule.version;
