/**
 * Worker threads are realms of their own with fresh bindings: the guard must be loaded in each. `--require` in NODE_OPTIONS reaches
 * them by itself, but a program may give a worker other flags or another environment, and `guard(handler)` leaves no flag at all.
 */

import { judgeCode, withoutDirectEval } from './code.ts';
import type { Foreign, ForeignArray, ForeignFunction } from './host.ts';
import { onBuiltin } from './modules.ts';
import type { Guarding } from './state.ts';
import type { Armed } from './unit.ts';

const variables = ['POSTERN_MODE', 'POSTERN_POLICY', 'POSTERN_REPORT', 'POSTERN_ON_FAULT'];

export function armWorkers(guarding: Guarding, register: string): Armed {
  const { host } = guarding;
  onBuiltin('worker_threads', (exports) => {
    const Worker = exports['Worker'] as ForeignFunction;
    const hooked = host.exposeConstructor((_self, args, newTarget) => {
      const options = args[1] as Foreign | undefined;
      if (options?.['eval'] === true) {
        const stopped = judgeCode(guarding, 'worker', 'new Worker', args[0]);
        if (stopped) throw stopped;
      }
      const target = newTarget === undefined || newTarget === hooked ? Worker : newTarget;
      return construct(guarding, Worker, target, withGuard(guarding, args, register));
    }, Worker);
    exports['Worker'] = hooked;
  });
  if (!host.isMainThread) beginWorker(guarding);
  return 'armed';
}

interface Arguments {
  readonly args: ForeignArray;
  /** The options, when the flags in them are ours to change. */
  readonly ownFlags: Foreign | undefined;
}

/**
 * Flags that a worker inherits are not checked by Node, flags in `execArgv` are: most of V8's and of the process's are refused there
 * (`--max-old-space-size`, `--expose-gc`: Lambda starts Node with such). They hold for the whole process anyway, so those that Node
 * names in its refusal are left out and the worker is started again; nothing has happened by then.
 */
function construct(guarding: Guarding, Worker: ForeignFunction, target: unknown, { args, ownFlags }: Arguments): unknown {
  const { host } = guarding;
  try {
    return host.construct(Worker, args, target);
  } catch (error) {
    const refusal = error as { code?: unknown; message?: unknown } | null;
    if (!ownFlags || refusal?.code !== 'ERR_WORKER_INVALID_EXEC_ARGV') throw error;
    const refused = String(refusal.message);
    const flags = ownFlags['execArgv'] as unknown[];
    const accepted = host.array([]);
    for (let i = 0; i < flags.length; i++) if (!refused.includes(String(flags[i]))) accepted[accepted.length] = flags[i];
    ownFlags['execArgv'] = accepted;
    return host.construct(Worker, args, target);
  }
}

function withGuard(guarding: Guarding, args: ForeignArray, register: string): Arguments {
  const { host } = guarding;
  const options = host.copy(args[1] ?? {});
  const source = args[0];
  const changed = host.array(args);
  changed[1] = options;
  // Text for a worker is compiled by Node itself, past the hooks that rewrite modules.
  if (options['eval'] === true && typeof source === 'string') changed[0] = withoutDirectEval(source) ?? source;
  const environment = options['env'];
  const hasOwnEnvironment = typeof environment === 'object' && environment !== null;
  if (hasOwnEnvironment) {
    const copy = host.copy(environment);
    for (const name of variables) if (host.environment[name] !== undefined) copy[name] = host.environment[name];
    options['env'] = copy;
  }
  const given = options['execArgv'] as ForeignArray | undefined;
  const inherited = host.execArgv();
  const isInherited =
    given === undefined && (includes(inherited, register) || (!hasOwnEnvironment && host.nodeOptions().includes(register)));
  if (isInherited) return { args: changed, ownFlags: undefined };
  const flags = host.array(given ?? inherited);
  flags[flags.length] = '--require';
  flags[flags.length] = register;
  options['execArgv'] = flags;
  return { args: changed, ownFlags: given === undefined ? options : undefined };
}

function includes(flags: ForeignArray, wanted: string): boolean {
  for (let i = 0; i < flags.length; i++) if (String(flags[i]).includes(wanted)) return true;
  return false;
}

/** What a worker was started with is input to all it does: there is no handler in it whose event could be. */
function beginWorker(guarding: Guarding): void {
  const data = guarding.host.builtin('worker_threads')['workerData'];
  if (data === undefined || data === null) return;
  guarding.begin(() => guarding.readValue(data), { label: 'workerData', isStanding: true });
}
