import type { SourceLocation } from '@postern/core';
import type { App, Edge } from './app.ts';
import { type Controller, controllers, entryPoints } from './entry-points.ts';

/** A node as a picture shows it. */
export interface GraphNode {
  readonly id: string;
  readonly label: string;
  /** `function`, `trigger`, or the kind of resource. */
  readonly kind: string;
  /** What stands under the label: the event, the runtime, the type. */
  readonly detail: string;
  readonly location: SourceLocation;
  /** For what starts a function: who controls it, the least trusted where there are several. */
  readonly control?: Controller;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly Edge[];
}

/** The nodes and edges of a picture: everything that an edge touches and every function; roles stand in lists, where they can be read. */
export function graphOf(app: App): Graph {
  const edges = app.edges.filter(({ kind }) => kind !== 'assumes');
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const control = new Map<string, Controller>();
  for (const entry of entryPoints(app)) {
    const id = entry.trigger.source ?? entry.trigger.id;
    const before = control.get(id);
    if (!before || controllers.indexOf(entry.control) < controllers.indexOf(before)) control.set(id, entry.control);
  }
  const functions = new Map(app.functions.map((each) => [each.id, each]));
  const nodes: GraphNode[] = [];
  const known = new Set<string>();
  const add = (node: Omit<GraphNode, 'control'>): void => {
    if (known.has(node.id)) return;
    known.add(node.id);
    const by = control.get(node.id);
    nodes.push({ ...node, ...(by ? { control: by } : {}) });
  };
  for (const trigger of app.triggers)
    if (trigger.source === undefined) {
      const name = trigger.id.slice(trigger.function.length + 1);
      add({ id: trigger.id, label: name, kind: 'trigger', detail: trigger.kind.replace(/^aws:/, ''), location: trigger.location });
    }
  for (const { id, kind, type, location } of app.resources) {
    const node = functions.get(id);
    if (node) add({ id, label: id, kind: 'function', detail: node.entry?.file ?? node.packaging, location });
    else if (touched.has(id)) add({ id, label: id, kind, detail: type.replace(/^AWS::/, '').replaceAll('::', ' '), location });
  }
  // What an edge names and the template does not: an implicit part, a resource whose condition never holds.
  return { nodes, edges: edges.filter(({ from, to }) => known.has(from) && known.has(to)) };
}
