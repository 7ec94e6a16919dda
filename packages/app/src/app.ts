import type { Confidence, SourceLocation } from '@postern/core';
import type { MapValue, Value } from './value.ts';

/**
 * An application as a graph, as far as its template and its code say. Nodes are told apart by id within one App: a logical id of
 * the template, `<function>/<event>` for a trigger, `<function>Role` for a role that the platform makes. Every node knows its place.
 */
export interface App {
  /** The absolute folder that was read; files are relative to it. */
  readonly root: string;
  /** The template's file, relative to the root, with `/`. */
  readonly template: string;
  readonly dialect: Dialect;
  readonly format: 'yaml' | 'json';
  readonly description?: string;
  readonly parameters: readonly Parameter[];
  /** The `Globals` section of a SAM template: the place for a finding about what all functions lack. */
  readonly globals?: { readonly nameLocation: SourceLocation; readonly value: MapValue };
  readonly functions: readonly FunctionNode[];
  /** All resources, functions and APIs too; those whose condition can never hold are left out. */
  readonly resources: readonly Resource[];
  readonly triggers: readonly Trigger[];
  readonly roles: readonly Role[];
  readonly resourcePolicies: readonly ResourcePolicy[];
  readonly packages: readonly PackageFolder[];
  readonly edges: readonly Edge[];
  readonly unknowns: readonly UnknownPart[];
}

export type Dialect = 'sam' | 'cloudformation';

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly default?: Value;
  readonly noEcho: boolean;
  readonly allowedValues: readonly Value[];
  readonly location: SourceLocation;
}

/** The condition of a resource. One that can never hold takes its resource out of the App. */
export interface NodeCondition {
  readonly name: string;
  readonly holds: 'always' | 'depends';
  /** What holds with the defaults of the parameters, where they settle it. */
  readonly byDefault?: boolean;
  readonly location: SourceLocation;
}

export const resourceKinds = [
  'api',
  'bucket',
  'database',
  'event-bus',
  'function',
  'key',
  'log-group',
  'other',
  'queue',
  'role',
  'rule',
  'secret',
  'state-machine',
  'stream',
  'table',
  'topic',
  'user-pool',
] as const;
export type ResourceKind = (typeof resourceKinds)[number];

export interface Resource {
  readonly id: string;
  /** The template's own type, `AWS::S3::Bucket`. */
  readonly type: string;
  readonly kind: ResourceKind;
  /** The physical name, where the template gives one. */
  readonly name?: Value;
  /** Where the logical id stands; of one that SAM makes by itself (`ServerlessRestApi`), where its first event stands. */
  readonly location: SourceLocation;
  /** The `Properties`, Globals merged in; each member at the place it was written. Empty if absent. */
  readonly properties: MapValue;
  /** What stands beside `Properties`: `DeletionPolicy`, `Metadata`, `DependsOn`. */
  readonly attributes: MapValue;
  readonly condition?: NodeCondition;
  /** Made by SAM without being written: the implicit REST and HTTP API. */
  readonly isImplicit: boolean;
}

export type Language = 'javascript' | 'python' | 'other';

export interface EnvironmentVariable {
  readonly name: string;
  readonly value: Value;
  /** Where the variable's name stands. */
  readonly location: SourceLocation;
  /** Written in Globals and so given to every function. */
  readonly isGlobal: boolean;
}

/** The same facts for `AWS::Serverless::Function` and `AWS::Lambda::Function`; what is absent in the template is absent here. */
export interface FunctionNode {
  readonly id: string;
  /** `FunctionName` where it is known, else the logical id. */
  readonly name: string;
  readonly location: SourceLocation;
  readonly resource: Resource;
  readonly properties: MapValue;
  readonly language: Language;
  readonly runtime?: Value;
  readonly handler?: Value;
  readonly packaging: 'zip' | 'inline' | 'image';
  /** The folder of its code, relative to the root. */
  readonly codeFolder?: string;
  /** The file and export that the platform calls, where they were found. */
  readonly entry?: { readonly file: string; readonly exportName: string };
  /** Source written in the template itself (`InlineCode`, `ZipFile`), with the place of its first character. */
  readonly inlineCode?: { readonly text: string; readonly location: SourceLocation };
  /** Seconds. */
  readonly timeout?: Value;
  /** Megabytes. */
  readonly memory?: Value;
  readonly reservedConcurrency?: Value;
  /** `Active` or `PassThrough`. */
  readonly tracing?: Value;
  readonly deadLetterTarget?: Value;
  readonly environment: readonly EnvironmentVariable[];
  /** The customer's key of the environment. */
  readonly environmentKey?: Value;
  /** Id in `App.roles`. Absent for a role that is written but can't be resolved. */
  readonly role?: string;
  /** The `Role` property as written, where it is written (possibly in Globals). */
  readonly roleProperty?: { readonly value: Value; readonly location: SourceLocation };
  /** Ids in `App.packages`. */
  readonly packages: readonly string[];
  /** Log groups of the template that bear its name. */
  readonly logGroups: readonly string[];
  readonly condition?: NodeCondition;
}

/** The words of the guard's triggers, where both have one. */
export const triggerKinds = [
  'aws:alb',
  'aws:alexa',
  'aws:apigateway-v1',
  'aws:apigateway-v2',
  'aws:apigateway-websocket',
  'aws:appsync',
  'aws:cloudformation',
  'aws:cloudwatch-logs',
  'aws:cognito',
  'aws:config',
  'aws:documentdb',
  'aws:dynamodb',
  'aws:eventbridge',
  'aws:function-url',
  'aws:iot',
  'aws:kafka',
  'aws:kinesis',
  'aws:lambda',
  'aws:mq',
  'aws:msk',
  'aws:s3',
  'aws:scheduled',
  'aws:secretsmanager',
  'aws:ses',
  'aws:sns',
  'aws:sqs',
  'aws:stepfunctions',
  'aws:unknown',
] as const;
export type TriggerKind = (typeof triggerKinds)[number];

