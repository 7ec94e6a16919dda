import type { App } from '@postern/app';
import type { AttackClassName } from '@postern/core';
import type { Flow, FlowClass } from '@postern/flow';
import { injectionSeverity, whoReaches } from './exposure.ts';
import type { Observation, RuleContext } from './rule.ts';
import { listOf } from './words.ts';

interface Words {
  /** What the place does with the data: `runs … in a shell`. */
  readonly does: string;
  /** What whoever controls the data gets. */
  readonly gives: string;
}

/** Flows of a class as observations: one for each place and sink, whatever the number of values that arrive there. */
export function* observeFlows(app: App, context: RuleContext, name: AttackClassName & FlowClass, words: Words): Iterable<Observation> {
  const groups = new Map<string, Flow[]>();
  for (const flow of context.flows) {
    if (flow.class !== name) continue;
    // Functions that share a file share its flaw.
    const key = `${flow.place.file}:${flow.place.line}:${flow.sink.label}`;
    const group = groups.get(key);
    if (group) group.push(flow);
    else groups.set(key, [flow]);
  }
  for (const flows of groups.values()) {
    const first = flows[0] as Flow;
    const functions = [...new Set(flows.map((flow) => flow.function))];
    const exposures = functions.map((id) => context.exposureOf(id));
    const severities = exposures.map(injectionSeverity);
    const worst = severities.includes('critical') ? 'critical' : severities.includes('high') ? 'high' : 'medium';
    const index = severities.indexOf(worst);
    const exposure = exposures[index] as (typeof exposures)[number];
    const inputs = listOf(flows.map(({ source }) => source.label));
    const isRead = first.source.kind !== 'event';
    const reach = isRead
      ? `Whoever wrote ${inputs}${exposure.control === 'anyone' ? `, and anyone can (${exposure.way}),` : ''}`
      : `It can be reached by ${whoReaches(exposure)} (${exposure.way}), who`;
    yield {
      location: first.place,
      function: functions[index] as string,
      resource: functions[index] as string,
      severity: isRead && worst === 'medium' ? 'high' : worst,
      confidence: flows.some(({ confidence }) => confidence === 'high') ? 'high' : 'medium',
      what: `Function "${functions[index]}" ${words.does}: ${inputs} ${flows.length > 1 ? 'reach' : 'reaches'} ${first.sink.label} unchecked.`,
      why: `${reach} can ${words.gives}.`,
      subject: `${first.place.file} ${first.sink.id} ${flows
        .map(({ source }) => source.label)
        .sort()
        .join(' ')}`,
      evidence: [
        { excerpt: excerptAt(context, first), reason: `${inputs} → ${first.sink.label}, looked at within one function and its helpers` },
      ],
      flow: first,
    };
  }
  void app;
}

function excerptAt({ sources }: RuleContext, { place }: Flow): string {
  const text = sources.read(place.file);
  return text.ok ? (text.value.split('\n', place.line)[place.line - 1] ?? '').trim() : '';
}
