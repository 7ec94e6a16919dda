// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` is how CloudFormation writes a reference
import { type App, itemsOf, memberOf, type PolicyText, patternOf, type Statement, textOf, type Value } from '@postern/app';

/** A statement of an identity's policy, with who holds it. */
export interface Held {
  readonly statement: Statement;
  readonly resource: string;
  /** Functions that run with it. */
  readonly functions: readonly string[];
}

const identityTypes = /^AWS::IAM::(?:Policy|ManagedPolicy|RolePolicy|User|UserPolicy|Group|GroupPolicy)$/;

/** Every statement that gives an identity rights: of roles, and of the policies of users and groups. */
export function heldStatements(app: App): readonly Held[] {
  const held: Held[] = app.roles.flatMap((role) =>
    role.statements.map((statement) => ({ statement, resource: role.id, functions: role.functions })),
  );
  const seen = new Set(held.map(({ statement }) => keyOf(statement)));
  for (const resource of app.resources) {
    if (!identityTypes.test(resource.type)) continue;
    const documents = [
      memberOf(resource.properties, 'PolicyDocument')?.value,
      ...itemsOf(memberOf(resource.properties, 'Policies')?.value).map((policy) => memberOf(policy, 'PolicyDocument')?.value),
    ];
    for (const document of documents)
      for (const item of itemsOf(memberOf(document, 'Statement')?.value)) {
        const statement = readStatement(item);
        if (seen.has(keyOf(statement))) continue;
        seen.add(keyOf(statement));
        held.push({ statement, resource: resource.id, functions: [] });
      }
  }
  return held;
}

function keyOf({ location, origin, policy }: Statement): string {
  return origin === 'policy-template'
    ? `${policy} ${location.line}:${location.column}`
    : `${location.file}:${location.line}:${location.column}`;
}

function readStatement(item: Value): Statement {
  const texts = (name: string): readonly PolicyText[] =>
    itemsOf(memberOf(item, name)?.value).map((value) => ({
      text: patternOf(value) ?? '${?}',
      isWhole: value.kind === 'scalar',
      resources: [],
      location: value.location,
    }));
  const effect = textOf(memberOf(item, 'Effect')?.value);
  const condition = memberOf(item, 'Condition')?.value;
  return {
    effect: effect === 'Allow' || effect === 'Deny' ? effect : 'unknown',
    actions: texts('Action'),
    notActions: texts('NotAction'),
    resources: texts('Resource'),
    notResources: texts('NotResource'),
    principals: [],
    notPrincipals: [],
    ...(condition ? { condition } : {}),
    location: item.location,
    origin: 'inline',
  };
}

/** Whether the statement is about every resource. */
export function coversEverything({ resources, notResources }: Statement): boolean {
  return notResources.length > 0 || resources.some(({ text }) => text === '*' || /^arn:[^:]{0,40}:\*(?::\*)*$/.test(text));
}

/** Where the actions are written, which is what a reader looks for. */
export function placeOf({ actions, notActions, location }: Statement): Statement['location'] {
  return actions[0]?.location ?? notActions[0]?.location ?? location;
}
