import { hasTexts, record } from '../event-shape.ts';
import { encoded, list, peek, type Trigger } from '../trigger.ts';

/** A CloudWatch Logs subscription: gzip in base64; streams and Firehose carry what is inside. The lines of a log are whatever its writers were sent. */
export const awsCloudwatchLogs: Trigger = {
  id: 'aws:cloudwatch-logs',
  title: 'Amazon CloudWatch Logs subscription',
  document: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html',
  outsiderControlled: true,
  example: 'aws/cloudwatch-logs-event.json',
  keys: ['awslogs', 'logEvents'],
  fields: () =>
    record('messageType owner logGroup policyLevel subscriptionFilters', {
      awslogs: record('', { data: encoded('gzip-base64') }),
      logStream: 'outsider',
      logEvents: list(record('id timestamp', { message: 'outsider', extractedFields: 'outsider' })),
    }),
  recognizes: (event) =>
    typeof peek(event, 'awslogs', 'data') === 'string' ||
    (hasTexts(event, 'messageType', 'logGroup') && Array.isArray(peek(event, 'logEvents'))),
};
