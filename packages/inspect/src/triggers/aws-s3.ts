import { encoded, hasRecordsOf, list, object, type Trigger } from '../trigger.ts';

/** S3 event notification. The key arrives form-encoded: `a+b%3B.pdf`. Whoever may upload names the object. */
export const awsS3: Trigger = {
  id: 'aws:s3',
  title: 'Amazon S3 notification',
  document: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html',
  outsiderControlled: true,
  example: 'aws/s3-event.json',
  keys: ['aws:s3'],
  fields: () =>
    object(
      {
        Records: list(
          object(
            {
              eventVersion: 'platform',
              eventSource: 'platform',
              awsRegion: 'platform',
              eventTime: 'platform',
              eventName: 'platform',
              // The session name in a principal id is the caller's choice.
              userIdentity: object({ principalId: 'outsider' }, { namesAreData: false }),
              requestParameters: object({ sourceIPAddress: 'platform' }, { namesAreData: false }),
              responseElements: object({ 'x-amz-request-id': 'platform', 'x-amz-id-2': 'platform' }, { namesAreData: false }),
              glacierEventData: 'platform',
              lifecycleEventData: 'platform',
              replicationEventData: object({ replicationRuleId: 'platform', destinationBucket: 'platform' }, { namesAreData: false }),
              s3: object(
                {
                  s3SchemaVersion: 'platform',
                  configurationId: 'platform',
                  bucket: 'platform',
                  object: object(
                    { key: encoded('form'), size: 'platform', eTag: 'platform', versionId: 'platform', sequencer: 'platform' },
                    { namesAreData: false },
                  ),
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
  recognizes: (event) => hasRecordsOf(event, 'aws:s3'),
};
