/** Opening, changing and removing files. The functions of `fs` in all styles end in binding functions that take a path first. */
import { decodeUtf8, pathEvidence } from '../analysis.ts';
import type { Foreign, ForeignArray, ForeignFunction } from '../host.ts';
import { captureStack } from '../stack.ts';
import type { Departure, Guarding } from '../state.ts';
import type { Hook } from '../unit.ts';

// What stat and access tell is not worth a check on every module resolution; what reads, lists, writes or links is here, with the
// positions of its paths. Functions that a Node version lacks are skipped.
const functions: Readonly<Record<string, readonly number[]>> = {
  open: [0],
  openFileHandle: [0],
  readFileUtf8: [0],
  writeFileUtf8: [0],
  readdir: [0],
  readdirRecursive: [0],
  readlink: [0],
  unlink: [0],
  rmdir: [0],
  rmSync: [0],
  mkdir: [0],
  mkdtemp: [0],
  chmod: [0],
  rename: [0, 1],
  link: [0, 1],
  symlink: [0, 1],
  copyFile: [0, 1],
  cpSyncCheckPaths: [0, 1],
  cpSyncCopyDir: [0, 1],
};
/** Node 26 reads and writes small files by jobs: `new ReadFileJob(path, …).run(path)`, which answers an error instead of throwing. */
const jobs = ['ReadFileJob', 'WriteFileJob'];

export const file: Hook = {
  id: 'file',
  summary: 'Files opened, listed, written, linked or removed through fs.',
  arm(guarding) {
    const { host } = guarding;
    const binding = host.binding('fs');
    if (!binding) return { reason: 'this Node keeps its file bindings closed' };
    for (const [name, positions] of Object.entries(functions)) {
      const original = binding[name];
      if (typeof original !== 'function') continue;
      guarding.lock(binding, name, (self, args) => {
        const stopped = judgePaths(guarding, args, positions);
        if (stopped) return deliver(guarding, args, stopped);
        return host.call(original as ForeignFunction, self, args);
      });
    }
    for (const name of jobs) {
      const job = (binding[name] as ForeignFunction | undefined)?.prototype as Foreign | undefined;
      const run = job?.['run'];
      if (!job || typeof run !== 'function') continue;
      guarding.lock(job, 'run', (self, args) => judgePaths(guarding, args, [0]) ?? host.call(run as ForeignFunction, self, args));
    }
    return 'armed';
  },
};

function judgePaths(guarding: Guarding, args: ForeignArray, positions: readonly number[]): Error | undefined {
  for (let i = 0; i < positions.length; i++) {
    const given = args[positions[i] as number];
    const path = typeof given === 'string' ? given : pathOfBytes(given);
    if (path === undefined) continue; // a file descriptor
    const stopped = guarding.judge('file', path, (index) => judgePath(guarding, path, index));
    if (stopped) return stopped;
  }
  return undefined;
}

function pathOfBytes(given: unknown): string | undefined {
  return typeof given === 'object' && given !== null && ArrayBuffer.isView(given)
    ? decodeUtf8(new Uint8Array(given as Uint8Array))
    : undefined;
}

function judgePath(guarding: Guarding, path: string, index: Parameters<Parameters<Guarding['judge']>[2]>[0]): Departure | undefined {
  const taskRoot = guarding.host.environment['LAMBDA_TASK_ROOT'];
  const change = pathEvidence(path, index(), {
    roots: taskRoot === undefined ? [guarding.host.startFolder] : [taskRoot, guarding.host.startFolder],
    isModuleLoad: () => captureStack(guarding.guardFile, taskRoot).isModuleLoad,
  });
  return change && { rule: 'pathTraversal', kind: 'file', text: path, change };
}

/** A callback style call gets its error where it expects it, by the callback; the others by a throw, which a promise style call turns into a rejection. */
function deliver(guarding: Guarding, args: ForeignArray, error: Error): unknown {
  for (let i = args.length - 1; i >= 0; i--) {
    const request = args[i];
    const complete = typeof request === 'object' && request !== null ? (request as Foreign)['oncomplete'] : undefined;
    if (typeof complete !== 'function') continue;
    guarding.host.nextTick(() => guarding.host.call(complete as ForeignFunction, request, [error]));
    return undefined;
  }
  throw error;
}
