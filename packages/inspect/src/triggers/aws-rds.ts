import { hasTexts, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/**
 * An RDS or Aurora event notification: the message of a topic. (Through EventBridge it is a service's event; what SQL passes to `lambda_sync`,
 * `lambda_async` or `aws_lambda.invoke` has no form of its own and is read as any other event.)
 */
export const awsRds: Trigger = {
  id: 'aws:rds',
  title: 'Amazon RDS event notification',
  document: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html',
  outsiderControlled: true,
  example: 'aws/rds-event.json',
  keys: ['Event Source'],
  fields: () =>
    record('', {
      'Event Source': 'platform',
      'Event Time': 'platform',
      'Identifier Link': 'outsider',
      'Source ID': 'platform',
      'Source ARN': 'platform',
      'Event ID': 'platform',
      // May quote a statement, a user or a parameter.
      'Event Message': 'outsider',
    }),
  recognizes: (event) => hasTexts(event, 'Event Source', 'Event Message', 'Source ID'),
};
