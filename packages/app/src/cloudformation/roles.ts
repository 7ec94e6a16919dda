// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` is how CloudFormation writes a reference
import type { ManagedPolicy, Resource, Role, Statement } from '../app.ts';
import { at, itemsOf, memberOf, membersOf, patternOf, resourceOf, textOf, type Value } from '../value.ts';
import type { Context } from './context.ts';
import type { Names } from './names.ts';
import { policyTemplates } from './policy-templates.ts';
import { readStatements } from './statements.ts';

/** A role while its policies are gathered from all over the template. */
export interface RoleDraft {
  readonly id: string;
  readonly kind: Role['kind'];
  readonly location: Role['location'];
  readonly statements: Statement[];
  readonly managedPolicies: ManagedPolicy[];
  readonly trust: readonly Statement[];
  readonly permissionsBoundary?: Value;
  readonly functions: string[];
  isComplete: boolean;
}

export interface Roles {
  /** The role of a function whose `Role` property has this value, or one that SAM makes of its `Policies`. */
  roleOf(owner: Resource, ownPolicies: boolean): string | undefined;
  all(): readonly Role[];
}

const attachedTypes = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];

export function createRoles(context: Context, resources: readonly Resource[], names: Names): Roles {
  const drafts = new Map<string, RoleDraft>();
  const managedById = new Map<string, Resource>();
  for (const resource of resources) if (resource.type === 'AWS::IAM::ManagedPolicy') managedById.set(resource.id, resource);

  function addManaged(draft: RoleDraft, value: Value): void {
    const own = managedById.get(resourceOf(value) ?? '');
    if (own) {
      draft.statements.push(...readStatements(at(own.properties, 'PolicyDocument'), names, { policy: own.id, origin: 'attached' }));
      return;
    }
    const pattern = patternOf(value);
    if (pattern === undefined) draft.isComplete = false;
    draft.managedPolicies.push({ name: (pattern ?? '${?}').replace(/^.*[/]/, ''), value, location: value.location });
  }

  function addInline(draft: RoleDraft, policy: Value): void {
    const name = textOf(at(policy, 'PolicyName'));
    const document = at(policy, 'PolicyDocument');
    if (document?.kind !== 'map') draft.isComplete = false;
    draft.statements.push(...readStatements(document, names, { ...(name === undefined ? {} : { policy: name }), origin: 'inline' }));
  }

  for (const resource of resources) {
    if (resource.type !== 'AWS::IAM::Role') continue;
    const { properties } = resource;
    const boundary = at(properties, 'PermissionsBoundary');
    const draft: RoleDraft = {
      id: resource.id,
      kind: 'written',
      location: resource.location,
      statements: [],
      managedPolicies: [],
      trust: readStatements(at(properties, 'AssumeRolePolicyDocument'), names, { origin: 'resource' }),
      ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
      functions: [],
      isComplete: true,
    };
    drafts.set(resource.id, draft);
    for (const policy of itemsOf(at(properties, 'Policies'))) addInline(draft, policy);
    for (const policy of itemsOf(at(properties, 'ManagedPolicyArns'))) addManaged(draft, policy);
  }
  for (const resource of resources) {
    if (!attachedTypes.includes(resource.type)) continue;
    const targets = [...itemsOf(at(resource.properties, 'Roles')), ...itemsOf(at(resource.properties, 'RoleName'))];
    const statements = readStatements(at(resource.properties, 'PolicyDocument'), names, { policy: resource.id, origin: 'attached' });
    for (const target of targets)
      for (const id of names.resourcesIn(target, ['role'])) {
        // The role's own list may name the same policy.
        const draft = drafts.get(id);
        if (draft && !draft.statements.some(({ policy, origin }) => policy === resource.id && origin === 'attached'))
          draft.statements.push(...statements);
      }
  }

  function external(value: Value): string {
    const id = patternOf(value) ?? '${?}';
    if (!drafts.has(id))
      drafts.set(id, {
        id,
        kind: 'external',
        location: value.location,
        statements: [],
        managedPolicies: [],
        trust: [],
        functions: [],
        isComplete: false,
      });
    return id;
  }

  /** SAM's `Policies`: names, ARNs, documents and policy templates, in any mixture. */
  function addSamPolicy(draft: RoleDraft, policy: Value): void {
    if (policy.kind !== 'map') {
      if (policy.kind === 'unknown') draft.isComplete = false;
      else addManaged(draft, policy);
      return;
    }
    if (policy.members.has('Statement')) {
      draft.statements.push(...readStatements(policy, names, { origin: 'inline' }));
      return;
    }
    for (const { name, nameLocation, value } of membersOf(policy)) {
      const template = Object.hasOwn(policyTemplates, name) ? policyTemplates[name] : undefined;
      if (!template) {
        draft.isComplete = false;
        context.unknown(name, 'this policy template is not known', nameLocation);
        continue;
      }
      for (const { actions, resources: patterns } of template)
        draft.statements.push({
          effect: 'Allow',
          actions: actions.map((text) => ({ text, isWhole: true, resources: [], location: nameLocation })),
          notActions: [],
          resources: patterns.map((pattern) => fill(pattern, value, nameLocation)),
          notResources: [],
          principals: [],
          notPrincipals: [],
          location: nameLocation,
          policy: name,
          origin: 'policy-template',
        });
    }
  }

  function fill(pattern: string, parameters: Value, location: Statement['location']): Statement['resources'][number] {
    const found: string[] = [];
    let place = location;
    const text = pattern.replace(/(?<!\$)\{(\w+)\}/g, (_placeholder, name: string) => {
      const value = memberOf(parameters, name)?.value;
      if (value === undefined) return '${?}';
      place = value.location;
      found.push(...names.resourcesIn(value));
      return patternOf(value) ?? '${?}';
    });
    return { text, isWhole: !text.includes('${'), resources: found, location: place };
  }

  return {
    roleOf(owner, ownPolicies) {
      const written = memberOf(owner.properties, 'Role');
      let id: string | undefined;
      if (written) {
        const target = resourceOf(written.value) ?? names.resourcesIn(written.value, ['role'])[0];
        if (target !== undefined && drafts.has(target)) id = target;
        else if (written.value.kind === 'scalar' || written.value.kind === 'text') id = external(written.value);
        else {
          context.unknown(`the role of ${owner.id}`, 'it depends on the deployment', written.value.location);
          return undefined;
        }
      } else if (ownPolicies) {
        id = `${owner.id}Role`;
        if (!drafts.has(id)) {
          const boundary = at(owner.properties, 'PermissionsBoundary');
          const draft: RoleDraft = {
            id,
            kind: 'implicit',
            location: memberOf(owner.properties, 'Policies')?.nameLocation ?? owner.location,
            statements: [],
            managedPolicies: samDefaults(owner),
            trust: [],
            ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
            functions: [],
            isComplete: true,
          };
          drafts.set(id, draft);
          for (const policy of itemsOf(at(owner.properties, 'Policies'))) addSamPolicy(draft, policy);
        }
      } else return undefined;
      drafts.get(id)?.functions.push(owner.id);
      return id;
    },
    all: () => [...drafts.values()],
  };
}

