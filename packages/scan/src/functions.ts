import type { App, FunctionNode } from '@postern/app';
import type { SourceLocation } from '@postern/core';

/** Functions that share a fault at one place: of all functions it is said once, where they share their settings. */
export interface Shared {
  readonly functions: readonly FunctionNode[];
  readonly location: SourceLocation;
  readonly resource: string;
}

/**
 * Functions that lack something. All functions of a template with `Globals` lack it there, in one place; otherwise each at its own name.
 * `where` picks the place in Globals: the section, or its `Function` part.
 */
export function lackingIn(app: App, lacking: readonly FunctionNode[], where: 'section' | 'function' = 'function'): readonly Shared[] {
  if (lacking.length === 0) return [];
  const globals = app.globals;
  const part = globals?.value.members.get('Function');
  const all = app.functions.filter(({ resource }) => resource.type === 'AWS::Serverless::Function');
  if (globals && part && lacking.length > 1 && all.every((each) => lacking.includes(each))) {
    const others = lacking.filter((each) => !all.includes(each));
    return [
      { functions: all, location: where === 'section' ? globals.nameLocation : part.nameLocation, resource: 'Globals' },
      ...others.map(alone),
    ];
  }
  return lacking.map(alone);
}

/** The functions in one place even where they are not all: what is worth one line is not worth twenty. */
export function together(app: App, lacking: readonly FunctionNode[]): readonly Shared[] {
  const [first] = lacking;
  if (!first || lacking.length === 1) return lacking.map(alone);
  const part = app.globals?.value.members.get('Function');
  return [{ functions: lacking, location: part?.nameLocation ?? first.location, resource: part ? 'Globals' : first.id }];
}

function alone(node: FunctionNode): Shared {
  return { functions: [node], location: node.location, resource: node.id };
}

/** Functions grouped by the place where a value of theirs is written, as one in Globals is for all. */
export function byPlace(functions: readonly FunctionNode[], placeOf: (node: FunctionNode) => SourceLocation): readonly Shared[] {
  const groups = new Map<string, { location: SourceLocation; functions: FunctionNode[] }>();
  for (const node of functions) {
    const location = placeOf(node);
    const key = `${location.file}:${location.line}:${location.column}`;
    const group = groups.get(key);
    if (group) group.functions.push(node);
    else groups.set(key, { location, functions: [node] });
  }
  return [...groups.values()].map((group) => ({
    ...group,
    resource: group.functions.length > 1 ? 'Globals' : (group.functions[0] as FunctionNode).id,
  }));
}

export function namesOf({ functions }: Shared): readonly string[] {
  return functions.map(({ id }) => id);
}
