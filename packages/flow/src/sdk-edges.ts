import type { EdgeKind } from '@postern/app';

/** What an operation of the SDK does to the resource that one of its parameters names. */
export interface OperationEdge {
  readonly kind: EdgeKind;
  readonly parameters: readonly string[];
}

const table = (
  kind: EdgeKind,
  parameters: readonly string[],
  service: string,
  operations: readonly string[],
): readonly (readonly [string, OperationEdge])[] =>
  operations.map((operation) => [`${service}:${operation}`, { kind, parameters }] as const);

/** By `service:Operation`. Names of parameters are those of the service's API reference. */
export const operationEdges: ReadonlyMap<string, OperationEdge> = new Map([
  ...table('reads', ['Bucket'], 's3', [
    'GetObject',
    'HeadObject',
    'ListObjects',
    'ListObjectsV2',
    'SelectObjectContent',
    'DownloadFile',
    'DownloadFileobj',
  ]),
  ...table('writes', ['Bucket'], 's3', [
    'PutObject',
    'CopyObject',
    'DeleteObject',
    'DeleteObjects',
    'CreateMultipartUpload',
    'Upload',
    'UploadFile',
    'UploadFileobj',
  ]),
  ...table('reads', ['TableName'], 'dynamodb', ['GetItem', 'Query', 'Scan', 'BatchGetItem', 'Get', 'TransactGet']),
  ...table('writes', ['TableName'], 'dynamodb', ['PutItem', 'UpdateItem', 'DeleteItem', 'Put', 'Update', 'Delete', 'BatchWriteItem']),
  ...table('writes', ['TopicArn', 'TargetArn'], 'sns', ['Publish', 'PublishBatch']),
  ...table('writes', ['QueueUrl'], 'sqs', ['SendMessage', 'SendMessageBatch']),
  ...table('reads', ['QueueUrl'], 'sqs', ['ReceiveMessage', 'DeleteMessage']),
  ...table('writes', ['StreamName', 'StreamARN'], 'kinesis', ['PutRecord', 'PutRecords']),
  ...table('reads', ['StreamName', 'StreamARN'], 'kinesis', ['GetRecords', 'GetShardIterator']),
  ...table('writes', ['EventBusName'], 'events', ['PutEvents']),
  ...table('invokes', ['FunctionName'], 'lambda', ['Invoke', 'InvokeAsync']),
  ...table('invokes', ['stateMachineArn'], 'sfn', ['StartExecution', 'StartSyncExecution']),
  ...table('reads', ['SecretId'], 'secretsmanager', ['GetSecretValue']),
  ...table('reads', ['SecretId'], 'secrets-manager', ['GetSecretValue']),
]);
