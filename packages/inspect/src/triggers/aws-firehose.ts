import { record } from '../event-shape.ts';
import { envelopeEncoded, list, peek, type Trigger } from '../trigger.ts';

/** Records for a Firehose data transformation. The data is base64 of what producers put, of a topic's message, or of gzip with CloudWatch Logs. */
export const awsFirehose: Trigger = {
  id: 'aws:firehose',
  title: 'Amazon Data Firehose transformation',
  document: 'https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html',
  outsiderControlled: true,
  example: 'aws/kinesis-firehose-event.json',
  keys: ['deliveryStreamArn'],
  fields: () =>
    record('invocationId deliveryStreamArn sourceKinesisStreamArn region', {
      records: list(
        record('recordId approximateArrivalTimestamp', {
          data: envelopeEncoded('base64'),
          kinesisRecordMetadata: record('shardId sequenceNumber subsequenceNumber approximateArrivalTimestamp', {
            partitionKey: 'outsider',
          }),
          mskRecordMetadata: 'outsider',
        }),
      ),
    }),
  recognizes: (event) => typeof peek(event, 'deliveryStreamArn') === 'string' && Array.isArray(peek(event, 'records')),
};
