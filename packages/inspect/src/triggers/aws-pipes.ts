import { record } from '../event-shape.ts';
import { dynamodbItem, encoded, envelope, envelopeEncoded, list, map, peek, type Trigger } from '../trigger.ts';

const sources: readonly unknown[] = [
  'aws:sqs',
  'aws:kinesis',
  'aws:dynamodb',
  'aws:kafka',
  'aws:SelfManagedKafka',
  'SelfManagedKafka',
  'aws:mq',
  'aws:amq',
  'aws:rmq',
];

/** A batch from EventBridge Pipes: the records of its source, in a list and without what is around them elsewhere. */
export const awsPipes: Trigger = {
  id: 'aws:pipes',
  title: 'Amazon EventBridge Pipes',
  document: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-source.html',
  outsiderControlled: true,
  example: 'aws/pipes-sqs.json',
  keys: ['0'],
  fields: () =>
    list(
      record(
        'eventSource eventSourceARN eventSourceArn awsRegion messageId receiptHandle md5OfBody eventID eventName eventVersion invokeIdentityArn sequenceNumber kinesisSchemaVersion approximateArrivalTimestamp topic partition offset timestampType bootstrapServers',
        {
          body: envelope,
          attributes: 'outsider',
          messageAttributes: 'outsider',
          partitionKey: 'outsider',
          data: envelopeEncoded('base64'),
          dynamodb: record('ApproximateCreationDateTime SequenceNumber SizeBytes StreamViewType', {
            Keys: dynamodbItem,
            NewImage: dynamodbItem,
            OldImage: dynamodbItem,
          }),
          key: encoded('base64'),
          value: envelopeEncoded('base64'),
          headers: list(map(encoded('bytes'))),
        },
      ),
    ),
  recognizes: (event) => Array.isArray(event) && sources.includes(peek(event, 0, 'eventSource')),
};
