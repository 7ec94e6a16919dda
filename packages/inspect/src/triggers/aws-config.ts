import { hasTexts, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/** An evaluation of an AWS Config rule. `invokingEvent` is JSON in a string: the resource as those who made it configured it, with its names and tags. */
export const awsConfig: Trigger = {
  id: 'aws:config',
  title: 'AWS Config rule',
  document: 'https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_example-events.html',
  outsiderControlled: true,
  example: 'aws/pt-aws-config-rule-configuration-changed.json',
  keys: ['invokingEvent'],
  fields: () =>
    record('version resultToken eventLeftScope executionRoleArn configRuleArn configRuleName configRuleId accountId evaluationMode', {
      invokingEvent: 'outsider',
      ruleParameters: 'outsider',
    }),
  recognizes: (event) => hasTexts(event, 'invokingEvent', 'resultToken'),
};
