/**
 * Worker threads are realms of their own with fresh bindings: the guard must be loaded in each. `--require` in NODE_OPTIONS reaches
 * them by itself, but a program may give a worker other flags or another environment, and `guard(handler)` leaves no flag at all.
 */

import { judgeCode } from './code.ts';
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
      return host.construct(Worker, withGuard(guarding, args, register), target);
    }, Worker);
    exports['Worker'] = hooked;
  });
  if (!host.isMainThread) beginWorker(guarding);
  return 'armed';
}

function withGuard(guarding: Guarding, args: ForeignArray, register: string): ForeignArray {
  const { host } = guarding;
  const options = host.copy(args[1] ?? {});
  const given = options['execArgv'] as ForeignArray | undefined;
  const flags = host.array(given ?? host.execArgv());
  flags[flags.length] = '--require';
  flags[flags.length] = register;
  options['execArgv'] = flags;
  const environment = options['env'];
  if (typeof environment === 'object' && environment !== null) {
    const copy = host.copy(environment);
    for (const name of variables) if (host.environment[name] !== undefined) copy[name] = host.environment[name];
    options['env'] = copy;
  }
  const changed = host.array(args);
  changed[1] = options;
  return changed;
}

/** What a worker was started with is input to all it does: there is no handler in it whose event could be. */
function beginWorker(guarding: Guarding): void {
  const data = guarding.host.builtin('worker_threads')['workerData'];
  if (data === undefined || data === null) return;
  guarding.begin(() => guarding.readValue(data), { label: 'workerData', isStanding: true });
}
