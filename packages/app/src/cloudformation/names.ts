// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${…}` is how CloudFormation writes a reference
import type { Resource, ResourceKind } from '../app.ts';
import { patternOf, type Value } from '../value.ts';

/** Finds resources of the App by what a text says: a reference to them, or their physical name in an ARN or a URL. */
export interface Names {
  /** Ids of the resources that the value refers to, references first. */
  resourcesIn(value: Value | undefined, kinds?: readonly ResourceKind[]): readonly string[];
}

/** A name this short would be found by chance. */
const shortestName = 3;

export function createNames(resources: readonly Resource[]): Names {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const byName = new Map<string, Resource[]>();
  for (const resource of resources) {
    const name = patternOf(resource.name);
    if (name === undefined || name.length < shortestName || name.startsWith('${') === (name.indexOf('}') === name.length - 1)) continue;
    byName.set(name, [...(byName.get(name) ?? []), resource]);
  }

  return {
    resourcesIn(value, kinds) {
      const found = new Set<string>();
      const add = (resource: Resource | undefined): void => {
        if (resource && (!kinds || kinds.includes(resource.kind))) found.add(resource.id);
      };
      if (value?.kind === 'choice') for (const each of value.values) for (const id of this.resourcesIn(each, kinds)) found.add(id);
      if (value?.kind === 'text')
        for (const part of value.parts) if (typeof part !== 'string' && part.target === 'resource') add(byId.get(part.to));
      const text = patternOf(value);
      if (text !== undefined && byName.size > 0)
        for (const name of namesIn(text)) for (const resource of byName.get(name) ?? []) add(resource);
      return [...found];
    },
  };
}

/** The parts of an ARN or URL that may be a name: `arn:aws:s3:::uploads/*` → `uploads`. Placeholders `${…}` stay whole. */
function namesIn(text: string): readonly string[] {
  const pieces = [text];
  const path = text.replace(/\$\{[^}]*\}/g, (placeholder) => placeholder.replaceAll(':', '\u0000')).split(/[/:]/);
  for (const piece of path) if (piece !== '') pieces.push(piece.replaceAll('\u0000', ':'));
  // A name with slashes: `/aws/lambda/resize` of a log group.
  const afterKind = /:(?:log-group|parameter):?(\/[^:*]+)/.exec(text)?.[1];
  if (afterKind !== undefined) pieces.push(afterKind);
  return pieces;
}
