import type { SourceLocation } from '@postern/core';
import type { App, Edge, Resource, ResourcePolicy, Statement, Trigger, TriggerKind } from './app.ts';
import { alternatives, at, booleanOf, textOf, type Value } from './value.ts';

/** Who decides what comes in: anyone at all, whoever proved who they are, principals of the account or named by it, the platform alone. */
export const controllers = ['anyone', 'authenticated', 'account', 'platform'] as const;
export type Controller = (typeof controllers)[number];

/** A function behind an entry, and the edges that lead to it, the entry's own first. */
export interface Reached {
  readonly function: string;
  readonly path: readonly Edge[];
}

export interface EntryPoint {
  /** The trigger's id. */
  readonly id: string;
  readonly kind: TriggerKind;
  readonly trigger: Trigger;
  readonly control: Controller;
  /** In words: "the policy UploadsBucketPolicy lets anyone call s3:PutObject". */
  readonly reason: string;
  /** What decides it: the policy's actions, the authorizer, the route. */
  readonly location: SourceLocation;
  /** The trigger's own function first, then those that its writes start, nearest first. */
  readonly reaches: readonly Reached[];
  /** Whether all functions behind it are listed; where very many lie behind very many entries, only the nearest are. */
  readonly isComplete: boolean;
}

/** Functions listed behind one entry, and behind all entries together: a template of 2 MB can hold 4,000 functions that all start each other. */
const maxReached = { perEntry: 500, all: 50_000 };

/** Who decides what comes in, why, and where it is written. */
export interface Control {
  readonly control: Controller;
  readonly reason: string;
  readonly location: SourceLocation;
}

/** Every way into the application, who controls it and which functions lie behind it, by triggers, writes and invocations. */
export function entryPoints(app: App): readonly EntryPoint[] {
  const reach = createReach(app);
  return app.triggers.map((trigger) => {
    const { control, reason, location } = controlOf(app, trigger);
    return { id: trigger.id, kind: trigger.kind, trigger, control, reason, location, ...reach(trigger) };
  });
}

