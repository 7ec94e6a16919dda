/** Starting programs. All of `child_process`, `cluster` and the test runner end in one of two binding functions. */
import { argumentEvidence, correlate, shellEvidence } from '../analysis.ts';
import type { Foreign, ForeignArray, ForeignFunction } from '../host.ts';
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
        const command = readCommand(args);
        const stopped = guarding.judge('process', command.join(' '), (index) => judgeCommand(command, index));
        if (stopped) throw stopped;
        return host.call(spawn, self, args);
      });
    }
    return 'armed';
  },
};

/** Program and arguments, copied once: what is judged is what is read here. One options object up to Node 22, `(file, args, …)` later. */
function readCommand(given: ForeignArray): readonly string[] {
  const options = typeof given[0] === 'string' ? undefined : (given[0] as Foreign | undefined);
  const file = options ? options['file'] : given[0];
  const args = (options ? options['args'] : given[1]) as ForeignArray | undefined;
  const command = [typeof file === 'string' ? file : ''];
  // args[0] is the name the program sees for itself, not an argument.
  for (let i = 1; i < (args?.length ?? 0); i++) command.push(String(args?.[i]));
  return command;
}

const shells = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'busybox', 'cmd', 'cmd.exe', 'powershell', 'powershell.exe', 'pwsh']);

function judgeCommand(command: readonly string[], index: Parameters<Parameters<Guarding['judge']>[2]>[0]): Departure | undefined {
  const [file, ...args] = command as [string, ...string[]];
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1).toLowerCase();
  const script = shells.has(name) ? scriptOf(args) : undefined;
  if (script !== undefined) {
    const change = shellEvidence(script, correlate(script, index()));
    if (change) return { rule: 'commandInjection', kind: 'process', text: script, change };
  }
  const change = argumentEvidence(file, args, index());
  return change && { rule: 'commandInjection', kind: 'process', text: change.text ?? file, change };
}

/** The text after `-c` (POSIX, options may be bundled: `-lc`), `/c` or `-Command`. */
function scriptOf(args: readonly string[]): string | undefined {
  for (let i = 0; i < args.length - 1; i++) if (/^(?:-[a-z]*c|\/[dsq/]*c|-command)$/i.test(args[i] as string)) return args[i + 1];
  return undefined;
}
