// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` is how CloudFormation writes a reference
import type { SourceLocation } from '@postern/core';
import type { Resource, ResourceKind, ResourcePolicy, Trigger, TriggerKind } from '../app.ts';
import { at, itemsOf, type MapValue, memberOf, membersOf, patternOf, textOf, type Value } from '../value.ts';
import { methodAuth } from './api-auth.ts';
import type { Names } from './names.ts';
import { urlAuth } from './sam-events.ts';

type Draft = Omit<Trigger, 'id' | 'function'>;

interface Reader {
  readonly resources: readonly Resource[];
  readonly byId: ReadonlyMap<string, Resource>;
  readonly names: Names;
  /** Adds a trigger for each function that `target` refers to. */
  add(owner: Resource, target: Value | undefined, draft: Draft, suffix?: string): void;
}

type ReadType = (resource: Resource, reader: Reader) => void;

const empty = (location: SourceLocation): MapValue => ({ kind: 'map', members: new Map(), location });
const mapOr = (value: Value | undefined, location: SourceLocation): MapValue => (value?.kind === 'map' ? value : empty(location));

/** By the type of resource that is written beside functions and names them. */
const readers: Readonly<Record<string, ReadType>> = {
  'AWS::S3::Bucket': (bucket, reader) => {
    for (const item of itemsOf(at(bucket.properties, 'NotificationConfiguration', 'LambdaConfigurations')))
      reader.add(bucket, at(item, 'Function'), {
        kind: 'aws:s3',
        source: bucket.id,
        location: item.location,
        properties: mapOr(item, item.location),
      });
  },
  'AWS::SNS::Topic': (topic, reader) => {
    for (const item of itemsOf(at(topic.properties, 'Subscription')))
      if (textOf(at(item, 'Protocol')) === 'lambda')
        reader.add(topic, at(item, 'Endpoint'), {
          kind: 'aws:sns',
          source: topic.id,
          location: item.location,
          properties: mapOr(item, item.location),
        });
  },
  'AWS::SNS::Subscription': (subscription, reader) => {
    if (textOf(at(subscription.properties, 'Protocol')) === 'lambda')
      reader.add(subscription, at(subscription.properties, 'Endpoint'), fromSource(subscription, 'aws:sns', 'TopicArn', ['topic'], reader));
  },
  'AWS::Lambda::EventSourceMapping': (mapping, reader) => {
    reader.add(
      mapping,
      at(mapping.properties, 'FunctionName'),
      fromSource(mapping, mappingKind(mapping, reader), 'EventSourceArn', ['queue', 'stream', 'table', 'database'], reader),
    );
  },
  'AWS::Events::Rule': (rule, reader) => {
    const isScheduled = memberOf(rule.properties, 'ScheduleExpression') !== undefined;
    for (const target of itemsOf(at(rule.properties, 'Targets')))
      reader.add(
        rule,
        at(target, 'Arn'),
        fromSource(rule, isScheduled ? 'aws:scheduled' : 'aws:eventbridge', 'EventBusName', ['event-bus'], reader),
      );
  },
  'AWS::Scheduler::Schedule': (schedule, reader) => {
    reader.add(schedule, at(schedule.properties, 'Target', 'Arn'), plain(schedule, 'aws:scheduled'));
  },
  'AWS::Lambda::Url': (url, reader) => {
    reader.add(url, at(url.properties, 'TargetFunctionArn'), {
      ...plain(url, 'aws:function-url'),
      auth: urlAuth(url.properties, url.location),
    });
  },
  'AWS::Logs::SubscriptionFilter': (filter, reader) => {
    reader.add(
      filter,
      at(filter.properties, 'DestinationArn'),
      fromSource(filter, 'aws:cloudwatch-logs', 'LogGroupName', ['log-group'], reader),
    );
  },
  'AWS::IoT::TopicRule': (rule, reader) => {
    for (const action of itemsOf(at(rule.properties, 'TopicRulePayload', 'Actions')))
      reader.add(rule, at(action, 'Lambda', 'FunctionArn'), plain(rule, 'aws:iot'));
  },
  'AWS::Cognito::UserPool': (pool, reader) => {
    for (const { name, value, nameLocation } of membersOf(at(pool.properties, 'LambdaConfig')))
      reader.add(
        pool,
        value.kind === 'map' ? at(value, 'LambdaArn') : value,
        { kind: 'aws:cognito', source: pool.id, location: nameLocation, properties: mapOr(value, nameLocation) },
        name,
      );
  },
  'AWS::AppSync::DataSource': (source, reader) => {
    reader.add(
      source,
      at(source.properties, 'LambdaConfig', 'LambdaFunctionArn'),
      fromSource(source, 'aws:appsync', 'ApiId', ['api'], reader),
    );
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': (group, reader) => {
    if (textOf(at(group.properties, 'TargetType')) !== 'lambda') return;
    for (const target of itemsOf(at(group.properties, 'Targets')))
      reader.add(group, at(target, 'Id'), {
        ...plain(group, 'aws:alb'),
        auth: { kind: 'unknown', reason: 'the listener decides', location: group.location },
      });
  },
  'AWS::SES::ReceiptRule': (rule, reader) => {
    for (const action of itemsOf(at(rule.properties, 'Rule', 'Actions')))
      reader.add(rule, at(action, 'LambdaAction', 'FunctionArn'), plain(rule, 'aws:ses'));
  },
  'AWS::Config::ConfigRule': (rule, reader) =>
    reader.add(rule, at(rule.properties, 'Source', 'SourceIdentifier'), plain(rule, 'aws:config')),
  'AWS::SecretsManager::RotationSchedule': (schedule, reader) =>
    reader.add(schedule, at(schedule.properties, 'RotationLambdaARN'), plain(schedule, 'aws:secretsmanager')),
  'AWS::CloudFormation::CustomResource': (custom, reader) =>
    reader.add(custom, at(custom.properties, 'ServiceToken'), plain(custom, 'aws:cloudformation')),
  'AWS::ApiGateway::Method': (method, reader) => {
    const api = reader.byId.get(reader.names.resourcesIn(at(method.properties, 'RestApiId'), ['api'])[0] ?? '');
    const place = memberOf(method.properties, 'HttpMethod')?.nameLocation ?? method.location;
    reader.add(method, at(method.properties, 'Integration', 'Uri'), {
      ...fromSource(method, 'aws:apigateway-v1', 'RestApiId', ['api'], reader),
      route: {
        method: (textOf(at(method.properties, 'HttpMethod')) ?? 'ANY').toUpperCase(),
        path: restPath(at(method.properties, 'ResourceId'), reader),
        location: place,
      },
      auth: methodAuth(method.properties, api, method.location),
    });
  },
  'AWS::ApiGatewayV2::Route': (route, reader) => {
    const api = reader.byId.get(reader.names.resourcesIn(at(route.properties, 'ApiId'), ['api'])[0] ?? '');
    const integration = reader.byId.get(reader.names.resourcesIn(at(route.properties, 'Target'))[0] ?? '');
    const isWebSocket = textOf(at(api?.properties, 'ProtocolType')) === 'WEBSOCKET';
    const key = patternOf(at(route.properties, 'RouteKey')) ?? '$default';
    const [method, path] = key.includes(' ') ? [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)] : ['ANY', key];
    reader.add(route, at(integration?.properties, 'IntegrationUri'), {
      ...fromSource(route, isWebSocket ? 'aws:apigateway-websocket' : 'aws:apigateway-v2', 'ApiId', ['api'], reader),
      route: { method, path, location: memberOf(route.properties, 'RouteKey')?.nameLocation ?? route.location },
      auth: methodAuth(route.properties, api, route.location),
    });
  },
  'AWS::ApiGatewayV2::Api': (api, reader) => {
    reader.add(api, at(api.properties, 'Target'), {
      ...plain(api, 'aws:apigateway-v2'),
      source: api.id,
      route: { method: 'ANY', path: '$default', location: api.location },
      auth: methodAuth(api.properties, api, api.location),
    });
  },
  'AWS::ApiGateway::RestApi': (api, reader) => readOpenApi(api, 'Body', 'aws:apigateway-v1', reader),
  'AWS::Serverless::Api': (api, reader) => readOpenApi(api, 'DefinitionBody', 'aws:apigateway-v1', reader),
  'AWS::Serverless::HttpApi': (api, reader) => readOpenApi(api, 'DefinitionBody', 'aws:apigateway-v2', reader),
};

