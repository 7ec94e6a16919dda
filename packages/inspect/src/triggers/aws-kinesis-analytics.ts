import { record } from '../event-shape.ts';
import { encoded, list, peek, type Trigger } from '../trigger.ts';

/** Kinesis Data Analytics for SQL: records before the application (from a stream or Firehose), and its output. */
export const awsKinesisAnalytics: Trigger = {
  id: 'aws:kinesis-analytics',
  title: 'Amazon Kinesis Data Analytics',
  document: 'https://docs.aws.amazon.com/kinesisanalytics/latest/dev/lambda-preprocessing-data-model.html',
  outsiderControlled: true,
  example: 'aws/kinesis-analytics-output-delivery-event.json',
  keys: ['applicationArn'],
  fields: () =>
    record('invocationId applicationArn streamArn', {
      records: list(
        record('recordId lambdaDeliveryRecordMetadata kinesisFirehoseRecordMetadata', {
          data: encoded('base64'),
          kinesisStreamRecordMetadata: record('sequenceNumber shardId approximateArrivalTimestamp', { partitionKey: 'outsider' }),
        }),
      ),
    }),
  recognizes: (event) => typeof peek(event, 'applicationArn') === 'string' && Array.isArray(peek(event, 'records')),
};
