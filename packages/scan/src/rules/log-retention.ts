import { memberOf } from '@postern/app';
import { defineRule, type Rule } from '../rule.ts';

export const logRetentionRule: Rule = defineRule({
  id: 'scan/log-retention',
  concept: 'log.retention.missing',
  title: 'A log group without retention',
  sas: ['SAS-5'],
  cwe: [779],
  severity: 'low',
  remediation: 'Set RetentionInDays: long enough to look into an incident (90 days or more), short enough to pay for.',
  equivalents: { checkov: 'CKV_AWS_66', kics: 'cloudwatch_without_retention_period_specified' },
  *check(app) {
    for (const group of app.resources) {
      if (group.type !== 'AWS::Logs::LogGroup' || memberOf(group.properties, 'RetentionInDays')) continue;
      yield {
        location: group.location,
        resource: group.id,
        what: `The log group "${group.id}" keeps everything for ever.`,
        why: 'Costs grow without end, and the day someone cuts them the logs are the first to go, those of the last incident too.',
      };
    }
  },
});
