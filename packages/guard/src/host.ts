/**
 * The door between the two realms. The guard's logic runs in a private V8 realm (`inner.ts`), so that a package which patches
 * `RegExp.prototype.exec` or `Array.prototype.push` of the function's realm changes nothing that the guard relies on. Everything the
 * logic needs from the function's realm or from Node is captured by the loader before any other code runs, and handed over here.
 *
 * Two rules keep the door shut from the other side: only functions made by `expose` and errors made by `error` leave the private
 * realm (their prototypes belong to the function's realm), and foreign objects are read by index and own key, never by their methods.
 */

/** A function of the other realm. */
// biome-ignore lint/suspicious/noExplicitAny: foreign functions have whatever shape Node gives them
export type ForeignFunction = (...args: any[]) => any;
/** An object of the other realm. Its methods may have been replaced: read own properties only. */
export type Foreign = { [key: PropertyKey]: unknown };

/** Stands in for a foreign function: gets its `this`, its arguments as a foreign array, and `new.target`. */
export type Implementation = (self: unknown, args: ForeignArray, newTarget: unknown) => unknown;
export interface ForeignArray {
  readonly length: number;
  readonly [index: number]: unknown;
}

/** An opaque key of an invocation. Whoever finds it in an async resource learns and changes nothing. */
export type Token = object;

export interface Host {
  readonly version: string;
  /** The working folder at start. */
  readonly startFolder: string;
  /** The loader's file. */
  readonly file: string;
  readonly nodeVersion: string;
  readonly isMainThread: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The function's `globalThis`. */
  readonly globals: Foreign;
  /** Node's own binding objects; `undefined` where this Node keeps them closed (as under `--permission`). */
  binding(name: string): Foreign | undefined;
  /** `require` of a built-in module. */
  builtin(name: string): Foreign;
  /** Wraps an implementation as a function of the function's realm, with the name, length and own properties of `like`. */
  expose(implementation: Implementation, like?: ForeignFunction): ForeignFunction;
  /** A proxy for a constructor: same identity checks, `call` and `construct` go to the implementation. */
  exposeConstructor(implementation: Implementation, like: ForeignFunction): ForeignFunction;
  call(target: ForeignFunction, self: unknown, args: ForeignArray): unknown;
  construct(target: ForeignFunction, args: ForeignArray, newTarget: unknown): unknown;
  /** A copy of `args` as an array of the function's realm. */
  array(args: ForeignArray): unknown[];
  /** A shallow copy of own enumerable properties as an object of the function's realm. */
  copy(object: unknown): Foreign;
  /** `Object.create(base)` of the function's realm with one own property. */
  overlay(base: object, key: string, value: unknown): object;
  prototypeOf(object: unknown): unknown;
  isPromise(value: unknown): boolean;
  /** A promise of the function's realm for any value that has a `then`. */
  promiseOf(thenable: unknown): unknown;
  error(name: string, code: string, message: string): Error;
  reject(error: unknown): Promise<never>;
  /** Calls back when a foreign promise settles; answers a promise with the same outcome. */
  settled(promise: unknown, done: () => void): unknown;
  /** A promise of what `change` makes of a foreign promise's value. */
  mapped(promise: unknown, change: (value: unknown) => unknown): unknown;
  nextTick(action: () => void): void;
  token(): Token;
  /** Runs `target` in an asynchronous context that carries `token`. */
  runWith(token: Token, target: ForeignFunction, self: unknown, args: ForeignArray): unknown;
  currentToken(): Token | undefined;
  /** The values of the headers of a `Response`. */
  eachHeader(response: unknown, see: (value: string) => void): void;
  setEnvironment(name: string, value: string): void;
  /** Changes the first argument of the program if it is `from`. */
  replaceArgument(from: string, to: string): void;
  execArgv(): ForeignArray;
  nodeOptions(): string;
  resolve(...parts: string[]): string;
  isFile(file: string): boolean;
  /** Whether the nearest package.json above a file says `"type": "module"`. */
  isModulePackage(file: string): boolean;
  now(): string;
  /** The CPU time that this thread used, in milliseconds; of the process, where Node tells no more. One call costs 5 µs. */
  cpuTime(): number;
  /** The trace id of the running invocation, which Lambda keeps in the environment. */
  traceId(): string | undefined;
  readText(file: string): string;
  write(text: string): void;
  sha256(text: string): string;
  /** 32 hexadecimal digits that nobody can guess. */
  random(): string;
  /** The functions of `analysis.ts`, compiled in the private realm when first asked for. */
  analysis(): unknown;
  /** Bytes of a foreign string or typed array, copied. */
  bytes(chunk: unknown): Uint8Array | undefined;
  /** The text of a module's source; its bytes belong to whoever loads it, so Node's own decoder is as good as ours. */
  text(bytes: unknown): string;
  /** UTF-8 bytes as a `Buffer` of the function's realm. */
  bytesOf(text: string): unknown;
}
