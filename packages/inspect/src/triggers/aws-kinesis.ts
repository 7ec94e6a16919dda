import { encoded, hasRecordsOf, list, object, type Trigger } from '../trigger.ts';

/** A batch of Kinesis records. The data is base64; producers often compress it. */
export const awsKinesis: Trigger = {
  id: 'aws:kinesis',
  title: 'Amazon Kinesis batch',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html',
  outsiderControlled: true,
  example: 'aws/kinesis-event.json',
  keys: ['aws:kinesis'],
  fields: () =>
    object(
      {
        Records: list(
          object(
            {
              kinesis: object(
                {
                  kinesisSchemaVersion: 'platform',
                  partitionKey: 'outsider',
                  sequenceNumber: 'platform',
                  encryptionType: 'platform',
                  data: encoded('base64'),
                  approximateArrivalTimestamp: 'platform',
                },
                { namesAreData: false },
              ),
              eventSource: 'platform',
              eventVersion: 'platform',
              eventID: 'platform',
              eventName: 'platform',
              invokeIdentityArn: 'platform',
              awsRegion: 'platform',
              eventSourceARN: 'platform',
            },
            { namesAreData: false },
          ),
        ),
        window: 'platform',
        shardId: 'platform',
        eventSourceARN: 'platform',
        isFinalInvokeForWindow: 'platform',
        isWindowTerminatedEarly: 'platform',
        // What the function itself computed from earlier records, thus from the outsider's data.
        state: 'outsider',
      },
      { namesAreData: false },
    ),
  recognizes: (event) => hasRecordsOf(event, 'aws:kinesis'),
};
