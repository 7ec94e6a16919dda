/** The guard's logic, run by the loader in a private realm: arms hooks and sources, wraps the handler, decides, reports. */
import { armHandlers, type HandlerPlace } from './handler.ts';
import { hooks } from './hooks/index.ts';
import type { ForeignFunction, Host } from './host.ts';
import { armModules } from './modules.ts';
import { sources } from './sources/index.ts';
import { prepareStacks } from './stack.ts';
import { type ArmReport, writeStartRecord } from './start-record.ts';
import { type Guarding, startGuarding } from './state.ts';
import { lockIntrinsics } from './tampering.ts';
import { armWorkers } from './worker.ts';

export interface Guard {
  arm(files: GuardFiles): void;
  wrapHandler(handler: ForeignFunction): ForeignFunction;
  takeHandler(): HandlerPlace;
  probe(word: string | undefined): void;
}

export interface GuardFiles {
  /** What a worker or child preloads. */
  readonly register: string;
  /** Entry module for ES-module handlers, without its ending. */
  readonly entry: string;
}

/** Called once by the loader with everything the guard may use of the world. */
export function start(host: Host, impostor: () => boolean): Guard {
  prepareStacks();
  const guarding = startGuarding(host);
  const handlers = armHandlers(guarding);
  return {
    arm(files) {
      if (guarding.mode === 'off') return;
      const report = armAll(guarding, files);
      // Without a handler in the environment nothing is judged until `guard(handler)` wraps one.
      if (handlers.attach(files.entry)) report.hooks.unshift('handler');
      else report.waiting.unshift('handler');
      lockIntrinsics();
      writeStartRecord(guarding, report);
      if (impostor()) guarding.reporter.startProblem('impostor', 'a mark of the guard was there that no armed hook stood behind');
      for (const { rule, problem } of guarding.startProblems) guarding.reporter.startProblem(rule, problem);
    },
    wrapHandler: (handler) => handlers.wrap(handler),
    takeHandler: () => handlers.take(),
    probe: (word) => guarding.setProbe(word),
  };
}

type Mutable<Report> = { [Key in keyof Report]: Report[Key] extends readonly (infer Item)[] ? Item[] : Report[Key] };

function armAll(guarding: Guarding, files: GuardFiles): Mutable<ArmReport> {
  const armed = {
    hooks: [] as string[],
    sources: ['event'] as string[],
    waiting: [] as string[],
    notArmed: [] as { hook: string; reason: string }[],
  };
  armModules(guarding);
  const attempt = (id: string, list: string[], arm: () => 'armed' | 'waiting' | { reason: string }): void => {
    try {
      const outcome = arm();
      if (outcome === 'armed') list.push(id);
      else if (outcome === 'waiting') armed.waiting.push(id);
      else armed.notArmed.push({ hook: id, reason: outcome.reason });
    } catch (fault) {
      armed.notArmed.push({ hook: id, reason: `arming failed: ${(fault as Error).message}` });
    }
  };
  for (const hook of hooks) attempt(hook.id, armed.hooks, () => hook.arm(guarding));
  for (const source of sources) attempt(source.id, armed.sources, () => source.arm(guarding));
  attempt('worker', armed.hooks, () => armWorkers(guarding, files.register));
  return armed;
}