/** Actions by which someone outside puts something where it starts a function. */
const writing: Readonly<Partial<Record<TriggerKind, { readonly actions: readonly string[]; readonly noun: string }>>> = {
  'aws:dynamodb': { actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'], noun: 'table' },
  'aws:eventbridge': { actions: ['events:PutEvents'], noun: 'event bus' },
  'aws:kinesis': { actions: ['kinesis:PutRecord', 'kinesis:PutRecords'], noun: 'stream' },
  'aws:lambda': { actions: ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'], noun: 'function' },
  'aws:s3': { actions: ['s3:PutObject', 's3:ReplicateObject', 's3:RestoreObject'], noun: 'bucket' },
  'aws:sns': { actions: ['sns:Publish'], noun: 'topic' },
  'aws:sqs': { actions: ['sqs:SendMessage', 'sqs:SendMessageBatch'], noun: 'queue' },
};

/** What holds for triggers whose source has no policy of its own. */
const fixed: Readonly<Partial<Record<TriggerKind, readonly [Controller, string]>>> = {
  'aws:alexa': ['anyone', 'whoever uses the skill decides what it is told'],
  'aws:appsync': ['authenticated', 'the API asks for a key or a token'],
  'aws:cloudformation': ['account', 'whoever deploys the stack decides'],
  'aws:cloudwatch-logs': ['account', 'whatever the log group receives comes in; its text may come from anyone'],
  'aws:config': ['platform', 'the platform reports changes of the configuration'],
  'aws:documentdb': ['account', 'whoever may write to the database decides'],
  'aws:iot': ['authenticated', 'devices prove who they are by certificate or token'],
  'aws:kafka': ['account', 'whoever may write to the cluster decides'],
  'aws:mq': ['account', 'whoever may write to the broker decides'],
  'aws:msk': ['account', 'whoever may write to the cluster decides'],
  'aws:scheduled': ['platform', 'a clock starts it'],
  'aws:secretsmanager': ['platform', 'the platform starts the rotation'],
  'aws:ses': ['anyone', 'anyone can send mail to the address'],
  'aws:stepfunctions': ['account', 'whoever may start the state machine decides'],
};

/** Who controls what a trigger brings in. */
export function controlOf(app: App, trigger: Trigger): Control {
  if (trigger.auth) return controlOfRoute(trigger, trigger.auth);
  if (trigger.kind === 'aws:cognito') return controlOfPool(app, trigger);
  const write = writing[trigger.kind];
  if (write) return controlOfSource(app, trigger, write.actions, write.noun);
  const [control, reason] = fixed[trigger.kind] ?? ['account', 'who may start it is not written in the template'];
  return { control, reason, location: trigger.location };
}

function controlOfRoute(trigger: Trigger, auth: NonNullable<Trigger['auth']>): Control {
  const { location } = auth;
  const named = auth.name === undefined ? 'an authorizer' : `the authorizer ${auth.name}`;
  switch (auth.kind) {
    case 'none':
      return { control: 'anyone', reason: `anyone can call it: ${auth.reason ?? 'nothing is asked of the caller'}`, location };
    case 'authorizer':
      return { control: 'authenticated', reason: `${named} asks who calls`, location };
    case 'iam':
      return { control: 'account', reason: 'callers sign with credentials of the account (IAM)', location };
    case 'api-key':
      return { control: 'authenticated', reason: 'callers need an API key, which is no proof of who they are', location };
    case 'private':
      return { control: 'account', reason: auth.reason ?? 'it can be reached from its network only', location };
    case 'unknown':
      return {
        control: 'anyone',
        reason: `who may call it is not known: ${auth.reason ?? 'it depends on the deployment'}`,
        location: trigger.location,
      };
  }
}

function controlOfPool(app: App, trigger: Trigger): Control {
  const pool = trigger.source === undefined ? undefined : indexOf(app).resources.get(trigger.source);
  const closed = booleanOf(at(pool?.properties, 'AdminCreateUserConfig', 'AllowAdminCreateUserOnly')) === true;
  return closed
    ? { control: 'authenticated', reason: 'only administrators create users of the pool', location: trigger.location }
    : { control: 'anyone', reason: 'anyone can sign up at the user pool', location: trigger.location };
}

function controlOfSource(app: App, trigger: Trigger, actions: readonly string[], noun: string): Control {
  const target = trigger.kind === 'aws:lambda' ? trigger.function : trigger.source;
  const index = indexOf(app);
  const source = target === undefined ? undefined : index.resources.get(target);
  const acl = noun === 'bucket' ? publicAcl(source?.properties) : undefined;
  if (acl) return acl;
  let named: Control | undefined;
  for (const policy of (target === undefined ? undefined : index.policies.get(target)) ?? []) {
    if (trigger.kind === 'aws:lambda' && policy.id !== trigger.id.slice(trigger.function.length + 1)) continue;
    for (const statement of policy.statements) {
      const action = statement.effect === 'Allow' ? allowedAction(statement, actions) : undefined;
      if (action === undefined) continue;
      const location = statement.actions[0]?.location ?? statement.location;
      const isOpen = statement.principals.some(({ kind }) => kind === 'any') || statement.notPrincipals.length > 0;
      if (isOpen && isRestricted(statement.condition))
        named ??= { control: 'account', reason: `the policy ${policy.id} restricts who may call ${action}`, location };
      else if (isOpen && noun === 'bucket' && blocksPublicPolicy(source?.properties))
        named ??= { control: 'account', reason: `the policy ${policy.id} names anyone, but the bucket blocks public policies`, location };
      else if (isOpen && !isDenied(policy.statements, actions))
        return { control: 'anyone', reason: `the policy ${policy.id} lets anyone call ${action}`, location };
      else if (statement.principals.some(({ kind }) => kind === 'aws' || kind === 'federated'))
        named ??= { control: 'account', reason: `the policy ${policy.id} names who may call ${action}`, location };
    }
  }
  if (named) return named;
  // What the platform itself puts on the default bus or into a bucket (logs, inventories) is not decided by anyone.
  if (trigger.kind === 'aws:eventbridge' && trigger.source === undefined && onlyPlatformEvents(trigger))
    return { control: 'platform', reason: 'the rule takes events of the platform only', location: trigger.location };
  return { control: 'account', reason: `principals of the account that may write to the ${noun} decide`, location: trigger.location };
}

interface Index {
  readonly resources: ReadonlyMap<string, Resource>;
  readonly policies: ReadonlyMap<string, readonly ResourcePolicy[]>;
}

const indexes = new WeakMap<App, Index>();

function indexOf(app: App): Index {
  const known = indexes.get(app);
  if (known) return known;
  const policies = new Map<string, ResourcePolicy[]>();
  for (const policy of app.resourcePolicies)
    for (const target of policy.targets) {
      const list = policies.get(target);
      if (list) list.push(policy);
      else policies.set(target, [policy]);
    }
  const index = { resources: new Map(app.resources.map((resource) => [resource.id, resource])), policies };
  indexes.set(app, index);
  return index;
}

const publicWriteAcls = ['PublicReadWrite'];

function publicAcl(properties: Value | undefined): Control | undefined {
  const acl = alternatives(at(properties, 'AccessControl')).find((value) => publicWriteAcls.includes(textOf(value) ?? ''));
  if (!acl || booleanOf(at(properties, 'PublicAccessBlockConfiguration', 'IgnorePublicAcls')) === true) return undefined;
  return { control: 'anyone', reason: `the access control ${textOf(acl)} lets anyone write to the bucket`, location: acl.location };
}

function blocksPublicPolicy(properties: Value | undefined): boolean {
  const block = at(properties, 'PublicAccessBlockConfiguration');
  return booleanOf(at(block, 'RestrictPublicBuckets')) === true || booleanOf(at(block, 'BlockPublicPolicy')) === true;
}

/** The first of the actions that the statement covers, wildcards included. */
function allowedAction({ actions, notActions }: Statement, wanted: readonly string[]): string | undefined {
  if (notActions.length > 0) return wanted.find((action) => !notActions.some(({ text }) => matchesPattern(text, action)));
  return wanted.find((action) => actions.some(({ text }) => matchesPattern(text, action)));
}

/** IAM's patterns: `*` any text, `?` one character, letters of any case. Linear: the pieces between stars are found from left to right. */
export function matchesPattern(pattern: string, text: string): boolean {
  const pieces = pattern.toLowerCase().split('*');
  const subject = text.toLowerCase();
  const matchesAt = (piece: string, at: number): boolean => {
    if (at + piece.length > subject.length) return false;
    for (let i = 0; i < piece.length; i++) if (piece[i] !== '?' && piece[i] !== subject[at + i]) return false;
    return true;
  };
  const first = pieces[0] as string;
  if (!matchesAt(first, 0)) return false;
  if (pieces.length === 1) return first.length === subject.length;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    while (at + piece.length <= subject.length && !matchesAt(piece, at)) at++;
    if (!matchesAt(piece, at)) return false;
    at += piece.length;
  }
  const last = pieces.at(-1) as string;
  return subject.length - last.length >= at && matchesAt(last, subject.length - last.length);
}

/** Keys by which a condition leaves only principals of the account, of the organisation, or a source of the account. */
const restrictingKeys =
  /^(?:aws:(?:principalorgid|principalorgpaths|principalaccount|principalarn|sourcearn|sourceaccount|sourceowner|sourceorgid|sourceip|sourcevpc|sourcevpce|vpcsourceip|userid)|lambda:.*|sns:endpoint|kms:calleraccount|s3:dataaccesspointaccount|sourcearn|sourceaccount|principalorgid|eventsourcetoken|functionurlauthtype)$/i;

function isRestricted(condition: Value | undefined): boolean {
  if (!condition) return false;
  if (condition.kind !== 'map') return true;
  for (const { name, value } of condition.members.values()) {
    if (restrictingKeys.test(name) && name.toLowerCase() !== 'functionurlauthtype') return true;
    if (value.kind === 'map')
      for (const key of value.members.keys())
        if (restrictingKeys.test(key) && !/^(?:not|.*not(?:equals|like|ipaddress))/i.test(name) && !isAnything(value, key)) return true;
  }
  return false;
}

/** `aws:SourceArn: "*"` and `aws:SourceIp: 0.0.0.0/0` restrict nothing. */
function isAnything(condition: Value, key: string): boolean {
  const text = textOf(at(condition, key));
  return text === '*' || text === '0.0.0.0/0' || text === '::/0' || text === 'arn:aws:*:*:*:*' || text === 'arn:*';
}

/** Whether a statement denies the same actions to everyone without a condition. */
function isDenied(statements: readonly Statement[], actions: readonly string[]): boolean {
  return statements.some(
    (statement) =>
      statement.effect === 'Deny' &&
      !statement.condition &&
      statement.principals.some(({ kind }) => kind === 'any') &&
      actions.every((action) => statement.actions.some(({ text }) => matchesPattern(text, action))),
  );
}

function onlyPlatformEvents(trigger: Trigger): boolean {
  const pattern = at(trigger.properties, 'Pattern') ?? at(trigger.properties, 'EventPattern');
  const sources = at(pattern, 'source');
  if (sources?.kind !== 'list' || sources.items.length === 0) return false;
  // Sources that begin with `aws.` are reserved for the platform (EventBridge user guide).
  return sources.items.every((item) => textOf(item)?.startsWith('aws.') === true);
}

/** Edges that carry data onwards: what a function writes or invokes, what a resource starts or passes on. */
const onward: readonly Edge['kind'][] = ['triggers', 'writes', 'invokes'];

/** Functions behind a trigger by breadth first search: the path to each is a shortest one. */
function createReach(app: App): (trigger: Trigger) => Pick<EntryPoint, 'reaches' | 'isComplete'> {
  const out = new Map<string, Edge[]>();
  for (const edge of app.edges) {
    if (!onward.includes(edge.kind)) continue;
    const list = out.get(edge.from);
    if (list) list.push(edge);
    else out.set(edge.from, [edge]);
  }
  const functions = new Set(app.functions.map(({ id }) => id));
  const starts = new Map(app.edges.filter(({ kind }) => kind === 'triggers').map((edge) => [`${edge.from} ${edge.to}`, edge]));
  let all = 0;
  return (trigger) => {
    const from = trigger.source ?? trigger.id;
    const first = starts.get(`${from} ${trigger.function}`);
    const before = new Map<string, Edge | undefined>([[trigger.function, first]]);
    const order = [trigger.function];
    const reaches: Reached[] = [];
    const most = Math.min(maxReached.perEntry, Math.max(1, maxReached.all - all));
    for (let i = 0; i < order.length; i++) {
      const id = order[i] as string;
      if (functions.has(id)) {
        if (reaches.length === most) return { reaches, isComplete: false };
        reaches.push({ function: id, path: pathTo(id, trigger.function, before) });
        all++;
      }
      for (const edge of out.get(id) ?? [])
        if (!before.has(edge.to)) {
          before.set(edge.to, edge);
          order.push(edge.to);
        }
    }
    return { reaches, isComplete: true };
  };
}

function pathTo(id: string, start: string, before: ReadonlyMap<string, Edge | undefined>): readonly Edge[] {
  const path: Edge[] = [];
  for (let at = id; ; ) {
    const edge = before.get(at);
    if (edge) path.unshift(edge);
    if (!edge || at === start) return path;
    at = edge.from;
  }
}
