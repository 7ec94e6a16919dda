import { record } from '../event-shape.ts';
import { envelopeEncoded, hasRecordsOf, list, type Trigger } from '../trigger.ts';

/** A batch of Kinesis records. The data is base64; producers often compress it. It may be a change of DynamoDB or lines of CloudWatch Logs. */
export const awsKinesis: Trigger = {
  id: 'aws:kinesis',
  title: 'Amazon Kinesis batch',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html',
  outsiderControlled: true,
  example: 'aws/kinesis-event.json',
  keys: ['aws:kinesis'],
  fields: () =>
    record('window shardId eventSourceARN isFinalInvokeForWindow isWindowTerminatedEarly', {
      Records: list(
        record('eventSource eventVersion eventID eventName invokeIdentityArn awsRegion eventSourceARN', {
          kinesis: record('kinesisSchemaVersion sequenceNumber encryptionType approximateArrivalTimestamp', {
            partitionKey: 'outsider',
            data: envelopeEncoded('base64'),
          }),
        }),
      ),
      // What the function itself computed from earlier records, thus from the outsider's data.
      state: 'outsider',
    }),
  recognizes: (event) => hasRecordsOf(event, 'aws:kinesis'),
};
