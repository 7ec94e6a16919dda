/** `eval`, direct and indirect. */
import { judgeCode, withoutDirectEval, withRewrittenText } from '../code.ts';
import { directEvalName } from '../direct-eval-name.ts';
import type { ForeignArray, ForeignFunction } from '../host.ts';
import { onSource } from '../modules.ts';
import type { Hook } from '../unit.ts';

export const globalEval: Hook = {
  id: 'eval',
  summary: 'Code from text by eval; direct calls keep their scope.',
  arm(guarding) {
    const { host } = guarding;
    const { globals } = host;
    const native = globals['eval'] as ForeignFunction;
    const hooked = host.expose((_self, args) => {
      const stopped = judgeCode(guarding, 'eval', 'eval', args[0]);
      if (stopped) throw stopped;
      return host.call(native, undefined, withRewrittenText(guarding, args, 0));
    }, native);
    const put = (value: ForeignFunction): void => {
      Object.defineProperty(globals, 'eval', { value, writable: true, enumerable: false, configurable: true });
    };

    // Calls nest (`eval(eval(x))`), so the checked arguments lie on a stack.
    const pending: ForeignArray[] = [];
    const direct = host.expose((_self, args) => args[2]);
    const part = (name: string, implementation: (args: ForeignArray) => unknown): void => {
      Object.defineProperty(direct, name, { value: host.expose((_self, args) => implementation(args)) });
    };
    part('arg', (args) => {
      const stopped = judgeCode(guarding, 'eval', 'eval', args[0]);
      if (stopped) throw stopped;
      pending.push(withRewrittenText(guarding, args, 0));
      return undefined;
    });
    let given: ForeignArray | undefined;
    let replacedByProgram: unknown;
    part('on', () => {
      const now = globals['eval'];
      replacedByProgram = now === hooked ? undefined : now;
      if (replacedByProgram === undefined) put(native);
      return undefined;
    });
    part('off', () => {
      if (replacedByProgram === undefined) put(hooked);
      given = pending.pop();
      return given?.[0];
    });
    part('rest', (args) => given?.[args[0] as number]);
    Object.defineProperty(globals, directEvalName, { value: direct, writable: false, enumerable: false, configurable: false });
    put(hooked);
    onSource((source) => withoutDirectEval(source));
    return 'armed';
  },
};
