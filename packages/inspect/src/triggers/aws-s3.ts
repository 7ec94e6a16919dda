import { record } from '../event-shape.ts';
import { encoded, hasRecordsOf, list, type Trigger } from '../trigger.ts';

/** S3 event notification. The key arrives form-encoded: `a+b%3B.pdf`. Whoever may upload names the object. */
export const awsS3: Trigger = {
  id: 'aws:s3',
  title: 'Amazon S3 notification',
  document: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html',
  outsiderControlled: true,
  example: 'aws/s3-event.json',
  keys: ['aws:s3'],
  fields: () =>
    record('', {
      Records: list(
        record(
          'eventVersion eventSource awsRegion eventTime eventName glacierEventData restoreEventData lifecycleEventData intelligentTieringEventData replicationEventData',
          {
            // The session name in a principal id is the caller's choice.
            userIdentity: record('', { principalId: 'outsider' }),
            requestParameters: record('sourceIPAddress'),
            responseElements: record('x-amz-request-id x-amz-id-2'),
            s3: record('s3SchemaVersion configurationId bucket', {
              object: record('size eTag versionId sequencer', { key: encoded('form') }),
            }),
          },
        ),
      ),
    }),
  recognizes: (event) => hasRecordsOf(event, 'aws:s3'),
};
