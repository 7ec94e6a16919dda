/**
 * Knows when a module is loaded. Built-ins are patched when the program first asks for them, not before: loading `http` or
 * `worker_threads` for a function that never uses them would cost milliseconds of every cold start. Three ways lead to a built-in
 * (`require`, `import`, `process.getBuiltinModule`) and one to a package's CommonJS file (`Module.prototype._compile`, also when an
 * ES module imports it).
 */
import type { Foreign, ForeignFunction } from './host.ts';
import type { Guarding } from './state.ts';

export type Rewrite = (source: string, file: string) => string | undefined;

interface Modules {
  readonly builtins: Map<string, ((exports: Foreign) => void)[]>;
  readonly files: { readonly suffix: string; readonly patch: (exports: Foreign) => void }[];
  readonly rewrites: Rewrite[];
  afterRequire: ((request: string, exports: unknown) => unknown) | undefined;
  readonly patched: Set<string>;
  guarding: Guarding | undefined;
}

const modules: Modules = { builtins: new Map(), files: [], rewrites: [], afterRequire: undefined, patched: new Set(), guarding: undefined };

/** Calls `patch` with the exports of a built-in, once, before the program sees them. */
export function onBuiltin(name: string, patch: (exports: Foreign) => void): void {
  const list = modules.builtins.get(name);
  if (list) list.push(patch);
  else modules.builtins.set(name, [patch]);
}

/** Calls `patch` with `module.exports` after a package's file was run; `suffix` begins at `/node_modules/`. */
export function onFile(suffix: string, patch: (exports: Foreign) => void): void {
  modules.files.push({ suffix, patch });
}

/** Lets `rewrite` change the source text of JavaScript modules before they are compiled. */
export function onSource(rewrite: Rewrite): void {
  modules.rewrites.push(rewrite);
}

/** Lets `replace` change what a `require` answers. */
export function onRequire(replace: (request: string, exports: unknown) => unknown): void {
  modules.afterRequire = replace;
}

/** The source text with all rewrites applied, or undefined when nothing changed. */
export function rewriteSource(source: string, file: string): string | undefined {
  let text: string | undefined;
  for (const rewrite of modules.rewrites) text = rewrite(text ?? source, file) ?? text;
  return text;
}

export function armModules(guarding: Guarding): void {
  modules.guarding = guarding;
  const { host } = guarding;
  const Module = host.builtin('module');

  const load = Module['_load'] as ForeignFunction;
  Module['_load'] = host.expose((self, args) => {
    const request = args[0];
    if (typeof request === 'string') builtinRequested(request);
    const exports = host.call(load, self, args);
    if (modules.afterRequire === undefined || typeof request !== 'string') return exports;
    let replaced = exports;
    guarding.safely('require', () => {
      replaced = modules.afterRequire?.(request, exports);
    });
    return replaced;
  }, load);

  const prototype = Module['prototype'] as Foreign;
  const compile = prototype['_compile'] as ForeignFunction;
  prototype['_compile'] = host.expose((self, args) => {
    const [source, file] = [args[0], args[1]];
    if (typeof source !== 'string' || typeof file !== 'string') return host.call(compile, self, args);
    let given = args;
    guarding.safely('compile', () => {
      const rewritten = rewriteSource(source, file);
      if (rewritten !== undefined) {
        const changed = host.array(args);
        changed[0] = rewritten;
        given = changed;
      }
    });
    const result = host.call(compile, self, given);
    if (file.includes('node_modules')) guarding.safely('module patch', () => fileLoaded(file, (self as Foreign)['exports']));
    return result;
  }, compile);

  const processObject = host.globals['process'] as Foreign;
  const getBuiltin = processObject['getBuiltinModule'];
  if (typeof getBuiltin === 'function')
    processObject['getBuiltinModule'] = host.expose((self, args) => {
      if (typeof args[0] === 'string') builtinRequested(args[0]);
      return host.call(getBuiltin as ForeignFunction, self, args);
    }, getBuiltin as ForeignFunction);

  const { registerHooks } = Module;
  if (typeof registerHooks === 'function') watchEsModules(guarding, registerHooks as ForeignFunction);
  else watchEsModulesOnNode20(guarding);
}

function builtinRequested(specifier: string): void {
  const name = specifier.startsWith('node:') ? specifier.slice(5) : specifier;
  if (modules.patched.has(name)) return;
  const patches = modules.builtins.get(name);
  if (!patches) return;
  modules.patched.add(name);
  const guarding = modules.guarding as Guarding;
  for (const patch of patches) guarding.safely(`patch of ${name}`, () => patch(guarding.host.builtin(name)));
}

