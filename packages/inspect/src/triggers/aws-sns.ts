import { envelope, hasRecordsOf, list, object, type Trigger } from '../trigger.ts';

/** SNS notification. The message may be another service's event again. */
export const awsSns: Trigger = {
  id: 'aws:sns',
  title: 'Amazon SNS notification',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html',
  outsiderControlled: true,
  example: 'aws/sns-event.json',
  keys: ['aws:sns'],
  fields: () =>
    object(
      {
        Records: list(
          object(
            {
              EventVersion: 'platform',
              EventSource: 'platform',
              EventSubscriptionArn: 'platform',
              Sns: object(
                {
                  Type: 'platform',
                  MessageId: 'platform',
                  TopicArn: 'platform',
                  Timestamp: 'platform',
                  Signature: 'platform',
                  SignatureVersion: 'platform',
                  SigningCertUrl: 'platform',
                  SigningCertURL: 'platform',
                  UnsubscribeUrl: 'platform',
                  UnsubscribeURL: 'platform',
                  Subject: 'outsider',
                  Message: envelope,
                  MessageAttributes: 'outsider',
                },
                { namesAreData: false },
              ),
            },
            { namesAreData: false },
          ),
        ),
      },
      { namesAreData: false },
    ),
  recognizes: (event) => hasRecordsOf(event, 'aws:sns'),
};
