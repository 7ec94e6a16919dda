/** `node:vm`: code from text in this context or another one. Node loads the module itself at start, so patching it costs nothing. */

import { judgeCode, withRewrittenText } from '../code.ts';
import type { Foreign, ForeignFunction } from '../host.ts';
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
        const given = name === 'runInThisContext' || name === 'compileFunction' ? withRewrittenText(guarding, args, 0) : args;
        return host.call(original as ForeignFunction, self, given);
      }, original as ForeignFunction);
    }
    for (const name of constructors) {
      const original = module[name] as (ForeignFunction & Foreign) | undefined;
      if (typeof original !== 'function') continue;
      const hooked = host.exposeConstructor((_self, args, newTarget) => {
        const stopped = judgeCode(guarding, 'vm', `new vm.${name}`, args[0]);
        if (stopped) throw stopped;
        return host.construct(original, args, newTarget === hooked || newTarget === undefined ? original : newTarget);
      }, original);
      module[name] = hooked;
    }
    return 'armed';
  },
};
