import { record } from '../event-shape.ts';
import { envelope, hasRecordsOf, list, type Trigger } from '../trigger.ts';

/** SNS notification. The message may be another service's event again. */
export const awsSns: Trigger = {
  id: 'aws:sns',
  title: 'Amazon SNS notification',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html',
  outsiderControlled: true,
  example: 'aws/sns-event.json',
  keys: ['aws:sns'],
  fields: () =>
    record('', {
      Records: list(
        record('EventVersion EventSource EventSubscriptionArn', {
          Sns: record(
            'Type MessageId TopicArn Timestamp Signature SignatureVersion SigningCertUrl SigningCertURL UnsubscribeUrl UnsubscribeURL',
            { Subject: 'outsider', Message: envelope, MessageAttributes: 'outsider' },
          ),
        }),
      ),
    }),
  recognizes: (event) => hasRecordsOf(event, 'aws:sns'),
};
