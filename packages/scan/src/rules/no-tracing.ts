import { textOf } from '@postern/app';
import { lackingIn, namesOf } from '../functions.ts';
import { defineRule, type Rule } from '../rule.ts';
import { listOf } from '../words.ts';

export const noTracingRule: Rule = defineRule({
  id: 'scan/no-tracing',
  concept: 'function.tracing.off',
  title: 'Functions without tracing',
  sas: ['SAS-5'],
  cwe: [778],
  severity: 'low',
  remediation: 'Set Tracing: Active (AWS::Lambda::Function: TracingConfig: Mode: Active).',
  equivalents: { checkov: 'CKV_AWS_50', kics: 'lambda_function_without_x-ray_tracing', trivy: 'AVD-AWS-0066' },
  *check(app) {
    const lacking = app.functions.filter(
      ({ tracing }) => tracing === undefined || /^(?:PassThrough|Disabled)$/.test(textOf(tracing) ?? ''),
    );
    for (const shared of lackingIn(app, lacking))
      yield {
        location: shared.location,
        resource: shared.resource,
        ...(shared.functions.length === 1 ? { function: namesOf(shared)[0] as string } : {}),
        what: `${listOf(namesOf(shared), 6)} ${shared.functions.length === 1 ? 'is' : 'are'} not traced.`,
        why: 'Which step of a chain called which, and what a function reached in between, can’t be told from its own log lines.',
      };
  },
});