/** Triggers that are written outside of the function: subscriptions, mappings, methods, rules, permissions. */
export function readNativeTriggers(
  resources: readonly Resource[],
  byId: ReadonlyMap<string, Resource>,
  names: Names,
  policies: readonly ResourcePolicy[],
  already: readonly Trigger[],
): readonly Trigger[] {
  const found: Trigger[] = [];
  const ids = new Set(already.map(({ id }) => id));
  const reader: Reader = {
    resources,
    byId,
    names,
    add(owner, target, draft, suffix) {
      // Aliases and versions of a function stand for it.
      for (const id of functionsOf(target, reader)) {
        let unique = `${id}/${suffix === undefined ? owner.id : `${owner.id}-${suffix}`}`;
        while (ids.has(unique)) unique += "'";
        ids.add(unique);
        found.push({ id: unique, function: id, ...draft });
      }
    },
  };
  for (const resource of resources) {
    const read = Object.hasOwn(readers, resource.type)
      ? readers[resource.type]
      : resource.type.startsWith('Custom::')
        ? readers['AWS::CloudFormation::CustomResource']
        : undefined;
    read?.(resource, reader);
  }
  found.push(...fromPermissions(policies, byId, [...already, ...found], ids));
  return found;
}

function functionsOf(target: Value | undefined, { names, byId }: Reader): readonly string[] {
  const direct = names.resourcesIn(target, ['function', 'state-machine']);
  if (direct.length > 0) return direct;
  return names.resourcesIn(target).flatMap((id) => {
    const resource = byId.get(id);
    const isProxy = resource?.type === 'AWS::Lambda::Alias' || resource?.type === 'AWS::Lambda::Version';
    return isProxy ? names.resourcesIn(at(resource.properties, 'FunctionName'), ['function']) : [];
  });
}

