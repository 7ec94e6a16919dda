import { hasObject, hasTexts, record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** A CloudWatch alarm that changed its state: invoked directly, or as the message of a topic. Dimensions of a custom metric may be an outsider's. */
export const awsCloudwatchAlarm: Trigger = {
  id: 'aws:cloudwatch-alarm',
  title: 'Amazon CloudWatch alarm',
  document: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions.html',
  outsiderControlled: true,
  example: 'aws/pt-cloud-watch-alarm-event-single-metric.json',
  keys: ['alarmData', 'NewStateValue'],
  fields: () => {
    const state = record('value timestamp actionsSuppressedBy', {
      reason: 'outsider',
      reasonData: 'outsider',
      actionsSuppressedReason: 'outsider',
    });
    return record('source alarmArn accountId time region AWSAccountId NewStateValue OldStateValue StateChangeTime AlarmArn', {
      Region: 'outsider',
      alarmData: record('', { alarmName: 'outsider', state, previousState: state, configuration: 'outsider' }),
      AlarmName: 'outsider',
      AlarmDescription: 'outsider',
      NewStateReason: 'outsider',
      Trigger: 'outsider',
    });
  },
  recognizes: (event) =>
    (hasTexts(event, 'alarmArn') && hasObject(event, 'alarmData', 'state')) ||
    (hasTexts(event, 'AlarmName', 'NewStateValue', 'NewStateReason') && peek(event, 'Records') === undefined),
};
