import type { ChildProcess } from 'node:child_process';

// Children lead process groups of their own, so that what they started ends with them, as an execution environment does on the platform.
// The price: a terminal's Ctrl-C does not reach them, so this process passes its own end on.
const live = new Set<ChildProcess>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ends `child` and its group when this process ends, until `child` has ended by itself. Spawn it with `detached: true`. */
export function endWithThisProcess(child: ChildProcess): void {
  if (live.size === 0) {
    process.on('exit', killAll);
    for (const signal of signals) process.on(signal, onSignal);
  }
  live.add(child);
  child.once('exit', () => {
    live.delete(child);
    if (live.size > 0) return;
    process.off('exit', killAll);
    for (const signal of signals) process.off(signal, onSignal);
  });
}

/** Kills the child's process group; one that is gone already is no error. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

function killAll(): void {
  for (const child of live) killGroup(child);
}

function onSignal(signal: NodeJS.Signals): void {
  killAll();
  // With nobody else listening, the signal does what it would have done without this listener.
  if (process.listenerCount(signal) > 1) return;
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
}
