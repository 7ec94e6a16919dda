import { hasTexts, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/** A custom resource of a CloudFormation template. Properties come from the template and its parameters; the answer goes to the signed address. */
export const awsCloudformation: Trigger = {
  id: 'aws:cloudformation',
  title: 'AWS CloudFormation custom resource',
  document: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html',
  outsiderControlled: false,
  example: 'aws/pt-cloudformation-custom-resource-create.json',
  keys: ['ResponseURL'],
  fields: () =>
    record('RequestType ServiceToken StackId RequestId LogicalResourceId ResourceType', {
      // Known by its host, but a forged invocation names another: the function would send its answer there.
      ResponseURL: 'outsider',
      PhysicalResourceId: 'outsider',
      ResourceProperties: 'outsider',
      OldResourceProperties: 'outsider',
    }),
  recognizes: (event) => hasTexts(event, 'RequestType', 'ResponseURL', 'StackId'),
};
