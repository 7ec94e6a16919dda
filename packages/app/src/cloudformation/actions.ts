// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` is how CloudFormation writes a reference
import type { Role, Statement } from '../app.ts';

export type Access = 'reads' | 'writes' | 'invokes';

/** What managed policies of the platform allow on the data of this graph; one that is not here allows nothing of it that is known. */
const managed: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ['*'],
  AWSLambdaDynamoDBExecutionRole: ['dynamodb:GetRecords'],
  AWSLambdaKinesisExecutionRole: ['kinesis:GetRecords'],
  AWSLambdaSQSQueueExecutionRole: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
  AWSLambda_FullAccess: ['lambda:*'],
  AmazonDynamoDBFullAccess: ['dynamodb:*'],
  AmazonDynamoDBReadOnlyAccess: ['dynamodb:Get*', 'dynamodb:Query', 'dynamodb:Scan'],
  AmazonEventBridgeFullAccess: ['events:*'],
  AmazonKinesisFullAccess: ['kinesis:*'],
  AmazonS3FullAccess: ['s3:*'],
  AmazonS3ReadOnlyAccess: ['s3:Get*', 's3:List*'],
  AmazonSNSFullAccess: ['sns:*'],
  AmazonSQSFullAccess: ['sqs:*'],
  AWSStepFunctionsFullAccess: ['states:*'],
  PowerUserAccess: ['*'],
  SecretsManagerReadWrite: ['secretsmanager:*'],
};

const reading = /^(?:batchget|conditioncheck|decrypt|describe|download|get|head|list|query|receive|scan|select|subscribe|verify|view)/i;
const noData = /^(?:changemessagevisibility|deletemessage|listtags|getbucketlocation|getqueueattributes)/i;

/** What an action, possibly with wildcards, lets a principal do with the data of a resource. */
export function accessesOf(action: string): readonly Access[] {
  const colon = action.indexOf(':');
  const service = colon < 0 ? action : action.slice(0, colon).toLowerCase();
  const name = colon < 0 ? '' : action.slice(colon + 1);
  if (service === 'lambda' || service === 'states') {
    if (/^(?:invoke|start|\*$)/i.test(name)) return ['invokes'];
    return [];
  }
  if (noData.test(name)) return ['reads'];
  // A function does not read a topic or a bus: it is called with what was published.
  if (service === 'sns' || service === 'events') return /^(?:put|publish|\*$|p\*)/i.test(name) ? ['writes'] : [];
  const star = name.indexOf('*');
  const stem = star < 0 ? name : name.slice(0, star);
  if (service === '*' || (star >= 0 && stem.length < 3)) return ['reads', 'writes'];
  return reading.test(stem) ? ['reads'] : ['writes'];
}

/** The accesses that a role's statements allow somewhere for a service, whatever resource they name; `undefined` if the role is not known. */
export function allowedAccesses(role: Role | undefined, service: string): ReadonlySet<Access> | undefined {
  if (!role || role.kind === 'external') return undefined;
  const found = new Set<Access>();
  const add = (action: string): void => {
    if (action === '*' || action.toLowerCase().startsWith(`${service}:`))
      for (const access of accessesOf(action === '*' ? `${service}:*` : action)) found.add(access);
  };
  for (const statement of role.statements) if (appliesWidely(statement)) for (const { text } of statement.actions) add(text);
  for (const { name } of role.managedPolicies)
    if (Object.hasOwn(managed, name)) for (const action of managed[name] as readonly string[]) add(action);
  return found;
}

/** Whether a statement allows something on resources that it does not name one by one. */
function appliesWidely({ effect, resources, notResources }: Statement): boolean {
  return (
    effect === 'Allow' &&
    (notResources.length > 0 ||
      resources.some(({ text, resources: named }) => named.length === 0 && (text.includes('*') || text.includes('${'))))
  );
}
