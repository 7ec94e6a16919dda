import type { App, PolicyText, Role, Statement } from '../app.ts';
import { entryPoints } from '../entry-points.ts';
import type { ReadAppsResult } from '../read-apps.ts';
import { referencesIn, writeReference } from '../value.ts';

/**
 * The graph as a JSON document. Values of environment variables are left out, whatever they are: one of them is a password sooner or later.
 * References in them are named, because they are edges.
 */
export function renderJson({ apps, notRead, problems }: Pick<ReadAppsResult, 'apps' | 'notRead' | 'problems'>): string {
  return `${JSON.stringify({ version: 1, apps: apps.map(describeApp), notRead, problems }, null, 2)}\n`;
}

function describeApp(app: App): unknown {
  return {
    template: app.template,
    dialect: app.dialect,
    functions: app.functions.map((node) => ({
      id: node.id,
      name: node.name,
      language: node.language,
      packaging: node.packaging,
      entry: node.entry,
      role: node.role,
      environment: node.environment.map(({ name, value, location }) => ({
        name,
        refersTo: referencesIn(value).map(writeReference),
        location,
      })),
      packages: node.packages,
      condition: node.condition,
      location: node.location,
    })),
    triggers: app.triggers.map(({ id, kind, function: target, source, route, auth, location }) => ({
      id,
      kind,
      function: target,
      source,
      route,
      auth,
      location,
    })),
    resources: app.resources.map(({ id, type, kind, condition, isImplicit, location }) => ({
      id,
      type,
      kind,
      condition,
      isImplicit,
      location,
    })),
    roles: app.roles.map(describeRole),
    resourcePolicies: app.resourcePolicies.map(({ id, type, targets, statements, location }) => ({
      id,
      type,
      targets,
      statements: statements.map(describeStatement),
      location,
    })),
    packages: app.packages,
    edges: app.edges,
    entryPoints: entryPoints(app).map(({ id, kind, control, reason, location, reaches, isComplete }) => ({
      id,
      kind,
      control,
      reason,
      location,
      isComplete,
      reaches: reaches.map(({ function: target, path }) => ({
        function: target,
        path: path.map(({ kind: by, from, to }) => ({ kind: by, from, to })),
      })),
    })),
    unknowns: app.unknowns,
  };
}

function describeRole({ id, kind, statements, managedPolicies, functions, isComplete, location }: Role): unknown {
  return {
    id,
    kind,
    functions,
    isComplete,
    statements: statements.map(describeStatement),
    managedPolicies: managedPolicies.map(({ name }) => name),
    location,
  };
}

function describeStatement({
  sid,
  effect,
  actions,
  notActions,
  resources,
  notResources,
  principals,
  condition,
  policy,
  location,
}: Statement): unknown {
  const texts = (list: readonly PolicyText[]): readonly string[] | undefined =>
    list.length === 0 ? undefined : list.map(({ text }) => text);
  return {
    sid,
    effect,
    actions: texts(actions),
    notActions: texts(notActions),
    resources: texts(resources),
    notResources: texts(notResources),
    principals: principals.length === 0 ? undefined : principals.map(({ text }) => text),
    hasCondition: condition !== undefined,
    policy,
    location,
  };
}
