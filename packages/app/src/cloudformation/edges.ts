import type { Confidence } from '@postern/core';
import type { Edge, FunctionNode, Resource, ResourceKind, Role, Trigger } from '../app.ts';
import { at, itemsOf, resourceOf, textOf } from '../value.ts';
import { type Access, accessesOf, allowedAccesses } from './actions.ts';
import type { Names } from './names.ts';

const serviceOfKind: Readonly<Partial<Record<ResourceKind, string>>> = {
  bucket: 's3',
  'event-bus': 'events',
  function: 'lambda',
  queue: 'sqs',
  secret: 'secretsmanager',
  'state-machine': 'states',
  stream: 'kinesis',
  table: 'dynamodb',
  topic: 'sns',
};

/** The edges that the template itself says, each kind between two nodes once, the surest reason first. */
export function createEdges(): { add(edge: Edge): void; all(): readonly Edge[] } {
  const found = new Map<string, Edge>();
  const rank: Readonly<Record<Confidence, number>> = { high: 2, medium: 1, low: 0 };
  return {
    add(edge) {
      const key = `${edge.kind}\u0000${edge.from}\u0000${edge.to}`;
      const before = found.get(key);
      if (!before || rank[before.confidence] < rank[edge.confidence]) found.set(key, edge);
    },
    all: () => [...found.values()],
  };
}

export type Edges = ReturnType<typeof createEdges>;

export function addTriggerEdges(edges: Edges, triggers: readonly Trigger[]): void {
  for (const trigger of triggers)
    edges.add({
      kind: 'triggers',
      from: trigger.source ?? trigger.id,
      to: trigger.function,
      location: trigger.location,
      basis: 'event',
      confidence: 'high',
      label: trigger.id,
    });
}

export function addFunctionEdges(
  edges: Edges,
  node: FunctionNode,
  role: Role | undefined,
  resources: ReadonlyMap<string, Resource>,
  names: Names,
): void {
  if (role) {
    edges.add({
      kind: 'assumes',
      from: node.id,
      to: role.id,
      location: node.roleProperty?.location ?? node.location,
      basis: 'definition',
      confidence: 'high',
    });
    addPolicyEdges(edges, node.id, role);
  }
  for (const variable of node.environment)
    for (const id of names.resourcesIn(variable.value)) {
      const kind = resources.get(id)?.kind;
      const service = kind && serviceOfKind[kind];
      if (!service || id === node.id) continue;
      const allowed = allowedAccesses(role, service);
      const confidence: Confidence = allowed ? 'medium' : 'low';
      for (const access of allowed ?? everyAccess(kind))
        edges.add({
          kind: access,
          from: node.id,
          to: id,
          location: variable.location,
          basis: 'environment',
          confidence,
          label: variable.name,
        });
    }
}

function everyAccess(kind: ResourceKind): readonly Access[] {
  if (kind === 'function' || kind === 'state-machine') return ['invokes'];
  if (kind === 'topic' || kind === 'event-bus') return ['writes'];
  return kind === 'secret' ? ['reads'] : ['reads', 'writes'];
}

/** A statement that names a resource of the template is an edge to it. */
function addPolicyEdges(edges: Edges, from: string, role: Role): void {
  for (const statement of role.statements) {
    if (statement.effect !== 'Allow') continue;
    for (const resource of statement.resources)
      for (const to of resource.resources)
        for (const action of statement.actions)
          for (const kind of accessesOf(action.text))
            edges.add({ kind, from, to, location: resource.location, basis: 'policy', confidence: 'high', label: action.text });
  }
}

/** Resources that pass on what they receive: a bucket that notifies a queue, a topic with a queue behind it, a rule with targets. */
export function addDeliveryEdges(edges: Edges, resources: readonly Resource[], names: Names): void {
  for (const resource of resources) {
    const { id, properties, type, location } = resource;
    const deliver = (from: string | undefined, to: readonly string[], label: string): void => {
      for (const target of to)
        if (from !== undefined && from !== target)
          edges.add({ kind: 'writes', from, to: target, location, basis: 'definition', confidence: 'high', label });
    };
    const receivers: readonly ResourceKind[] = ['queue', 'topic', 'stream', 'event-bus'];
    if (type === 'AWS::S3::Bucket') {
      for (const list of ['QueueConfigurations', 'TopicConfigurations'])
        for (const item of itemsOf(at(properties, 'NotificationConfiguration', list)))
          deliver(id, names.resourcesIn(at(item, 'Queue') ?? at(item, 'Topic'), receivers), 'notification');
    } else if (type === 'AWS::SNS::Subscription')
      deliver(
        names.resourcesIn(at(properties, 'TopicArn'), ['topic'])[0],
        names.resourcesIn(at(properties, 'Endpoint'), receivers),
        'subscription',
      );
    else if (type === 'AWS::SNS::Topic') {
      for (const item of itemsOf(at(properties, 'Subscription')))
        deliver(id, names.resourcesIn(at(item, 'Endpoint'), receivers), 'subscription');
    } else if (type === 'AWS::Events::Rule') {
      const bus = names.resourcesIn(at(properties, 'EventBusName'), ['event-bus'])[0];
      for (const target of itemsOf(at(properties, 'Targets'))) {
        deliver(bus ?? id, names.resourcesIn(at(target, 'Arn'), receivers), 'rule');
        for (const machine of names.resourcesIn(at(target, 'Arn'), ['state-machine']))
          edges.add({ kind: 'triggers', from: bus ?? id, to: machine, location, basis: 'event', confidence: 'high', label: id });
      }
    } else if (type === 'AWS::Serverless::Connector') addConnector(edges, resource, names);
  }
}

/** SAM's connectors say in words what a policy would. */
function addConnector(edges: Edges, { properties, location, id }: Resource, names: Names): void {
  const endsOf = (name: string): readonly string[] =>
    itemsOf(at(properties, name)).flatMap(
      (end) => textOf(at(end, 'Id')) ?? resourceOf(at(end, 'Arn')) ?? names.resourcesIn(at(end, 'Arn')),
    );
  const kinds = itemsOf(at(properties, 'Permissions')).map((item) => (textOf(item) === 'Read' ? 'reads' : 'writes') as Access);
  for (const from of endsOf('Source'))
    for (const to of endsOf('Destination'))
      for (const kind of kinds) edges.add({ kind, from, to, location, basis: 'policy', confidence: 'high', label: id });
}
