/** `node:vm`: code from text in this context or another one. Node loads the module itself at start, so patching it costs nothing. */

import { judgeCode, withoutDirectEval, withRewrittenText } from '../code.ts';
import type { Foreign, ForeignArray, ForeignFunction } from '../host.ts';
import type { Guarding } from '../state.ts';
import type { Hook } from '../unit.ts';

const functions = ['runInThisContext', 'runInNewContext', 'runInContext', 'createScript', 'compileFunction'];
const constructors = ['Script', 'SourceTextModule'];

export const vm: Hook = {
  id: 'vm',
  summary: 'Code from text by vm.Script, vm.runIn…Context and vm.compileFunction.',
  arm(guarding) {
    const { host } = guarding;
    const module = host.builtin('vm');
    for (const name of functions) {
      const original = module[name];
      if (typeof original !== 'function') continue;
      module[name] = host.expose((self, args) => {
        const stopped = judgeCode(guarding, 'vm', `vm.${name}`, args[0]);
        if (stopped) throw stopped;
        // Another context has an `eval` of its own; only code for this one needs its direct calls rewritten.
        const isForHere =
          name === 'runInThisContext' || (name === 'compileFunction' && (args[2] as Foreign | undefined)?.['parsingContext'] === undefined);
        const given = isForHere ? withRewrittenText(guarding, args, 0) : args;
        return host.call(original as ForeignFunction, self, given);
      }, original as ForeignFunction);
    }
    const sources = new WeakMap<object, ForeignArray>();
    for (const name of constructors) {
      const original = module[name] as (ForeignFunction & Foreign) | undefined;
      if (typeof original !== 'function') continue;
      const hooked = host.exposeConstructor((_self, args, newTarget) => {
        const stopped = judgeCode(guarding, 'vm', `new vm.${name}`, args[0]);
        if (stopped) throw stopped;
        const made = host.construct(original, args, newTarget === hooked || newTarget === undefined ? original : newTarget) as object;
        if (name === 'Script' && typeof args[0] === 'string' && withoutDirectEval(args[0]) !== undefined) sources.set(made, args);
        return made;
      }, original);
      module[name] = hooked;
      if (name === 'Script') hookScript(guarding, original, sources);
    }
    return 'armed';
  },
};

/** A script does not know in which context it will run. In this one its direct calls of `eval` must be the rewritten ones. */
function hookScript(guarding: Guarding, Script: ForeignFunction, sources: WeakMap<object, ForeignArray>): void {
  const { host } = guarding;
  const prototype = Script.prototype as Foreign;
  const run = prototype['runInThisContext'] as ForeignFunction;
  const rewritten = new WeakMap<object, object>();
  prototype['runInThisContext'] = host.expose((self, args) => {
    const made = typeof self === 'object' && self !== null ? sources.get(self) : undefined;
    if (!made) return host.call(run, self, args);
    let twin = rewritten.get(self as object);
    if (!twin) {
      const given = host.array(withRewrittenText(guarding, made, 0));
      if (typeof given[1] === 'object' && given[1] !== null) {
        // Cached code belongs to the text as it was.
        const options = host.copy(given[1]);
        options['cachedData'] = undefined;
        given[1] = options;
      }
      twin = host.construct(Script, given as unknown as ForeignArray, Script) as object;
      rewritten.set(self as object, twin);
    }
    return host.call(run, twin, args);
  }, run);
}
