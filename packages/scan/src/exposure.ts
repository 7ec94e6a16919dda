import { type App, controllers, type EntryPoint } from '@postern/app';
import type { Severity } from '@postern/core';
import type { Exposure } from './rule.ts';

/** The worst way to each function: by who controls the entry, then by how short it is. */
export function createExposure(app: App, entries: readonly EntryPoint[]): (functionId: string) => Exposure {
  const worst = new Map<string, Exposure & { readonly length: number }>();
  for (const entry of entries)
    for (const { function: id, path } of entry.reaches) {
      const known = worst.get(id);
      const rank = controllers.indexOf(entry.control);
      const knownRank = known ? controllers.indexOf(known.control) : controllers.length;
      if (rank > knownRank || (rank === knownRank && known && known.length <= path.length)) continue;
      worst.set(id, { control: entry.control, entry, way: wayOf(app, entry, path), length: path.length });
    }
  return (id) => worst.get(id) ?? { control: 'platform', way: id };
}

/** The nodes of a path in their order. */
export function wayOf(app: App, entry: EntryPoint, path: readonly { readonly from: string; readonly to: string }[]): string {
  const nodes = path.flatMap(({ from, to }, index) => (index === 0 ? [from, to] : [to]));
  if (nodes.length === 0) nodes.push(entry.trigger.function);
  const route = entry.trigger.route;
  const first = nodes[0] as string;
  // A trigger without a resource stands for itself: its kind says more than its id.
  nodes[0] = route
    ? `${route.method} ${route.path}`
    : app.resources.some(({ id }) => id === first)
      ? first
      : entry.kind.replace(/^aws:/, '');
  return nodes.join(' → ');
}

const byControl = { anyone: 'critical', authenticated: 'high', account: 'high', platform: 'medium' } as const;

/** How bad a flaw in the code is where its function can be reached so. */
export function injectionSeverity({ control }: Exposure): Severity {
  return byControl[control];
}

const who = {
  anyone: 'anyone on the internet',
  authenticated: 'any caller who is known',
  account: 'whoever may write there',
  platform: 'nobody outside by itself',
} as const;

export function whoReaches({ control }: Exposure): string {
  return who[control];
}
