import { hasObject, record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** S3 Object Lambda: GetObject, HeadObject, ListObjects and ListObjectsV2. The caller's request comes along as it was. */
export const awsS3ObjectLambda: Trigger = {
  id: 'aws:s3-object-lambda',
  title: 'Amazon S3 Object Lambda',
  document: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-event-context.html',
  outsiderControlled: true,
  example: 'aws/s3-object-lambda-event-get-object-iam.json',
  keys: ['userRequest'],
  fields: () => {
    // The signed address holds the object's key.
    const context = record('outputRoute outputToken', { inputS3Url: 'outsider' });
    return record('xAmzRequestId protocolVersion', {
      getObjectContext: context,
      headObjectContext: context,
      listObjectsContext: context,
      listObjectsV2Context: context,
      configuration: record('accessPointArn supportingAccessPointArn payload'),
      userRequest: record('', { url: 'outsider', headers: 'outsider' }),
      // Session names are the caller's choice.
      userIdentity: record('type accountId accessKeyId', {
        principalId: 'outsider',
        arn: 'outsider',
        userName: 'outsider',
        sessionContext: 'outsider',
      }),
    });
  },
  recognizes: (event) => typeof peek(event, 'xAmzRequestId') === 'string' && hasObject(event, 'userRequest'),
};
