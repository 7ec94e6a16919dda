import { posix } from 'node:path';
import { parseSource, type Sources } from '@postern/syntax';

/** A project that exists only in the test: names to texts. A text of `undefined` is a link out of the folder. */
export function memorySources(files: Readonly<Record<string, string | undefined>> = {}): Sources {
  const names = Object.keys(files);
  const normal = (file: string): string => posix.normalize(file);
  const fail = (
    file: string,
    problem: string,
  ): { ok: false; problem: { location: { file: string; line: number; column: number }; problem: string } } => ({
    ok: false,
    problem: { location: { file, line: 1, column: 1 }, problem },
  });
  const sources: Sources = {
    root: '/project',
    read(file) {
      const text = files[normal(file)];
      return text === undefined ? fail(file, 'does not exist') : { ok: true, value: text };
    },
    kindOf(file) {
      const name = normal(file);
      if (Object.hasOwn(files, name)) return files[name] === undefined ? 'outside' : 'file';
      return name === '.' || names.some((each) => each.startsWith(`${name.replace(/\/$/, '')}/`)) ? 'folder' : undefined;
    },
    list: () => [],
    parse(file) {
      const text = sources.read(file);
      return text.ok ? parseSource(text.value, file) : text;
    },
  };
  return sources;
}
