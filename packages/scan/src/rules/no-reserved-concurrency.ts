import { lackingIn, namesOf } from '../functions.ts';
import { defineRule, type Rule } from '../rule.ts';
import { listOf } from '../words.ts';

export const noReservedConcurrencyRule: Rule = defineRule({
  id: 'scan/no-reserved-concurrency',
  concept: 'function.concurrency.missing',
  title: 'Functions without a limit of concurrency',
  sas: ['SAS-8'],
  cwe: [770],
  severity: 'low',
  remediation: 'Set ReservedConcurrentExecutions to what the function needs at its peak.',
  equivalents: { checkov: 'CKV_AWS_115' },
  *check(app, context) {
    const lacking = app.functions.filter(
      ({ reservedConcurrency }) => reservedConcurrency === undefined || reservedConcurrency.kind === 'absent',
    );
    for (const shared of lackingIn(app, lacking, 'section')) {
      const opened = shared.functions.find(({ id }) => context.exposureOf(id).control === 'anyone');
      yield {
        location: shared.location,
        resource: shared.resource,
        ...(shared.functions.length === 1 ? { function: namesOf(shared)[0] as string } : {}),
        severity: opened ? 'medium' : 'low',
        what: `${listOf(namesOf(shared), 6)} may take all the concurrency of the account.`,
        why: opened
          ? `Anyone can start "${opened.id}" (${context.exposureOf(opened.id).way}): one flood stops every other function of the account and is paid for.`
          : 'One flood of events stops every other function of the account.',
      };
    }
  },
});
