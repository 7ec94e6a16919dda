// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` is how CloudFormation writes a reference
import type { PolicyText, Resource, ResourcePolicy, Statement } from '../app.ts';
import { at, itemsOf, memberOf, patternOf, textOf, type Value } from '../value.ts';
import type { Names } from './names.ts';
import { policyText, readStatements } from './statements.ts';

/** Where a type of resource keeps a policy about resources: the document's property and what names the targets. */
interface PolicyPlace {
  readonly document: string;
  /** The property that refers to the targets; absent if the policy is about the resource itself. */
  readonly targets?: string;
}

const places: Readonly<Record<string, readonly PolicyPlace[]>> = {
  'AWS::ApiGateway::RestApi': [{ document: 'Policy' }],
  'AWS::Backup::BackupVault': [{ document: 'AccessPolicy' }],
  'AWS::DynamoDB::Table': [{ document: 'ResourcePolicy.PolicyDocument' }],
  'AWS::ECR::Repository': [{ document: 'RepositoryPolicyText' }],
  'AWS::EFS::FileSystem': [{ document: 'FileSystemPolicy' }],
  'AWS::Elasticsearch::Domain': [{ document: 'AccessPolicies' }],
  'AWS::KMS::Key': [{ document: 'KeyPolicy' }],
  'AWS::Kinesis::ResourcePolicy': [{ document: 'ResourcePolicy', targets: 'ResourceArn' }],
  'AWS::OpenSearchService::Domain': [{ document: 'AccessPolicies' }],
  'AWS::S3::AccessPoint': [{ document: 'Policy', targets: 'Bucket' }],
  'AWS::S3::BucketPolicy': [{ document: 'PolicyDocument', targets: 'Bucket' }],
  'AWS::SNS::TopicInlinePolicy': [{ document: 'PolicyDocument', targets: 'TopicArn' }],
  'AWS::SNS::TopicPolicy': [{ document: 'PolicyDocument', targets: 'Topics' }],
  'AWS::SQS::QueueInlinePolicy': [{ document: 'PolicyDocument', targets: 'Queue' }],
  'AWS::SQS::QueuePolicy': [{ document: 'PolicyDocument', targets: 'Queues' }],
  'AWS::SecretsManager::ResourcePolicy': [{ document: 'ResourcePolicy', targets: 'SecretId' }],
  'AWS::Serverless::Api': [{ document: 'Auth.ResourcePolicy.CustomStatements' }],
};

export function readResourcePolicies(resources: readonly Resource[], names: Names): readonly ResourcePolicy[] {
  return resources.flatMap((resource) => {
    if (resource.type === 'AWS::Lambda::Permission') return [readPermission(resource, names)];
    if (resource.type === 'AWS::Events::EventBusPolicy') return [readBusPolicy(resource, names)];
    const known = Object.hasOwn(places, resource.type) ? (places[resource.type] as readonly PolicyPlace[]) : [];
    return known.flatMap(({ document, targets }) => {
      const written = at(resource.properties, ...document.split('.'));
      if (written === undefined) return [];
      // A list of statements without a document around it: SAM's `CustomStatements`.
      const wrapped: Value = written.kind === 'list' ? wrap(written) : written;
      return [
        {
          id: resource.id,
          type: resource.type,
          targets: targets === undefined ? [resource.id] : targetsOf(resource, targets, names),
          statements: readStatements(wrapped, names, { origin: 'resource', policy: resource.id }),
          location: resource.location,
        },
      ];
    });
  });
}

function targetsOf(resource: Resource, property: string, names: Names): readonly string[] {
  return [...new Set(itemsOf(at(resource.properties, property)).flatMap((value) => names.resourcesIn(value)))];
}

function wrap(list: Value): Value {
  return {
    kind: 'map',
    members: new Map([['Statement', { name: 'Statement', nameLocation: list.location, value: list }]]),
    location: list.location,
  };
}

/** A Lambda permission is a resource policy with one statement, written in other words. */
function readPermission(resource: Resource, names: Names): ResourcePolicy {
  const { properties } = resource;
  const functionName = at(properties, 'FunctionName');
  const principal = memberOf(properties, 'Principal')?.value;
  const action = at(properties, 'Action');
  const text = patternOf(principal) ?? '${?}';
  const isService = /\.amazonaws\.com(?:\.cn)?$/.test(text) || text.includes('amazonaws') || /^[a-z]+\.alexa\.|^alexa-/.test(text);
  const kind = text === '*' ? 'any' : principal?.kind === 'unknown' ? 'unknown' : isService ? 'service' : 'aws';
  const restrictions = ['SourceArn', 'SourceAccount', 'PrincipalOrgID', 'EventSourceToken', 'FunctionUrlAuthType'].flatMap((name) => {
    const member = memberOf(properties, name);
    return member ? [[name, member] as const] : [];
  });
  const statement: Statement = {
    effect: 'Allow',
    actions: action ? [policyText(action, names)] : [],
    notActions: [],
    resources: functionName ? [policyText(functionName, names)] : ([] as readonly PolicyText[]),
    notResources: [],
    principals: principal ? [{ kind, text, location: principal.location }] : [],
    notPrincipals: [],
    ...(restrictions.length > 0 ? { condition: { kind: 'map', members: new Map(restrictions), location: resource.location } } : {}),
    location: resource.location,
    policy: resource.id,
    origin: 'resource',
  };
  return {
    id: resource.id,
    type: resource.type,
    targets: names.resourcesIn(functionName, ['function']),
    statements: [statement],
    location: resource.location,
  };
}

function readBusPolicy(resource: Resource, names: Names): ResourcePolicy {
  const { properties } = resource;
  const targets = names.resourcesIn(at(properties, 'EventBusName'), ['event-bus']);
  const document = at(properties, 'Statement');
  const base = { id: resource.id, type: resource.type, targets, location: resource.location };
  if (document) return { ...base, statements: readStatements(wrap(document), names, { origin: 'resource', policy: resource.id }) };
  const principal = at(properties, 'Principal');
  const text = textOf(principal) ?? '${?}';
  const condition = at(properties, 'Condition');
  const action = at(properties, 'Action');
  return {
    ...base,
    statements: [
      {
        effect: 'Allow',
        actions: action ? [policyText(action, names)] : [],
        notActions: [],
        resources: [],
        notResources: [],
        principals: principal ? [{ kind: text === '*' ? 'any' : 'aws', text, location: principal.location }] : [],
        notPrincipals: [],
        ...(condition ? { condition } : {}),
        location: resource.location,
        policy: resource.id,
        origin: 'resource',
      },
    ],
  };
}
