// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` is how CloudFormation writes a reference
import { didYouMean, printable } from '@postern/core';
import type { Resource, ResourceKind, Route, RouteAuth, Trigger, TriggerKind } from '../app.ts';
import { alternatives, at, itemsOf, type MapValue, type Member, memberOf, membersOf, patternOf, textOf, type Value } from '../value.ts';
import { samRouteAuth } from './api-auth.ts';
import type { Context } from './context.ts';
import type { Names } from './names.ts';

/** A type of event: what it is to the graph, and the property that names its source. */
interface EventType {
  readonly kind: TriggerKind;
  readonly source?: string;
  readonly kinds?: readonly ResourceKind[];
}

const eventTypes: Readonly<Record<string, EventType>> = {
  AlexaSkill: { kind: 'aws:alexa' },
  Api: { kind: 'aws:apigateway-v1', source: 'RestApiId', kinds: ['api'] },
  CloudWatchEvent: { kind: 'aws:eventbridge', source: 'EventBusName', kinds: ['event-bus'] },
  CloudWatchLogs: { kind: 'aws:cloudwatch-logs', source: 'LogGroupName', kinds: ['log-group'] },
  Cognito: { kind: 'aws:cognito', source: 'UserPool', kinds: ['user-pool'] },
  DocumentDB: { kind: 'aws:documentdb', source: 'Cluster', kinds: ['database'] },
  DynamoDB: { kind: 'aws:dynamodb', source: 'Stream', kinds: ['table'] },
  EventBridgeRule: { kind: 'aws:eventbridge', source: 'EventBusName', kinds: ['event-bus'] },
  HttpApi: { kind: 'aws:apigateway-v2', source: 'ApiId', kinds: ['api'] },
  IoTRule: { kind: 'aws:iot' },
  Kinesis: { kind: 'aws:kinesis', source: 'Stream', kinds: ['stream'] },
  MQ: { kind: 'aws:mq', source: 'Broker' },
  MSK: { kind: 'aws:msk', source: 'Stream', kinds: ['stream'] },
  S3: { kind: 'aws:s3', source: 'Bucket', kinds: ['bucket'] },
  SNS: { kind: 'aws:sns', source: 'Topic', kinds: ['topic'] },
  SQS: { kind: 'aws:sqs', source: 'Queue', kinds: ['queue'] },
  Schedule: { kind: 'aws:scheduled' },
  ScheduleV2: { kind: 'aws:scheduled' },
  SelfManagedKafka: { kind: 'aws:kafka' },
};

/** The APIs that SAM makes when an event names none. */
export const implicitApis: Readonly<Record<string, { readonly id: string; readonly type: string; readonly globals: string }>> = {
  Api: { id: 'ServerlessRestApi', type: 'AWS::Serverless::Api', globals: 'Api' },
  HttpApi: { id: 'ServerlessHttpApi', type: 'AWS::Serverless::HttpApi', globals: 'HttpApi' },
};

/** The triggers of one `AWS::Serverless::Function` or state machine: its events and its function URL. */
export function readSamEvents(
  context: Context,
  owner: Resource,
  resources: ReadonlyMap<string, Resource>,
  names: Names,
): readonly Trigger[] {
  const triggers: Trigger[] = [];
  for (const event of membersOf(at(owner.properties, 'Events'))) triggers.push(...readEvent(context, owner, event, resources, names));
  const url = memberOf(owner.properties, 'FunctionUrlConfig');
  if (url) triggers.push(readUrl(owner, url));
  return triggers;
}

