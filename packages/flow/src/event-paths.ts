// What the platform stamped into an event, and no sender can choose: Lambda's event references, per trigger.
const stamped: readonly RegExp[] = [
  /\.requestContext\.(?:authorizer|identity|accountId|apiId|requestId|stage|resourceId|connectionId|timeEpoch|requestTimeEpoch)(?:\.|$)/,
  /\.Records\.[^.]+\.(?:awsRegion|eventSource|eventSourceARN|eventVersion|eventName|eventID|messageId|receiptHandle|EventSource|EventSubscriptionArn)$/,
  /\.s3\.bucket(?:\.|$)/,
  /\.s3\.object\.(?:size|eTag|sequencer|versionId)$/,
  /\.kinesis\.(?:sequenceNumber|approximateArrivalTimestamp|kinesisSchemaVersion)$/,
  /\.Sns\.(?:MessageId|Timestamp|TopicArn|SigningCertUrl|Signature|SignatureVersion|UnsubscribeUrl)$/,
  /^[^.]+\.(?:httpMethod|resource|routeKey|isBase64Encoded|version|stageVariables)(?:\.|$)/,
];

/** Whether a place of the event holds what the platform wrote. Linear: each expression is anchored to literal names. */
export function isStamped(path: string): boolean {
  return stamped.some((pattern) => pattern.test(path));
}
