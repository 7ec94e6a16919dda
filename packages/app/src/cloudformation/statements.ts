// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` is how CloudFormation writes a reference
import type { PolicyPrincipal, PolicyText, ResourceKind, Statement } from '../app.ts';
import { at, itemsOf, memberOf, membersOf, patternOf, textOf, type Value } from '../value.ts';
import type { Names } from './names.ts';

/** The kinds of resources that a service's actions are about; an ARN of another service may hold the same name. */
const kindsOfService: Readonly<Record<string, readonly ResourceKind[]>> = {
  dynamodb: ['table'],
  events: ['event-bus', 'rule'],
  firehose: ['stream'],
  kinesis: ['stream'],
  kms: ['key'],
  lambda: ['function'],
  logs: ['log-group'],
  s3: ['bucket'],
  secretsmanager: ['secret'],
  sns: ['topic'],
  sqs: ['queue'],
  ssm: ['secret'],
  states: ['state-machine'],
};

function kindsFor(actions: readonly string[]): readonly ResourceKind[] | undefined {
  const kinds = new Set<ResourceKind>();
  for (const action of actions) {
    const service = action.split(':')[0]?.toLowerCase() ?? '';
    const known = Object.hasOwn(kindsOfService, service) ? kindsOfService[service] : undefined;
    if (!known) return undefined;
    for (const kind of known) kinds.add(kind);
  }
  return [...kinds];
}

export interface StatementSource {
  readonly policy?: string;
  readonly origin: Statement['origin'];
}

/** The statements of a policy document: an object with `Statement`, one or a list. What is not understood is an unknown effect, not nothing. */
export function readStatements(document: Value | undefined, names: Names, source: StatementSource): readonly Statement[] {
  return itemsOf(at(document, 'Statement')).map((statement) => readStatement(statement, names, source));
}

export function readStatement(statement: Value, names: Names, source: StatementSource): Statement {
  const effect = textOf(at(statement, 'Effect'));
  const sid = textOf(at(statement, 'Sid'));
  const condition = memberOf(statement, 'Condition')?.value;
  const actions = texts(at(statement, 'Action'), names);
  const kinds = kindsFor(actions.map(({ text }) => text));
  return {
    ...(sid === undefined ? {} : { sid }),
    effect: effect === 'Allow' || effect === 'Deny' ? effect : 'unknown',
    actions,
    notActions: texts(at(statement, 'NotAction'), names),
    resources: texts(at(statement, 'Resource'), names, kinds),
    notResources: texts(at(statement, 'NotResource'), names, kinds),
    principals: readPrincipals(at(statement, 'Principal')),
    notPrincipals: readPrincipals(at(statement, 'NotPrincipal')),
    ...(condition === undefined || (condition.kind === 'map' && condition.members.size === 0) ? {} : { condition }),
    // What a reader looks for is the line of the actions, if they are written.
    location: statement.location,
    ...(source.policy === undefined ? {} : { policy: source.policy }),
    origin: source.origin,
  };
}

export function texts(value: Value | undefined, names: Names, kinds?: readonly ResourceKind[]): readonly PolicyText[] {
  return itemsOf(value).map((item) => policyText(item, names, kinds));
}

export function policyText(item: Value, names: Names, kinds?: readonly ResourceKind[]): PolicyText {
  const text = patternOf(item);
  return {
    text: text ?? '${?}',
    isWhole: item.kind === 'scalar' && item.parameter === undefined,
    resources: names.resourcesIn(item, kinds),
    location: item.location,
  };
}

const principalKinds: Readonly<Record<string, PolicyPrincipal['kind']>> = {
  AWS: 'aws',
  CanonicalUser: 'canonical',
  Federated: 'federated',
  Service: 'service',
};

/** `"*"`, `{ AWS: "*" }` and lists of them mean anyone (IAM user guide, "Principal"). */
function readPrincipals(value: Value | undefined): readonly PolicyPrincipal[] {
  const found: PolicyPrincipal[] = [];
  for (const item of itemsOf(value)) {
    if (item.kind !== 'map') {
      const text = patternOf(item) ?? '${?}';
      found.push({ kind: text === '*' ? 'any' : item.kind === 'unknown' ? 'unknown' : 'aws', text, location: item.location });
      continue;
    }
    for (const { name, value: named } of membersOf(item))
      for (const principal of itemsOf(named)) {
        const text = patternOf(principal) ?? '${?}';
        const kind = Object.hasOwn(principalKinds, name) ? (principalKinds[name] as PolicyPrincipal['kind']) : 'unknown';
        found.push({ kind: kind === 'aws' && text === '*' ? 'any' : kind, text, location: principal.location });
      }
  }
  return found;
}
