import { posix } from 'node:path';
import { didYouMean, printable, type SourceLocation } from '@postern/core';
import { createLineIndex, type SourceProblem, type Sources } from '@postern/syntax';
import type { App, NodeCondition, Parameter, Resource, UnknownPart } from '../app.ts';
import { type Conditions, createConditions } from '../cloudformation/conditions.ts';
import type { Context } from '../cloudformation/context.ts';
import { reportCycles } from '../cloudformation/cycles.ts';
import { addDeliveryEdges, addFunctionEdges, addTriggerEdges, createEdges } from '../cloudformation/edges.ts';
import { functionTypes, readFunction } from '../cloudformation/functions.ts';
import { globalsFor, mergeGlobals } from '../cloudformation/globals.ts';
import { createNames } from '../cloudformation/names.ts';
import { readNativeTriggers } from '../cloudformation/native-triggers.ts';
import { createPackages } from '../cloudformation/packages.ts';
import { createResolver, type Resolver } from '../cloudformation/resolve.ts';
import { resourceTypeOf } from '../cloudformation/resource-kinds.ts';
import { readResourcePolicies } from '../cloudformation/resource-policies.ts';
import { createRoles } from '../cloudformation/roles.ts';
import { implicitApis, readSamEvents } from '../cloudformation/sam-events.ts';
import { readStateMachine } from '../cloudformation/state-machines.ts';
import { readJsonDocument } from '../text/json-document.ts';
import { type Raw, type RawMap, type RawMember, rawAt, rawMember, rawText } from '../text/raw.ts';
import { readYamlDocument } from '../text/yaml-document.ts';
import { at, memberOf, textOf } from '../value.ts';
import type { Reader } from './reader.ts';

