import { hasObject, record } from '../event-shape.ts';
import { dynamodbItem, hasRecordsOf, list, peek, type Trigger } from '../trigger.ts';

/** A batch of a DynamoDB stream, or one record of it as Kinesis Data Streams carries it. Whoever writes to the table wrote the items. */
export const awsDynamodb: Trigger = {
  id: 'aws:dynamodb',
  title: 'Amazon DynamoDB stream',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html',
  outsiderControlled: true,
  example: 'aws/dynamodb-event.json',
  keys: ['aws:dynamodb'],
  fields: () => {
    const stamps = 'eventID eventName eventVersion eventSource awsRegion eventSourceARN userIdentity recordFormat tableName';
    const change = {
      dynamodb: record('ApproximateCreationDateTime ApproximateCreationDateTimePrecision SequenceNumber SizeBytes StreamViewType', {
        Keys: dynamodbItem,
        NewImage: dynamodbItem,
        OldImage: dynamodbItem,
      }),
    };
    return record(`${stamps} window shardId isFinalInvokeForWindow isWindowTerminatedEarly`, {
      Records: list(record(stamps, change)),
      // What the function itself computed from earlier records, thus from the outsider's data.
      state: 'outsider',
      ...change,
    });
  },
  recognizes: (event) =>
    hasRecordsOf(event, 'aws:dynamodb') || (peek(event, 'eventSource') === 'aws:dynamodb' && hasObject(event, 'dynamodb')),
};
