import { at, booleanOf } from '@postern/app';
import { stagesOf } from '../apis.ts';
import { defineRule, type Rule } from '../rule.ts';

export const dataTraceRule: Rule = defineRule({
  id: 'scan/data-trace',
  concept: 'api.data-trace.on',
  title: 'Whole requests and answers in the log',
  sas: ['SAS-10', 'SAS-7'],
  cwe: [532],
  severity: 'medium',
  remediation: 'Set DataTraceEnabled: false outside of development; the access log says who called what.',
  equivalents: { checkov: 'CKV_AWS_276' },
  *check(app) {
    for (const { name, methodSettings } of stagesOf(app))
      for (const setting of methodSettings) {
        const value = at(setting, 'DataTraceEnabled');
        if (!value || booleanOf(value) !== true) continue;
        yield {
          location: value.location,
          resource: name,
          what: `The API "${name}" writes whole requests and answers into its log (DataTraceEnabled).`,
          why: 'Tokens, passwords and personal data of every caller lie there in plain text for whoever may read logs.',
        };
      }
  },
});