function readEvent(
  context: Context,
  owner: Resource,
  event: Member,
  resources: ReadonlyMap<string, Resource>,
  names: Names,
): readonly Trigger[] {
  const typeValue = at(event.value, 'Type');
  const typeName = textOf(typeValue);
  const base = { id: `${owner.id}/${event.name}`, function: owner.id, location: event.nameLocation };
  const written = at(event.value, 'Properties');
  const properties: MapValue = written?.kind === 'map' ? written : { kind: 'map', members: new Map(), location: event.nameLocation };
  const type = typeName !== undefined && Object.hasOwn(eventTypes, typeName) ? eventTypes[typeName] : undefined;
  if (typeName === undefined || !type) {
    context.problem(
      typeValue?.location ?? event.nameLocation,
      typeName === undefined
        ? `the event ${printable(event.name)} has no type`
        : `"${printable(typeName)}" is no type of event that is known.${didYouMean(typeName, Object.keys(eventTypes))}`,
    );
    return [{ ...base, kind: 'aws:unknown', properties }];
  }
  const value = type.source === undefined ? undefined : at(properties, type.source);
  const source = value && names.resourcesIn(value, type.kinds)[0];
  const place = source !== undefined ? { source } : value ? { sourceValue: value } : {};
  if (typeName === 'Api' || typeName === 'HttpApi')
    return [readRoute(typeName, { ...base, kind: type.kind, ...place, properties }, resources)];
  if (typeName === 'CloudWatchEvent' || typeName === 'EventBridgeRule') {
    // A rule with a schedule is a clock, whatever it is called.
    const isScheduled = memberOf(properties, 'Schedule') !== undefined;
    return [{ ...base, kind: isScheduled ? 'aws:scheduled' : type.kind, ...place, properties }];
  }
  if (typeName === 'SNS' && itemsOf(at(properties, 'SqsSubscription')).some((item) => textOf(item) !== 'false'))
    return [readQueuedTopic(base, properties, place, names)];
  return [{ ...base, kind: type.kind, ...place, properties }];
}

/** `SqsSubscription` puts a queue between topic and function; what comes in is still what was published. */
function readQueuedTopic(base: Omit<Trigger, 'kind' | 'properties'>, properties: MapValue, place: Partial<Trigger>, names: Names): Trigger {
  const queue = at(properties, 'SqsSubscription', 'QueueArn');
  const source = queue && names.resourcesIn(queue, ['queue'])[0];
  // A queue of its own in the template has its own edge from the topic.
  return source === undefined ? { ...base, kind: 'aws:sqs', ...place, properties } : { ...base, kind: 'aws:sqs', source, properties };
}

function readRoute(type: 'Api' | 'HttpApi', trigger: Trigger, resources: ReadonlyMap<string, Resource>): Trigger {
  const isImplicit = trigger.source === undefined && trigger.sourceValue === undefined;
  const source = isImplicit ? implicitApis[type]?.id : trigger.source;
  const api = source === undefined ? undefined : resources.get(source);
  const path = memberOf(trigger.properties, 'Path');
  const location = path?.nameLocation ?? trigger.location;
  // Without path and method an HTTP API's event takes everything.
  const route: Route = {
    method: (patternOf(at(trigger.properties, 'Method')) ?? 'ANY').toUpperCase(),
    path: patternOf(path?.value) ?? (type === 'HttpApi' ? '$default' : '${?}'),
    location,
  };
  const auth: RouteAuth =
    api || type === 'Api' || source !== undefined
      ? samRouteAuth(trigger.properties, api, route)
      : memberOf(trigger.properties, 'Auth')
        ? samRouteAuth(trigger.properties, api, route)
        : { kind: 'unknown', reason: 'the API is outside of the template', location };
  const { sourceValue, ...rest } = trigger;
  return {
    ...rest,
    ...(source === undefined ? {} : { source }),
    ...(sourceValue && source === undefined ? { sourceValue } : {}),
    route,
    auth:
      sourceValue && source === undefined && auth.kind === 'none' && auth.location === location
        ? { kind: 'unknown', reason: 'the API is outside of the template', location }
        : auth,
  };
}

function readUrl(owner: Resource, url: Member): Trigger {
  const properties: MapValue = url.value.kind === 'map' ? url.value : { kind: 'map', members: new Map(), location: url.nameLocation };
  return {
    id: `${owner.id}/FunctionUrl`,
    kind: 'aws:function-url',
    function: owner.id,
    location: url.nameLocation,
    properties,
    auth: urlAuth(properties, url.nameLocation),
  };
}

/** The caller's proof for a function URL, from `AuthType`. */
export function urlAuth(properties: Value, fallback: RouteAuth['location']): RouteAuth {
  const member = memberOf(properties, 'AuthType');
  const type = textOf(member?.value);
  const location = member?.nameLocation ?? fallback;
  if (type === 'NONE') return { kind: 'none', reason: 'AuthType is NONE', location };
  if (alternatives(member?.value).some((value) => textOf(value) === 'NONE'))
    return { kind: 'none', reason: 'AuthType is NONE in one of its cases', location };
  if (type === 'AWS_IAM') return { kind: 'iam', location };
  return { kind: 'unknown', reason: 'AuthType depends on the deployment', location };
}
