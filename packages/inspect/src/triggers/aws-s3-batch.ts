import { hasObject, record } from '../event-shape.ts';
import { encoded, list, peek, type Trigger } from '../trigger.ts';

/** Tasks of an S3 Batch Operations job, invocation schemas 1.0 and 2.0. Keys come form-encoded out of the manifest. */
export const awsS3Batch: Trigger = {
  id: 'aws:s3-batch',
  title: 'Amazon S3 Batch Operations',
  document: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html',
  outsiderControlled: true,
  example: 'aws/s3-batch-job-event-request-2-0.json',
  keys: ['invocationSchemaVersion'],
  fields: () =>
    record('invocationSchemaVersion invocationId', {
      job: record('id', { userArguments: 'outsider' }),
      tasks: list(record('taskId s3VersionId s3BucketArn s3Bucket', { s3Key: encoded('form') })),
    }),
  recognizes: (event) => hasObject(event, 'tasks', 0) && typeof peek(event, 'invocationSchemaVersion') === 'string',
};
