import { defineSink, type Sink } from '../sink.ts';

/** A text that is run as code. A `vm` context is no sandbox: the host's constructors are within reach (nodejs.org, vm). */
export const codeSink: Sink = defineSink({
  id: 'code',
  kind: 'code',
  class: 'codei',
  calls: {
    javascript: [
      'eval',
      'globalThis.eval',
      'global.eval',
      'Function',
      'vm.runInNewContext',
      'vm.runInThisContext',
      'vm.runInContext',
      'vm.compileFunction',
      'vm.Script',
      'vm2.VM().run',
      'vm2.NodeVM().run',
      'setTimeout',
      'setInterval',
      'require',
      'safe-eval',
      'static-eval',
    ],
    python: ['eval', 'exec', 'compile', '__import__', 'importlib.import_module', 'builtins.eval', 'builtins.exec'],
  },
  inspects({ args, ref }) {
    if (ref === 'Function' || ref === 'vm.compileFunction') return args.slice(0, ref === 'Function' ? undefined : 1);
    // A function is not text; an event handed to a callback later is none of this.
    return args[0]?.closure ? [] : [args[0]];
  },
});