/** What a caller of a route must show. */
export interface RouteAuth {
  /** `private` can be reached from within the customer's network only; `api-key` names a caller, it is no proof of who calls. */
  readonly kind: 'none' | 'authorizer' | 'iam' | 'api-key' | 'private' | 'unknown';
  /** The authorizer's name. */
  readonly name?: string;
  readonly reason?: string;
  /** Where it is decided: the authorizer's line, or the route when nothing is written. */
  readonly location: SourceLocation;
}

export interface Route {
  readonly method: string;
  readonly path: string;
  /** Where the path is written. */
  readonly location: SourceLocation;
}

/** One way in which a function is started. */
export interface Trigger {
  /** `<function>/<event>`. */
  readonly id: string;
  readonly kind: TriggerKind;
  /** The function's id. */
  readonly function: string;
  /** The resource of the template whose events start it: bucket, topic, queue, API. */
  readonly source?: string;
  /** The source as written, where it is no resource of the template. */
  readonly sourceValue?: Value;
  readonly location: SourceLocation;
  readonly properties: MapValue;
  readonly route?: Route;
  readonly auth?: RouteAuth;
}

/** A text of a policy with what is not known of it left as `${…}`. */
export interface PolicyText {
  readonly text: string;
  /** Whether the text is settled by the template alone. */
  readonly isWhole: boolean;
  /** Ids of the resources of the App it refers to, by reference or by name. */
  readonly resources: readonly string[];
  readonly location: SourceLocation;
}

export interface PolicyPrincipal {
  readonly kind: 'any' | 'aws' | 'service' | 'federated' | 'canonical' | 'unknown';
  readonly text: string;
  readonly location: SourceLocation;
}

export interface Statement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny' | 'unknown';
  readonly actions: readonly PolicyText[];
  readonly notActions: readonly PolicyText[];
  readonly resources: readonly PolicyText[];
  readonly notResources: readonly PolicyText[];
  /** Of resource policies and trust; empty for a role's own. */
  readonly principals: readonly PolicyPrincipal[];
  readonly notPrincipals: readonly PolicyPrincipal[];
  readonly condition?: Value;
  readonly location: SourceLocation;
  /** Where it came from: the policy's own name, or `S3CrudPolicy` of a SAM policy template. */
  readonly policy?: string;
  readonly origin: 'inline' | 'policy-template' | 'attached' | 'resource';
}

export interface ManagedPolicy {
  /** The last part of the ARN, or the name: `AWSLambdaBasicExecutionRole`. */
  readonly name: string;
  readonly value: Value;
  readonly location: SourceLocation;
}

export interface Role {
  /** The logical id; `<function>Role` of one that SAM makes; the ARN as written of one outside of the template. */
  readonly id: string;
  readonly kind: 'written' | 'implicit' | 'external';
  readonly location: SourceLocation;
  readonly statements: readonly Statement[];
  readonly managedPolicies: readonly ManagedPolicy[];
  /** Who may assume it. */
  readonly trust: readonly Statement[];
  readonly permissionsBoundary?: Value;
  /** Ids of the functions that run with it. */
  readonly functions: readonly string[];
  /** Whether all of its statements are known; one that is not may allow more than is listed. */
  readonly isComplete: boolean;
}

/** A policy of a resource: bucket, topic, queue, key, Lambda permission. */
export interface ResourcePolicy {
  /** The logical id it was written under. */
  readonly id: string;
  readonly type: string;
  /** Ids of the resources it is about, where they are in the template. */
  readonly targets: readonly string[];
  readonly statements: readonly Statement[];
  readonly location: SourceLocation;
}

/** A folder of dependencies that goes into one or more functions. */
export interface PackageFolder {
  /** Its manifest, or its lockfile where it has no manifest. */
  readonly id: string;
  readonly ecosystem: 'npm' | 'pypi';
  readonly folder: string;
  /** `package.json`, `requirements.txt`, `pyproject.toml`, relative to the root. */
  readonly manifest?: string;
  /** `package-lock.json`, `npm-shrinkwrap.json`, `yarn.lock`, `pnpm-lock.yaml`, `poetry.lock`, `Pipfile.lock`, `uv.lock`. */
  readonly lockfile?: string;
  readonly functions: readonly string[];
}

export const edgeKinds = ['triggers', 'reads', 'writes', 'invokes', 'assumes', 'follows'] as const;
export type EdgeKind = (typeof edgeKinds)[number];

export interface Edge {
  readonly kind: EdgeKind;
  /** Ids of nodes; a trigger without a resource of the template stands for itself. */
  readonly from: string;
  readonly to: string;
  readonly location: SourceLocation;
  /** What says so: an event, a policy that names the resource, an environment variable that refers to it, a definition, the code. */
  readonly basis: 'event' | 'policy' | 'environment' | 'definition' | 'code';
  /** `high` if it is written so; `medium` if a reference and a wildcard together allow it; `low` if the role is not known. */
  readonly confidence: Confidence;
  /** The trigger's id, the actions, the variable's name: for the reader. */
  readonly label?: string;
}

export interface UnknownPart {
  readonly what: string;
  readonly reason: string;
  readonly location: SourceLocation;
}
