import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

const live = new Set<string>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A folder of our own that is gone when it is removed, or when this process ends, by a signal too. */
export function makeTemporaryFolder(name: string): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), `postern-${name}-`));
  if (live.size === 0) {
    process.on('exit', removeAll);
    for (const signal of signals) process.on(signal, onSignal);
  }
  live.add(path);
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true });
      live.delete(path);
      if (live.size === 0) stopListening();
    },
  };
}

function removeAll(): void {
  for (const path of live) rmSync(path, { recursive: true, force: true });
  live.clear();
}

function stopListening(): void {
  process.off('exit', removeAll);
  for (const signal of signals) process.off(signal, onSignal);
}

function onSignal(signal: NodeJS.Signals): void {
  removeAll();
  stopListening();
  // The signal then does what it would have done without us; whoever else listens has been told of this one and leaves the next alone.
  process.kill(process.pid, signal);
}
