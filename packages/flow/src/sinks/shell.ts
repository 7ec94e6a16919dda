import type { Abstract } from '../abstract.ts';
import { defineSink, type Sink, type SinkCall } from '../sink.ts';

const shells = /(?:^|\/)(?:sh|bash|dash|zsh|ash|ksh|cmd|cmd\.exe|powershell|pwsh)$/;
const withShell = ['exec', 'execSync'];
const withoutShell = ['spawn', 'spawnSync', 'execFile', 'execFileSync', 'fork'];
const pythonRuns = ['run', 'call', 'check_call', 'check_output', 'Popen'].map((name) => `subprocess.${name}`);

/** A text that a shell takes apart into words and commands. */
export const shellSink: Sink = defineSink({
  id: 'shell',
  kind: 'process',
  class: 'cmdi',
  calls: {
    javascript: [
      ...[...withShell, ...withoutShell].map((name) => `child_process.${name}`),
      'cross-spawn',
      'execa',
      'execa.execa',
      'execa.execaCommand',
      'execa.command',
      'shelljs.exec',
      'child-process-promise.exec',
    ],
    python: [
      'os.system',
      'os.popen',
      'subprocess.getoutput',
      'subprocess.getstatusoutput',
      'asyncio.create_subprocess_shell',
      'commands.getoutput',
      ...pythonRuns,
    ],
  },
  inspects(call) {
    const { args, ref } = call;
    const name = ref.slice(ref.lastIndexOf('.') + 1);
    if (pythonRuns.includes(ref)) {
      const command = args[0] ?? call.named.get('args');
      if (call.named.get('shell')?.text === 'true') return [command];
      return command?.items ? afterShell(command.items[0], command.items.slice(1)) : [wholly(command)];
    }
    if (![...withoutShell, 'cross-spawn', 'execa'].includes(name)) return [args[0]];
    if (hasShellOption(call)) return [args[0], args[1]];
    return afterShell(args[0], args[1]?.items ?? []);
  },
});

/** `sh -c <text>`: the text alone is taken apart; what follows are its parameters, the safe way in. */
function afterShell(program: Abstract | undefined, items: readonly Abstract[]): readonly (Abstract | undefined)[] {
  if (program?.text === undefined || !shells.test(program.text)) return [wholly(program)];
  const flag = items.findIndex(({ text }) => text !== undefined && /^(?:-[a-z]*c|\/c|-command)$/i.test(text));
  return flag < 0 ? [] : [items[flag + 1]];
}

/** Whoever chooses the program needs no shell. */
function wholly(program: Abstract | undefined): Abstract | undefined {
  return program?.taints.some(({ prefix }) => !prefix) ? program : undefined;
}

function hasShellOption({ args }: SinkCall): boolean {
  return args.slice(1).some(({ members }) => {
    const shell = members?.get('shell');
    return shell !== undefined && shell.text !== 'false';
  });
}
