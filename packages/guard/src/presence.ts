/**
 * Two copies in one process (a layer and a bundle) must not both patch, and a planted mark must not disarm the second. So the mark is
 * only a hint: the second copy gives way when the hooked bindings themselves prove, with a word chosen a moment ago, that somebody armed
 * stands in front of them. Otherwise it arms itself and reports the mark as an impostor.
 */
import type { Foreign, ForeignFunction, Host } from './host.ts';

const mark = Symbol.for('postern.guard');

interface Mark {
  readonly exports: object;
  /** While a word is set, hooks answer a call that carries it by throwing `PSTN_PROBE` instead of going on. */
  probe(word: string | undefined): void;
}

/** Whether a mark was there that could not prove itself: reported at start. */
export let impostor = false;

/** The exports of an armed copy, if there is one. */
export function findArmedCopy(host: Host): object | undefined {
  const planted = (process as unknown as { [mark]?: Mark })[mark];
  if (planted === undefined) return undefined;
  const word = `postern-probe-${process.hrtime.bigint().toString(36)}-${Math.random().toString(36).slice(2)}`;
  try {
    planted.probe(word);
    const proven = probes(host, word).every((probe) => answersProbe(probe, word));
    planted.probe(undefined);
    if (proven) return planted.exports;
  } catch {
    // Whatever an impostor throws, it proves nothing.
  }
  impostor = true;
  return undefined;
}

/** Harmless without a guard: a program and a file that don't exist, code that is a mere word. */
function probes(host: Host, word: string): readonly (() => unknown)[] {
  const spawn = host.binding('spawn_sync')?.['spawn'] as ForeignFunction | undefined;
  const files = host.binding('fs');
  const open = files?.['open'] as ForeignFunction | undefined;
  const ignore = { type: 'ignore' };
  const missing = `/nonexistent/${word}`;
  return [
    () =>
      spawn?.call(host.binding('spawn_sync'), {
        file: missing,
        args: [missing],
        cwd: undefined,
        envPairs: [],
        stdio: [ignore, ignore, ignore],
      } as unknown as Foreign),
    () => open?.call(files, missing, 0, 0o666),
    () => Function(`/* ${word} */`),
  ];
}

function answersProbe(probe: () => unknown, word: string): boolean {
  try {
    probe();
    return false;
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    return code === 'PSTN_PROBE' && typeof message === 'string' && message.includes(word);
  }
}

/** Leaves the mark of this copy where the next one finds it; locked, so that it can't be replaced by something that disarms. */
export function publishCopy(exports: object, probe: Mark['probe']): void {
  const own: Mark = Object.freeze({ exports, probe });
  try {
    Object.defineProperty(process, mark, { value: own, enumerable: false, configurable: false, writable: false });
  } catch {
    // An impostor locked its mark first. It is reported, and this copy is armed all the same.
  }
}
