import { record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** What S3 sends to a topic or queue when notifications are switched on. */
export const awsS3Test: Trigger = {
  id: 'aws:s3-test',
  title: 'Amazon S3 test message',
  document: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html',
  outsiderControlled: false,
  example: 'aws/s3-test-event.json',
  keys: ['Event'],
  fields: () => record('Service Event Time Bucket RequestId HostId'),
  recognizes: (event) => peek(event, 'Event') === 's3:TestEvent' && peek(event, 'Service') === 'Amazon S3',
};
