import { excerpt } from '@postern/core';
import type { Foreign } from './host.ts';

/** The parameters that name what an operation reads, by the AWS API models. */
const resourceParameters = ['TableName', 'QueueUrl', 'StreamName', 'SecretId', 'FunctionName', 'Name', 'TopicArn'];

/** `s3:GetObject uploads/a.json (sdk v3)`: the service in the prefix of its IAM actions, the operation, the resource. */
export function awsLabel(service: string, operation: string, input: Foreign | undefined, sdk: 'v2' | 'v3'): string {
  return `${service.toLowerCase().replace(/[^a-z0-9-]/g, '')}:${operation}${resourceOf(input)} (sdk ${sdk})`;
}

function resourceOf(input: Foreign | undefined): string {
  const bucket = input?.['Bucket'];
  if (typeof bucket === 'string') return ` ${excerpt(`${bucket}/${String(input?.['Key'] ?? '')}`)}`;
  for (const name of resourceParameters) {
    const value = input?.[name];
    if (typeof value === 'string') return ` ${excerpt(value)}`;
  }
  return '';
}
