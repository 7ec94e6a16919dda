/** `Function` and its three hidden kin (async, generator, async generator): code from text without `eval`. */

import { judgeCode, withoutDirectEval } from '../code.ts';
import type { Foreign, ForeignArray, ForeignFunction } from '../host.ts';
import type { Hook } from '../unit.ts';

export const functionConstructor: Hook = {
  id: 'function-constructor',
  summary: 'Code from text by Function, AsyncFunction, GeneratorFunction and AsyncGeneratorFunction.',
  arm(guarding) {
    const { host } = guarding;
    const { globals } = host;
    const native = globals['Function'] as ForeignFunction;
    // The hidden three are reached through a function of each kind, made by the function's realm.
    const make = (text: string): Foreign => host.call(native, undefined, [text]) as Foreign;
    const kinds = ['return function(){}', 'return async function(){}', 'return function*(){}', 'return async function*(){}'];
    for (const kind of kinds) {
      const prototype = host.prototypeOf(host.call(make(kind) as unknown as ForeignFunction, undefined, [])) as Foreign;
      const original = prototype['constructor'] as ForeignFunction;
      const name = kind === kinds[0] ? 'Function' : (original.name as string);
      const hooked = host.exposeConstructor((_self, args, newTarget) => {
        // Parameters are code as well (`Function('a = f()', '')`): all texts are judged, as the engine joins them.
        const texts = asStrings(args);
        const stopped = judgeCode(guarding, 'function-constructor', name, texts.join('\n'));
        if (stopped) throw stopped;
        const given = rewriteBody(host.array(texts), texts);
        return newTarget === undefined
          ? host.call(original, undefined, given)
          : host.construct(original, given, newTarget === hooked ? original : newTarget);
      }, original);
      Object.defineProperty(prototype, 'constructor', {
        value: hooked,
        writable: kind === kinds[0],
        enumerable: false,
        configurable: true,
      });
      if (kind === kinds[0])
        Object.defineProperty(globals, 'Function', { value: hooked, writable: true, enumerable: false, configurable: true });
    }
    return 'armed';
  },
};

/** The arguments as the engine would turn them into strings, once: an object could answer another text to the second who asks. */
function asStrings(args: ForeignArray): readonly string[] {
  const texts: string[] = [];
  for (let i = 0; i < args.length; i++) texts.push(`${args[i] as string}`);
  return texts;
}

function rewriteBody(given: unknown[], texts: readonly string[]): ForeignArray {
  const last = texts.length - 1;
  const rewritten = last >= 0 ? withoutDirectEval(texts[last] as string) : undefined;
  if (rewritten !== undefined) given[last] = rewritten;
  return given as unknown as ForeignArray;
}
