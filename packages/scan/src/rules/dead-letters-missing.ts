import type { App } from '@postern/app';
import { namesOf, together } from '../functions.ts';
import { defineRule, type Rule } from '../rule.ts';
import { listOf } from '../words.ts';

const asynchronous = new Set(['aws:s3', 'aws:sns', 'aws:eventbridge', 'aws:scheduled', 'aws:iot', 'aws:ses', 'aws:config']);

export const deadLettersMissingRule: Rule = defineRule({
  id: 'scan/dead-letters-missing',
  concept: 'function.dlq.missing',
  title: 'Failed events are thrown away',
  sas: ['SAS-8'],
  cwe: [390],
  severity: 'low',
  remediation: 'Set DeadLetterQueue (DeadLetterConfig) or EventInvokeConfig with an OnFailure destination.',
  equivalents: { checkov: 'CKV_AWS_116', kics: 'lambda_function_without_dead_letter_queue' },
  *check(app) {
    const lacking = app.functions.filter(
      (node) => node.deadLetterTarget === undefined && !node.properties.members.has('EventInvokeConfig') && isAsynchronous(app, node.id),
    );
    for (const shared of together(app, lacking))
      yield {
        location: shared.location,
        resource: shared.resource,
        ...(shared.functions.length === 1 ? { function: namesOf(shared)[0] as string } : {}),
        what: `${listOf(namesOf(shared), 6)} ${shared.functions.length === 1 ? 'has' : 'have'} no place for events that failed.`,
        why: 'After two more tries the platform drops the event: what an attacker made it fail on can’t be looked at, and honest work is lost with it.',
      };
  },
});

/** A function whose triggers lie elsewhere may be started by events as well. */
function isAsynchronous(app: App, id: string): boolean {
  const triggers = app.triggers.filter((trigger) => trigger.function === id);
  return triggers.length === 0 || triggers.some(({ kind }) => asynchronous.has(kind));
}
