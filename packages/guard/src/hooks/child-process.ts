/** Starting programs. All of `child_process`, `cluster` and the test runner end in one of two binding functions. */
import { commandEvidence, decodeUtf8 } from '../analysis.ts';
import type { Command, Index } from '../evidence/index.ts';
import type { Foreign, ForeignArray, ForeignFunction } from '../host.ts';
import type { Departure } from '../state.ts';
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
        const stopped = guarding.judge('process', [command.file, ...command.args].join(' '), (index) => judgeCommand(command, index()));
        if (stopped) throw stopped;
        return host.call(spawn, self, args);
      });
    }
    return 'armed';
  },
};

/** Program and arguments, copied once: what is judged is what is read here. One options object up to Node 22, `(file, args, …)` later. */
function readCommand(given: ForeignArray): Command {
  const options = typeof given[0] === 'string' ? undefined : (given[0] as Foreign | undefined);
  const file = options ? options['file'] : given[0];
  const list = (options ? options['args'] : given[1]) as ForeignArray | undefined;
  const args: string[] = [];
  // The first is the name the program sees for itself, not an argument.
  for (let i = 1; i < (list?.length ?? 0); i++) args.push(String(list?.[i]));
  return { file: typeof file === 'string' ? file : '', args, input: () => readInput(options) };
}

/** The `input` of a synchronous start, as bytes. What an asynchronous one gets comes after its start, by a pipe. */
function readInput(options: Foreign | undefined): string | undefined {
  const stdio = options?.['stdio'] as ForeignArray | undefined;
  const bytes = (stdio?.[0] as Foreign | undefined)?.['input'];
  return ArrayBuffer.isView(bytes) ? decodeUtf8(new Uint8Array(bytes as Uint8Array)) : undefined;
}

function judgeCommand(command: Command, index: Index): Departure | undefined {
  const change = commandEvidence(command, index);
  return change && { rule: 'commandInjection', kind: 'process', text: change.text ?? command.file, change };
}