/** More is shown of no file: the first ones say what is wrong. */
const maxProblems = 100;
const typeOfResource = /Type["']?\s*:\s*["']?(?:AWS|Alexa|Custom)::/;

/** AWS CloudFormation and SAM templates, YAML and JSON, also those that `cdk synth` writes. */
export const cloudformation: Reader = {
  mayRead: (_file, text) =>
    text.includes('AWSTemplateFormatVersion') ||
    text.includes('AWS::Serverless') ||
    (text.includes('Resources') && typeOfResource.test(text)),
  expects: (file) => /(?:^|\/)(?:template|sam|cloudformation)\.(?:ya?ml|json|template)$/i.test(file),
  read(file, text, sources) {
    const lines = createLineIndex(text, file);
    const problems: SourceProblem[] = [];
    const problem = (place: number | SourceLocation, what: string): void => {
      const location = typeof place === 'number' ? lines.locate(place) : place;
      // The same place is resolved more than once where Globals or aliases bring it to several resources.
      const isKnown = problems.some(
        (each) => each.problem === what && each.location.line === location.line && each.location.column === location.column,
      );
      if (problems.length < maxProblems && !isKnown) problems.push({ location, problem: what });
    };
    try {
      const isJson = file.toLowerCase().endsWith('.json') || /^\s*[{[]/.test(text);
      const document = isJson ? readJsonDocument(text) : readYamlDocument(text);
      for (const each of document.problems) problem(each.offset, each.problem);
      const { root } = document;
      if (!root) return { problems: sorted(problems), isTemplate: document.problems.length > 0 };
      if (!isTemplate(root)) return { problems: [], isTemplate: false };
      const app = readTemplate(file, isJson ? 'json' : 'yaml', root, sources, lines.locate, problem);
      return { app, problems: sorted(problems), isTemplate: true };
    } catch (cause) {
      // Deep recursion in hostile text. What it says is for the developer, so it is not hidden.
      problem(0, `can't be read: ${printable((cause as Error).message)}`);
      return { problems: sorted(problems), isTemplate: true };
    }
  },
};

function sorted(problems: readonly SourceProblem[]): readonly SourceProblem[] {
  return [...problems].sort((a, b) => a.location.line - b.location.line || a.location.column - b.location.column);
}

function isTemplate(root: Raw): root is RawMap {
  if (root.kind !== 'map') return false;
  if (root.members.has('AWSTemplateFormatVersion')) return true;
  const resources = rawAt(root, 'Resources');
  if (resources?.kind !== 'map') return false;
  return [...resources.members.values()].some(({ value }) => /^(?:AWS|Alexa|Custom)::/.test(rawText(rawAt(value, 'Type')) ?? ''));
}

function readTemplate(
  file: string,
  format: App['format'],
  template: RawMap,
  sources: Sources,
  locate: Context['locate'],
  problem: Context['problem'],
): App {
  const unknowns: UnknownPart[] = [];
  const context: Context = {
    sources,
    file,
    folder: posix.dirname(file),
    dialect: dialectOf(template),
    template,
    locate,
    problem,
    unknown: (what, reason, location) => unknowns.push({ what, reason, location }),
  };
  checkSections(context);
  const conditions = createConditions(context);
  const resolver = createResolver(context, conditions);
  const resources = readResources(context, conditions, resolver);
  reportCycles(context);
  const names = createNames(resources);
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const roles = createRoles(context, resources, names);
  const packages = createPackages(sources);
  const isGlobal = globalRange(context);
  const logGroups = resources.filter(({ kind }) => kind === 'log-group');
  const functions = resources
    .filter(({ type }) => functionTypes.includes(type))
    .map((resource) => readFunction(resource, { context, roles, names, logGroups, isGlobal, packagesOf: packages.packagesOf }));
  const machines = resources.filter(({ kind }) => kind === 'state-machine');
  const resourcePolicies = readResourcePolicies(resources, names);
  const samTriggers = resources
    .filter(({ type }) => type === 'AWS::Serverless::Function' || type === 'AWS::Serverless::StateMachine')
    .flatMap((resource) => readSamEvents(context, resource, byId, names));
  const triggers = [...samTriggers, ...readNativeTriggers(resources, byId, names, resourcePolicies, samTriggers)];

  const edges = createEdges();
  addTriggerEdges(edges, triggers);
  const written = new Map(roles.all().map((role) => [role.id, role]));
  for (const node of functions) addFunctionEdges(edges, node, node.role === undefined ? undefined : written.get(node.role), byId, names);
  for (const machine of machines) for (const edge of readStateMachine(machine, names, context)) edges.add(edge);
  addDeliveryEdges(edges, resources, names);

  const description = rawText(rawAt(template, 'Description'));
  const globals = rawMember(template, 'Globals');
  return {
    root: sources.root,
    template: file,
    dialect: context.dialect,
    format,
    ...(description === undefined ? {} : { description }),
    parameters: readParameters(context, resolver),
    ...(globals
      ? { globals: { nameLocation: locate(globals.nameOffset), value: resolver.resolveMap(globals.value, globals.nameOffset) } }
      : {}),
    functions,
    resources,
    triggers,
    roles: roles.all(),
    resourcePolicies,
    packages: packages.all(),
    edges: edges.all(),
    unknowns,
  };
}

function dialectOf(template: RawMap): App['dialect'] {
  const transform = rawAt(template, 'Transform');
  const transforms = transform?.kind === 'list' ? transform.items : [transform];
  if (transforms.some((each) => rawText(each)?.startsWith('AWS::Serverless-'))) return 'sam';
  const resources = rawAt(template, 'Resources');
  const types = resources?.kind === 'map' ? [...resources.members.values()].map(({ value }) => rawText(rawAt(value, 'Type')) ?? '') : [];
  return types.some((type) => type.startsWith('AWS::Serverless::')) ? 'sam' : 'cloudformation';
}

const sections = [
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Globals',
  'Hooks',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
  'Transform',
];

function checkSections({ template, problem, unknown, locate }: Context): void {
  for (const { name, nameOffset } of template.members.values())
    if (!sections.includes(name) && !name.startsWith('x-') && !name.startsWith('Fn::'))
      problem(nameOffset, `"${printable(name)}" is no section of a template.${didYouMean(name, sections)}`);
    else if (name.startsWith('Fn::')) unknown(name, 'the macro runs at deployment', locate(nameOffset));
  const resources = rawMember(template, 'Resources');
  if (!resources) problem(template.offset, 'has no Resources, so there is nothing to read');
  else if (resources.value.kind !== 'map') problem(resources.nameOffset, 'Resources must be a mapping of names to resources');
}

function readParameters({ template, locate }: Context, resolver: Resolver): readonly Parameter[] {
  const section = rawAt(template, 'Parameters');
  if (section?.kind !== 'map') return [];
  return [...section.members.values()].map(({ name, nameOffset, value }) => {
    const fallback = rawAt(value, 'Default');
    const allowed = rawAt(value, 'AllowedValues');
    return {
      name,
      type: rawText(rawAt(value, 'Type')) ?? 'String',
      ...(fallback ? { default: resolver.resolve(fallback) } : {}),
      noEcho: rawText(rawAt(value, 'NoEcho'))?.toLowerCase() === 'true',
      allowedValues: allowed?.kind === 'list' ? allowed.items.map(resolver.resolve) : [],
      location: locate(nameOffset),
    };
  });
}

function readResources(context: Context, conditions: Conditions, resolver: Resolver): readonly Resource[] {
  const section = rawAt(context.template, 'Resources');
  if (section?.kind !== 'map') return [];
  const found: Resource[] = [];
  const implicit = new Map<string, Resource>();
  for (const member of section.members.values()) {
    const resource = readResource(member, context, conditions, resolver);
    if (!resource) continue;
    found.push(resource);
    addImplicitApis(resource, section, context, resolver, implicit);
  }
  return [...found, ...implicit.values()];
}

function readResource(
  { name, nameOffset, value }: RawMember,
  context: Context,
  conditions: Conditions,
  resolver: Resolver,
): Resource | undefined {
  if (name.startsWith('Fn::')) {
    context.unknown(name, 'loops and macros are expanded at deployment', context.locate(nameOffset));
    return undefined;
  }
  const type = rawText(rawAt(value, 'Type'));
  if (value.kind !== 'map' || type === undefined) {
    context.problem(nameOffset, `the resource ${printable(name)} has no Type`);
    return undefined;
  }
  const condition = conditionOf(value, context, conditions);
  if (condition === 'never') return undefined;
  const own = rawAt(value, 'Properties');
  const properties = resolver.resolveMap(mergeGlobals(globalsFor(context.template, type), own), nameOffset);
  const attributes = new Map([...value.members].filter(([each]) => each !== 'Properties' && each !== 'Type' && each !== 'Condition'));
  const { kind, name: nameProperty } = resourceTypeOf(type);
  const physical = nameProperty === undefined ? undefined : at(properties, nameProperty);
  return {
    id: name,
    type,
    kind,
    ...(physical ? { name: physical } : {}),
    location: context.locate(nameOffset),
    properties,
    attributes: resolver.resolveMap({ kind: 'map', members: attributes, offset: value.offset }, value.offset),
    ...(condition ? { condition } : {}),
    isImplicit: false,
  };
}

function conditionOf(value: Raw, context: Context, conditions: Conditions): NodeCondition | 'never' | undefined {
  const member = rawMember(value, 'Condition');
  const name = rawText(member?.value);
  if (!member || name === undefined) return undefined;
  const location = context.locate(member.nameOffset);
  if (!conditions.has(name)) {
    context.problem(member.value.offset, `the condition ${printable(name)} is not defined`);
    return { name, holds: 'depends', location };
  }
  const { holds, byDefault } = conditions.verdictOf(name);
  if (holds === 'never') return 'never';
  return { name, holds, ...(byDefault === undefined ? {} : { byDefault }), location };
}

/** SAM makes an API for events that name none; it takes the Globals, and is found where its first event stands. */
function addImplicitApis(resource: Resource, section: RawMap, context: Context, resolver: Resolver, implicit: Map<string, Resource>): void {
  if (!resource.type.startsWith('AWS::Serverless::')) return;
  const events = at(resource.properties, 'Events');
  if (events?.kind !== 'map') return;
  for (const { value, nameLocation } of events.members.values()) {
    const type = textOf(at(value, 'Type')) ?? '';
    const api = Object.hasOwn(implicitApis, type) ? implicitApis[type] : undefined;
    const names = memberOf(at(value, 'Properties'), type === 'Api' ? 'RestApiId' : 'ApiId');
    if (!api || names || implicit.has(api.id) || section.members.has(api.id)) continue;
    implicit.set(api.id, {
      id: api.id,
      type: api.type,
      kind: 'api',
      location: nameLocation,
      properties: resolver.resolveMap(globalsFor(context.template, api.type), 0),
      attributes: { kind: 'map', members: new Map(), location: nameLocation },
      isImplicit: true,
    });
  }
}

/** Whether a place lies in `Globals`: between its name and the next section. */
function globalRange({ template, locate }: Context): (location: SourceLocation) => boolean {
  const globals = rawMember(template, 'Globals');
  if (!globals) return () => false;
  const start = locate(globals.nameOffset).line;
  const next = [...template.members.values()].map(({ nameOffset }) => nameOffset).filter((offset) => offset > globals.nameOffset);
  const end = next.length === 0 ? Number.POSITIVE_INFINITY : locate(Math.min(...next)).line;
  return ({ line }) => line >= start && line < end;
}
