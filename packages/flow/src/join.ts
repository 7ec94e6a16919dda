import type { App, Edge } from '@postern/app';
import type { Sources } from '@postern/syntax';
import { analyze } from './analyze.ts';

/** The App with the edges that its code shows: an edge that the template lets suppose is replaced by the call that proves it. */
export function join(app: App, sources: Sources): App {
  const { edges } = analyze(app, sources);
  if (edges.length === 0) return app;
  const keyOf = (edge: Edge): string => `${edge.kind}\0${edge.from}\0${edge.to}`;
  const proven = new Set(edges.map(keyOf));
  return { ...app, edges: [...app.edges.filter((edge) => edge.basis !== 'policy' || !proven.has(keyOf(edge))), ...edges] };
}
