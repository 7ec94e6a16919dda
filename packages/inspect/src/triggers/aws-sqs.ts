import { record } from '../event-shape.ts';
import { encoded, envelope, hasRecordsOf, list, map, type Trigger } from '../trigger.ts';

/** A batch of SQS messages. A body may be another service's event again: SNS, S3 or EventBridge into the queue. */
export const awsSqs: Trigger = {
  id: 'aws:sqs',
  title: 'Amazon SQS batch',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html',
  outsiderControlled: true,
  example: 'aws/sqs-event.json',
  keys: ['aws:sqs'],
  fields: () =>
    record('', {
      Records: list(
        record('messageId receiptHandle md5OfBody md5OfMessageAttributes eventSource eventSourceARN awsRegion', {
          body: envelope,
          attributes: record(
            'ApproximateReceiveCount ApproximateFirstReceiveTimestamp SentTimestamp SequenceNumber DeadLetterQueueSourceArn SqsManagedSseEnabled',
            {
              // Chosen by the sender: the session name in a sender id, and what groups and traces messages.
              SenderId: 'outsider',
              MessageGroupId: 'outsider',
              MessageDeduplicationId: 'outsider',
              AWSTraceHeader: 'outsider',
            },
          ),
          messageAttributes: map(record('', { stringValue: 'outsider', binaryValue: encoded('base64'), dataType: 'outsider' })),
        }),
      ),
    }),
  recognizes: (event) => hasRecordsOf(event, 'aws:sqs'),
};
