import { encoded, envelope, hasRecordsOf, list, object, type Trigger } from '../trigger.ts';

/** A batch of SQS messages. A body may be another service's event again: SNS, S3 or EventBridge into the queue. */
export const awsSqs: Trigger = {
  id: 'aws:sqs',
  title: 'Amazon SQS batch',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html',
  outsiderControlled: true,
  example: 'aws/sqs-event.json',
  keys: ['aws:sqs'],
  fields: () =>
    object(
      {
        Records: list(
          object(
            {
              messageId: 'platform',
              receiptHandle: 'platform',
              body: envelope,
              attributes: object(
                {
                  ApproximateReceiveCount: 'platform',
                  ApproximateFirstReceiveTimestamp: 'platform',
                  SentTimestamp: 'platform',
                  SequenceNumber: 'platform',
                  DeadLetterQueueSourceArn: 'platform',
                  // Chosen by the sender: the session name in a sender id, and what groups and traces messages.
                  SenderId: 'outsider',
                  MessageGroupId: 'outsider',
                  MessageDeduplicationId: 'outsider',
                  AWSTraceHeader: 'outsider',
                },
                { namesAreData: false },
              ),
              messageAttributes: object(
                {},
                {
                  others: object(
                    { stringValue: 'outsider', binaryValue: encoded('base64'), dataType: 'outsider' },
                    { namesAreData: false },
                  ),
                },
              ),
              md5OfBody: 'platform',
              md5OfMessageAttributes: 'platform',
              eventSource: 'platform',
              eventSourceARN: 'platform',
              awsRegion: 'platform',
            },
            { namesAreData: false },
          ),
        ),
      },
      { namesAreData: false },
    ),
  recognizes: (event) => hasRecordsOf(event, 'aws:sqs'),
};
