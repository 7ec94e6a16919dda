import { hasTexts, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/** A lifecycle hook of a CodeDeploy deployment to Lambda or ECS. */
export const awsCodedeploy: Trigger = {
  id: 'aws:codedeploy',
  title: 'AWS CodeDeploy lifecycle hook',
  document: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html',
  outsiderControlled: false,
  example: 'aws/pt-code-deploy-lifecycle-hook-event.json',
  keys: ['LifecycleEventHookExecutionId'],
  fields: () => record('DeploymentId LifecycleEventHookExecutionId'),
  recognizes: (event) => hasTexts(event, 'DeploymentId', 'LifecycleEventHookExecutionId'),
};