/** What SAM attaches by itself to the role it makes (SAM translator: basic execution, tracing, network, pollers). */
function samDefaults(owner: Resource): ManagedPolicy[] {
  if (owner.type !== 'AWS::Serverless::Function') return [];
  const names = ['AWSLambdaBasicExecutionRole'];
  if (['Active', 'PassThrough'].includes(textOf(at(owner.properties, 'Tracing')) ?? '')) names.push('AWSXRayDaemonWriteAccess');
  if (memberOf(owner.properties, 'VpcConfig')) names.push('AWSLambdaVPCAccessExecutionRole');
  const pollers: Readonly<Record<string, string>> = {
    DynamoDB: 'AWSLambdaDynamoDBExecutionRole',
    Kinesis: 'AWSLambdaKinesisExecutionRole',
    MSK: 'AWSLambdaMSKExecutionRole',
    SQS: 'AWSLambdaSQSQueueExecutionRole',
  };
  for (const { value } of membersOf(at(owner.properties, 'Events'))) {
    const type = textOf(at(value, 'Type')) ?? '';
    const name = Object.hasOwn(pollers, type) ? pollers[type] : undefined;
    if (name !== undefined && !names.includes(name)) names.push(name);
  }
  return names.map((name) => ({ name, value: { kind: 'scalar', value: name, location: owner.location }, location: owner.location }));
}
