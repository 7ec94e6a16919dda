import { hasObject, hasTexts, record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** S3 events by way of EventBridge. Here, unlike in notifications, the key stands as it is, not form-encoded. */
export const awsEventbridgeS3: Trigger = {
  id: 'aws:eventbridge-s3',
  title: 'Amazon S3 by EventBridge',
  document: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html',
  outsiderControlled: true,
  example: 'aws/pt-s3-event-bridge-notification-object-created-event.json',
  keys: ['detail-type'],
  fields: () =>
    record('version id account region time replay-name source detail-type resources', {
      detail: record(
        'version bucket request-id requester source-ip-address reason deletion-type restore-expiry-time source-storage-class destination-storage-class destination-access-tier',
        { object: record('size etag version-id sequencer', { key: 'outsider' }) },
      ),
    }),
  recognizes: (event) =>
    peek(event, 'source') === 'aws.s3' &&
    hasTexts(event, 'detail-type', 'account', 'region') &&
    typeof peek(event, 'detail', 'object', 'key') === 'string' &&
    hasObject(event, 'detail', 'bucket'),
};