function plain(resource: Resource, kind: TriggerKind): Draft {
  return { kind, location: resource.location, properties: resource.properties };
}

function fromSource(resource: Resource, kind: TriggerKind, property: string, kinds: readonly ResourceKind[], { names }: Reader): Draft {
  const value = at(resource.properties, property);
  const source = value && names.resourcesIn(value, kinds)[0];
  return { ...plain(resource, kind), ...(source !== undefined ? { source } : value ? { sourceValue: value } : {}) };
}

/** What an event source mapping polls, by the resource or by the service in the ARN. */
function mappingKind(mapping: Resource, { byId, names }: Reader): TriggerKind {
  const value = at(mapping.properties, 'EventSourceArn');
  const kind = byId.get(names.resourcesIn(value, ['queue', 'stream', 'table', 'database'])[0] ?? '')?.kind;
  const text = patternOf(value) ?? '';
  if (kind === 'queue' || text.includes(':sqs:')) return 'aws:sqs';
  if (kind === 'table' || text.includes(':dynamodb:')) return 'aws:dynamodb';
  if (text.includes(':kafka:')) return 'aws:msk';
  if (kind === 'stream' || text.includes(':kinesis:')) return 'aws:kinesis';
  if (kind === 'database' || text.includes(':rds:')) return 'aws:documentdb';
  if (text.includes(':mq:')) return 'aws:mq';
  return memberOf(mapping.properties, 'SelfManagedEventSource') ? 'aws:kafka' : 'aws:unknown';
}

/** `/accounts/{id}` from the chain of `AWS::ApiGateway::Resource`; a chain that closes on itself ends. */
function restPath(value: Value | undefined, { byId, names }: Reader): string {
  const parts: string[] = [];
  let next = value;
  for (let steps = 0; steps < 50; steps++) {
    const resource = byId.get(names.resourcesIn(next)[0] ?? '');
    if (resource?.type !== 'AWS::ApiGateway::Resource') break;
    parts.unshift(patternOf(at(resource.properties, 'PathPart')) ?? '${?}');
    next = at(resource.properties, 'ParentId');
  }
  return `/${parts.join('/')}`;
}

