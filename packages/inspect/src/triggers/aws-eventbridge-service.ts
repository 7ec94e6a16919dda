import { hasObject, hasTexts, record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/**
 * What a service of AWS says on the default bus: a build, deployment, pipeline, container, image or group changed its state, an alarm rang, CloudTrail
 * saw a call. Nobody else can use a source that starts with `aws.`. Of the detail, states, numbers and identifiers are the service's; names,
 * messages, tags, causes, environment variables and the parameters of a call are those of whoever asked for the change.
 */
export const awsEventbridgeService: Trigger = {
  id: 'aws:eventbridge-service',
  title: 'Amazon EventBridge, event of an AWS service',
  document: 'https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-overview.html',
  outsiderControlled: true,
  example: 'aws/codebuild-state-change.json',
  keys: ['detail-type'],
  fields: () =>
    record('version id account region time replay-name source detail-type resources', {
      detail: record(
        `version state status region action-type result scan-status image-digest instance-id instanceId instanceGroupId deploymentId
execution-id stage action build-status build-id current-phase completed-phase completed-phase-status completed-phase-start completed-phase-end
completed-phase-duration-seconds finding-severity-counts StatusCode ActivityId RequestId StartTime EndTime EC2InstanceId LifecycleActionToken
LifecycleTransition clusterArn containerInstanceArn taskArn taskDefinitionArn ec2InstanceId agentConnected registeredResources remainingResources
versionInfo createdAt updatedAt startedAt stoppedAt lastStatus desiredStatus EventID SourceArn SourceType Date eventVersion eventTime eventSource
eventName awsRegion requestID eventID eventType readOnly managementEvent recipientAccountId eventCategory`.replaceAll('\n', ' '),
      ),
    }),
  recognizes(event) {
    const source = peek(event, 'source');
    return (
      typeof source === 'string' &&
      source.startsWith('aws.') &&
      !source.startsWith('aws.partner/') &&
      source !== 'aws.events' &&
      source !== 'aws.scheduler' &&
      hasTexts(event, 'detail-type', 'account', 'region') &&
      hasObject(event, 'detail') &&
      !(source === 'aws.s3' && hasObject(event, 'detail', 'object') && hasObject(event, 'detail', 'bucket'))
    );
  },
};
