import { printable } from '@postern/core';
import { type Raw, rawAt, rawText } from '../text/raw.ts';
import type { Context } from './context.ts';

/** Reports resources that need each other to be created first: the platform refuses them, and what is meant can't be known. */
export function reportCycles(context: Context): void {
  const resources = rawAt(context.template, 'Resources');
  if (resources?.kind !== 'map') return;
  const needs = new Map<string, ReadonlySet<string>>();
  for (const { name, value } of resources.members.values()) {
    // SAM makes several resources of one, which may need each other's parts; only what it leaves alone is certain.
    const type = rawText(rawAt(value, 'Type')) ?? '';
    needs.set(name, type.startsWith('AWS::Serverless::') ? new Set() : neededBy(value, resources.members));
  }
  const done = new Set<string>();
  for (const start of needs.keys()) {
    const path: string[] = [];
    const onPath = new Set<string>();
    const open: { readonly name: string; readonly rest: Iterator<string> }[] = [];
    const enter = (name: string): void => {
      path.push(name);
      onPath.add(name);
      open.push({ name, rest: (needs.get(name) ?? new Set<string>()).values() });
    };
    if (!done.has(start)) enter(start);
    while (open.length > 0) {
      const { name, rest } = open.at(-1) as (typeof open)[number];
      const next = rest.next();
      if (next.done) {
        open.pop();
        path.pop();
        onPath.delete(name);
        done.add(name);
      } else if (onPath.has(next.value)) {
        const cycle = [...path.slice(path.indexOf(next.value)), next.value];
        const place = resources.members.get(next.value);
        const shown = cycle.length > 8 ? [...cycle.slice(0, 6), '…', next.value] : cycle;
        context.problem(place?.nameOffset ?? 0, `resources need each other to be created first: ${shown.map(printable).join(' → ')}`);
        return; // one says enough, and all of them would be many
      } else if (!done.has(next.value)) enter(next.value);
    }
  }
}

function neededBy(raw: Raw, resources: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<Raw>(); // aliases share values
  const open: Raw[] = [raw];
  for (let next = open.pop(); next; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.kind === 'list') open.push(...next.items);
    if (next.kind !== 'map') continue;
    for (const { name, value } of next.members.values()) {
      open.push(value);
      const items = value.kind === 'list' ? value.items : [value];
      if (name === 'Ref' || name === 'Fn::GetAtt') add(rawText(items[0])?.split('.')[0]);
      else if (name === 'DependsOn') for (const item of items) add(rawText(item));
      else if (name === 'Fn::Sub') {
        const own = items[1]?.kind === 'map' ? items[1].members : undefined;
        for (const [, reference = ''] of (rawText(items[0]) ?? '').matchAll(/\$\{([^!{}][^{}]*)\}/g))
          if (!own?.has(reference)) add(reference.split('.')[0]);
      }
    }
  }
  return found;

  function add(name: string | undefined): void {
    if (name !== undefined && resources.has(name)) found.add(name);
  }
}