/** Routes of an OpenAPI document whose integration names a function. */
function readOpenApi(api: Resource, property: string, kind: TriggerKind, reader: Reader): void {
  const body = at(api.properties, property);
  const shared = memberOf(body, 'security');
  for (const { name: path, value: methods } of membersOf(at(body, 'paths')))
    for (const { name: method, value: operation, nameLocation } of membersOf(methods)) {
      const integration = memberOf(operation, 'x-amazon-apigateway-integration');
      if (!integration) continue;
      const security = memberOf(operation, 'security') ?? shared;
      const isOpen = security === undefined || itemsOf(security.value).length === 0;
      const withDefault = memberOf(at(api.properties, 'Auth'), 'DefaultAuthorizer');
      const location = security?.nameLocation ?? withDefault?.nameLocation ?? nameLocation;
      reader.add(
        api,
        at(integration.value, 'uri'),
        {
          kind,
          source: api.id,
          location: nameLocation,
          properties: mapOr(operation, nameLocation),
          route: { method: method === 'x-amazon-apigateway-any-method' ? 'ANY' : method.toUpperCase(), path, location: nameLocation },
          auth:
            isOpen && !withDefault ? { kind: 'none', reason: 'the operation has no security', location } : { kind: 'authorizer', location },
        },
        `${method.toUpperCase()}-${path}`,
      );
    }
}

const serviceTriggers: Readonly<Record<string, TriggerKind>> = {
  alexa: 'aws:alexa',
  apigateway: 'aws:apigateway-v1',
  'cognito-idp': 'aws:cognito',
  config: 'aws:config',
  elasticloadbalancing: 'aws:alb',
  events: 'aws:eventbridge',
  iot: 'aws:iot',
  logs: 'aws:cloudwatch-logs',
  s3: 'aws:s3',
  secretsmanager: 'aws:secretsmanager',
  ses: 'aws:ses',
  sns: 'aws:sns',
};
const apiKinds: readonly TriggerKind[] = ['aws:apigateway-v1', 'aws:apigateway-v2', 'aws:apigateway-websocket'];

/** A permission without the trigger it is for: someone may call the function in a way that is written nowhere else. */
function fromPermissions(
  policies: readonly ResourcePolicy[],
  byId: ReadonlyMap<string, Resource>,
  known: readonly Trigger[],
  ids: Set<string>,
): readonly Trigger[] {
  const found: Trigger[] = [];
  const kindsOf = new Map<string, Set<TriggerKind>>();
  for (const trigger of known) kindsOf.set(trigger.function, (kindsOf.get(trigger.function) ?? new Set()).add(trigger.kind));
  for (const policy of policies) {
    if (policy.type !== 'AWS::Lambda::Permission') continue;
    const resource = byId.get(policy.id);
    const principal = policy.statements[0]?.principals[0];
    if (!resource || !principal) continue;
    const service = principal.kind === 'service' ? (principal.text.split('.')[0] ?? '') : '';
    const kind: TriggerKind =
      principal.kind !== 'service'
        ? 'aws:lambda'
        : Object.hasOwn(serviceTriggers, service)
          ? (serviceTriggers[service] as TriggerKind)
          : 'aws:unknown';
    for (const target of policy.targets) {
      const kinds = kindsOf.get(target) ?? new Set();
      const isKnown =
        kinds.has(kind) ||
        (apiKinds.includes(kind) && apiKinds.some((each) => kinds.has(each))) ||
        (kind === 'aws:eventbridge' && kinds.has('aws:scheduled'));
      const id = `${target}/${policy.id}`;
      if (isKnown || ids.has(id)) continue;
      ids.add(id);
      const sourceValue = at(resource.properties, 'SourceArn');
      found.push({
        id,
        kind,
        function: target,
        ...(sourceValue ? { sourceValue } : {}),
        location: policy.location,
        properties: resource.properties,
      });
    }
  }
  return found;
}
