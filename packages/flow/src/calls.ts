import type { ParsedLanguage } from '@postern/syntax';

/**
 * Which calls are meant, per language, by the way one gets to the function: `child_process.exec` after a `require` or an import,
 * `pg.Client().query` on an instance, `eval` of the language itself, `*.query` for a method of whatever.
 */
export type Calls = Readonly<Record<ParsedLanguage, readonly string[]>>;

/** Finds the entries whose calls are meant by a way. */
export interface CallTable<Entry> {
  /** The most exact match comes first. */
  find(
    language: ParsedLanguage,
    refs: readonly string[],
    method: string | undefined,
  ): readonly { readonly entry: Entry; readonly ref: string }[];
}

export function createCallTable<Entry extends { readonly calls: Calls }>(entries: readonly Entry[]): CallTable<Entry> {
  const tables = { javascript: new Map<string, Entry[]>(), python: new Map<string, Entry[]>() };
  for (const entry of entries)
    for (const language of ['javascript', 'python'] as const)
      for (const call of entry.calls[language]) {
        const known = tables[language].get(call);
        if (known) known.push(entry);
        else tables[language].set(call, [entry]);
      }
  return {
    find(language, refs, method) {
      const table = tables[language];
      const found = refs.flatMap((ref) => (table.get(ref) ?? []).map((entry) => ({ entry, ref })));
      if (found.length > 0 || method === undefined) return found;
      const ref = `*.${method}`;
      return (table.get(ref) ?? []).map((entry) => ({ entry, ref }));
    },
  };
}