function fileLoaded(file: string, exports: unknown): void {
  if (exports === null || (typeof exports !== 'object' && typeof exports !== 'function')) return;
  const path = file.includes('\\') ? file.replaceAll('\\', '/') : file;
  for (let i = 0; i < modules.files.length; i++) {
    const watched = modules.files[i] as (typeof modules.files)[number];
    if (path.endsWith(watched.suffix)) watched.patch(exports as Foreign);
  }
}

/** Node ≥ 22.15: synchronous hooks in the same thread (nodejs.org/api/module.html#moduleregisterhooksoptions). */
function watchEsModules(guarding: Guarding, registerHooks: ForeignFunction): void {
  const { host } = guarding;
  const load = host.expose((_self, args) => {
    const url = args[0];
    if (typeof url === 'string' && url.startsWith('node:')) builtinRequested(url);
    const result = host.call(args[2] as ForeignFunction, undefined, host.array({ length: 2, 0: url, 1: args[1] })) as Foreign;
    if (result['format'] !== 'module' || typeof url !== 'string') return result;
    let answer = result;
    guarding.safely('load', () => {
      const source = result['source'];
      const text = typeof source === 'string' ? source : source === null || source === undefined ? undefined : host.text(source);
      const rewritten = text === undefined ? undefined : rewriteSource(text, url);
      if (rewritten !== undefined) {
        answer = host.copy(result);
        answer['source'] = rewritten;
      }
    });
    return answer;
  });
  host.call(registerHooks, host.builtin('module'), host.array({ length: 1, 0: host.overlay({}, 'load', load) }));
}

/** The built-ins that the guard patches, as an `import` names them. */
const importedBuiltin = /['"](?:node:)?(https?|worker_threads|stream)['"]/g;
let watchingOnNode20 = false;

/**
 * Node 20 has no such hooks; a loader thread would cost a worker's start in every cold start. Its ES-module loader reads sources with
 * `fs.promises.readFile(url)`, looked up at the time of the call, so the text can be seen and changed there, before what it imports is
 * linked. Only that caller gets changed text. `fs/promises` is loaded for it, so it waits for the first sign of an ES module.
 */
function watchEsModulesOnNode20(guarding: Guarding): void {
  const { host } = guarding;
  if (host.environment['_HANDLER'] === undefined) armOnNode20(guarding);
  // A CommonJS program comes to ES modules by `import(…)` alone.
  else onSource((source) => (!watchingOnNode20 && source.includes('import') ? void armOnNode20(guarding) : undefined));
}

/** The handler is an ES module: its source is read next. */
export function expectEsModules(guarding: Guarding): void {
  if (typeof guarding.host.builtin('module')['registerHooks'] !== 'function') armOnNode20(guarding);
}

function armOnNode20(guarding: Guarding): void {
  if (watchingOnNode20) return;
  watchingOnNode20 = true;
  const { host } = guarding;
  const promises = host.builtin('fs/promises');
  const readFile = promises['readFile'] as ForeignFunction;
  promises['readFile'] = host.expose((self, args) => {
    const result = host.call(readFile, self, args);
    const href = args.length === 1 && typeof args[0] === 'object' && args[0] !== null ? (args[0] as Foreign)['href'] : undefined;
    if (typeof href !== 'string' || !/\.m?js$/.test(href) || !calledByLoader()) return result;
    const change = (bytes: unknown): unknown => {
      let answer = bytes;
      guarding.safely('load', () => {
        const text = host.text(bytes);
        for (const [, name] of text.matchAll(importedBuiltin)) builtinRequested(name as string);
        const rewritten = rewriteSource(text, href);
        if (rewritten !== undefined) answer = host.bytesOf(rewritten);
      });
      return answer;
    };
    return host.mapped(result, change);
  }, readFile);
}

function calledByLoader(): boolean {
  const sites = new Error().stack as unknown as readonly { getFileName(): string | null }[];
  for (let i = 0; i < sites.length; i++) {
    const file = sites[i]?.getFileName();
    if (file === 'node:internal/modules/esm/load') return true;
    if (file && !file.startsWith('node:') && file !== 'postern:guard' && !file.endsWith('guard.cjs')) return false;
  }
  return false;
}
