import type { Abstract } from './abstract.ts';

/** A call of an AWS SDK, the same for both versions in JavaScript and for boto3. */
export interface SdkCall {
  /** `s3:GetObject`. */
  readonly operation: string;
  /** The parameters by name, as far as they are written. */
  readonly parameters: ReadonlyMap<string, Abstract>;
}

const none: ReadonlyMap<string, Abstract> = new Map();
const services: Readonly<Record<string, string>> = {
  'lib-dynamodb': 'dynamodb',
  stepfunctions: 'sfn',
  eventbridge: 'events',
  'cloudwatch-logs': 'logs',
};

/** What call of an SDK it is, if it is one. */
export function sdkCallOf(
  refs: readonly string[],
  receiver: Abstract,
  args: readonly Abstract[],
  named: ReadonlyMap<string, Abstract>,
): SdkCall | undefined {
  for (const ref of refs) {
    if (ref.endsWith('.send')) {
      const command = commandOf(args[0]);
      if (command) return command;
    }
    // new S3().getObject(…) of version 2, and of version 3's aggregated clients
    const client =
      /^(?:aws-sdk\/clients\/(\w+)|aws-sdk\.(\w+)|@aws-sdk\/(?:client|lib)-([\w-]+)\.\w+)(?:\.DocumentClient|\.from)?\(\)\.(\w+)$/.exec(
        ref,
      );
    if (client) {
      const [, byFile, byName, byPackage, method = ''] = client;
      if (method === 'send') continue;
      return {
        operation: `${serviceName(byFile ?? byName ?? byPackage ?? '')}:${capitalize(method)}`,
        parameters: args[0]?.members ?? none,
      };
    }
    const boto =
      /^boto3(?:\.Session\(\)|\.session\.Session\(\))?\.(?:client|resource)\((\w+)\)(?:\.(Table|Bucket|Queue|Topic|Object)\(\))?\.(\w+)$/.exec(
        ref,
      );
    if (boto) {
      const [, service = '', resource, method = ''] = boto;
      const name = receiver.members?.get('(name)');
      const parameter = { Table: 'TableName', Bucket: 'Bucket', Queue: 'QueueUrl', Topic: 'TopicArn', Object: 'Bucket' }[resource ?? ''];
      const parameters = name && parameter ? new Map([[parameter, name], ...named]) : named;
      return { operation: `${serviceName(service)}:${method.split('_').map(capitalize).join('')}`, parameters };
    }
  }
  // A client that came from elsewhere: the command says what it is.
  return commandOf(args[0]);
}

function commandOf(value: Abstract | undefined): SdkCall | undefined {
  for (const ref of value?.refs ?? []) {
    const command = /^@aws-sdk\/(?:client-)?(lib-dynamodb|[\w-]+)\.(\w+)Command\(\)$/.exec(ref);
    if (command) return { operation: `${serviceName(command[1] as string)}:${command[2]}`, parameters: value?.members ?? none };
  }
  return undefined;
}

function serviceName(name: string): string {
  const lower = name.toLowerCase();
  return services[lower] ?? lower;
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
