import type { App, Edge } from '@postern/app';
import { memberOf } from '@postern/app';
import { defineRule, type Rule } from '../rule.ts';

export const recursionRule: Rule = defineRule({
  id: 'scan/recursion',
  concept: 'function.recursion',
  title: 'A function that starts itself',
  sas: ['SAS-8'],
  cwe: [674, 835],
  severity: 'high',
  remediation:
    'Write to another bucket, queue or table than the one that starts it, or filter the trigger by a prefix that is not written to.',
  *check(app) {
    for (const trigger of app.triggers) {
      if (trigger.source === undefined) continue;
      const way = wayBack(app, trigger.function, trigger.source);
      const last = way?.at(-1);
      const first = way?.[0];
      if (!way || !last || !first) continue;
      const isFiltered =
        memberOf(trigger.properties, 'Filter') !== undefined ||
        memberOf(trigger.properties, 'FilterCriteria') !== undefined ||
        memberOf(trigger.properties, 'FilterPolicy') !== undefined;
      const steps = [trigger.source, trigger.function, ...way.map(({ to }) => to)].join(' → ');
      // Where the reference is written says which resource; the call itself is evidence.
      const written =
        app.edges.find(
          (edge) => edge.kind === first.kind && edge.from === first.from && edge.to === first.to && edge.basis === 'environment',
        ) ?? first;
      const isCalled = app.edges.some(
        (edge) => edge.basis === 'code' && edge.kind === first.kind && edge.from === first.from && edge.to === first.to,
      );
      yield {
        location: written.location,
        resource: trigger.source,
        function: trigger.function,
        severity: isFiltered ? 'low' : isCalled || first.confidence === 'high' ? 'high' : 'medium',
        confidence: isFiltered ? 'low' : isCalled ? 'high' : 'medium',
        what: `Function "${trigger.function}" ${way.length === 1 ? `writes to "${trigger.source}", which starts it` : `starts a chain that comes back to it`} (${steps}).`,
        why: 'Each run makes the next one, as fast as the platform scales, until someone stops it: the bill grows and the account’s concurrency is used up.',
        subject: `${trigger.source} ${way.map(({ to }) => to).join(' ')}`,
        evidence: [{ excerpt: steps, reason: isCalled ? 'the code calls it' : 'the template lets it' }],
      };
    }
  },
});

/** The shortest way from a function over what it writes and invokes to the resource that starts it. */
function wayBack(app: App, start: string, goal: string): readonly Edge[] | undefined {
  const seen = new Set([start]);
  let ways: (readonly Edge[])[] = [[]];
  for (let depth = 0; depth < 12 && ways.length > 0; depth++) {
    const next: (readonly Edge[])[] = [];
    for (const way of ways) {
      const at = way.at(-1)?.to ?? start;
      for (const edge of app.edges) {
        if (edge.from !== at || (edge.kind !== 'writes' && edge.kind !== 'invokes' && !(edge.kind === 'triggers' && depth > 0))) continue;
        // What a wildcard alone allows is no way that anyone meant.
        if (edge.basis === 'policy' && edge.confidence === 'low') continue;
        if (edge.to === goal) return [...way, edge];
        if (seen.has(edge.to)) continue;
        seen.add(edge.to);
        next.push([...way, edge]);
      }
    }
    ways = next;
  }
  return undefined;
}
