/** Starting programs. All of `child_process`, `cluster` and the test runner end in one of two binding functions. */
import { argumentEvidence } from '../evidence/index.ts';
import type { Foreign, ForeignFunction } from '../host.ts';
import type { Departure, Guarding } from '../state.ts';
import type { Hook } from '../unit.ts';

export const childProcess: Hook = {
  id: 'process',
  summary: 'Programs started by child_process: shell commands and arguments.',
  arm(guarding) {
    const { host } = guarding;
    const synchronous = host.binding('spawn_sync');
    const asynchronous = (host.binding('process_wrap')?.['Process'] as ForeignFunction | undefined)?.prototype as Foreign | undefined;
    if (!synchronous || !asynchronous) return { reason: 'this Node keeps its process bindings closed' };
    for (const target of [synchronous, asynchronous]) {
      const spawn = target['spawn'] as ForeignFunction;
      guarding.lock(target, 'spawn', (self, args) => {
        const command = readCommand(args[0] as Foreign | undefined);
        const stopped = guarding.judge('process', command.join(' '), (index) => judgeCommand(command, index));
        if (stopped) throw stopped;
        return host.call(spawn, self, args);
      });
    }
    return 'armed';
  },
};

/** Program and arguments, copied once: what is judged is what is read here. */
function readCommand(options: Foreign | undefined): readonly string[] {
  const file = options?.['file'];
  const args = options?.['args'] as { readonly length: number; readonly [i: number]: unknown } | undefined;
  const command = [typeof file === 'string' ? file : ''];
  // args[0] is the name the program sees for itself, not an argument.
  for (let i = 1; i < (args?.length ?? 0); i++) command.push(String(args?.[i]));
  return command;
}

function judgeCommand(command: readonly string[], index: Parameters<Parameters<Guarding['judge']>[2]>[0]): Departure | undefined {
  const [file, ...args] = command as [string, ...string[]];
  const change = argumentEvidence(file, args, index());
  if (!change) return undefined;
  const text = change.argument === undefined || change.argument < 0 ? file : (args[change.argument] ?? file);
  return { rule: 'commandInjection', kind: 'process', text, change };
}
