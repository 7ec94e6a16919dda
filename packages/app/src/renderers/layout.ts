import type { Edge } from '../app.ts';
import type { Graph, GraphNode } from '../graph.ts';

export interface PlacedNode extends GraphNode {
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly edge: Edge;
  /** An SVG path. */
  readonly path: string;
  readonly labelX: number;
  readonly labelY: number;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

export const nodeWidth = 210;
export const nodeHeight = 46;
const columnGap = 110;
const rowGap = 16;
const margin = 44;
/** Sweeps that pull neighbours to the same height; more change little. */
const sweeps = 6;

/** Layers from left to right along what starts and writes what; an edge that leads back is drawn around. Linear in nodes and edges but for sorting. */
export function layOut({ nodes, edges }: Graph): Layout {
  const ranks = rankNodes(nodes, edges);
  const layers = orderLayers(nodes, edges, ranks);
  const placed = new Map<string, PlacedNode>();
  const tallest = Math.max(1, ...layers.map((layer) => layer.length));
  const height = margin * 2 + tallest * (nodeHeight + rowGap) - rowGap;
  layers.forEach((layer, column) => {
    const top = (height - layer.length * (nodeHeight + rowGap) + rowGap) / 2;
    layer.forEach((node, row) => {
      placed.set(node.id, { ...node, x: margin + column * (nodeWidth + columnGap), y: top + row * (nodeHeight + rowGap) });
    });
  });
  const width = margin * 2 + layers.length * (nodeWidth + columnGap) - columnGap;
  const lanes = { below: 0 };
  const drawn = mergeParallel(edges).flatMap((edge) => {
    const [from, to] = [placed.get(edge.from), placed.get(edge.to)];
    return from && to ? [draw(edge, from, to, height, lanes)] : [];
  });
  return {
    width: Math.max(width, 320),
    height: height + lanes.below * 14 + (lanes.below > 0 ? 30 : 0),
    nodes: [...placed.values()],
    edges: drawn,
  };
}

/** Two nodes with several edges between them get one line with all of their words. */
function mergeParallel(edges: readonly Edge[]): readonly Edge[] {
  const byPair = new Map<string, Edge[]>();
  for (const edge of edges) {
    const key = `${edge.from}\u0000${edge.to}`;
    byPair.set(key, [...(byPair.get(key) ?? []), edge]);
  }
  return [...byPair.values()].map((group) => {
    const strongest = group.find(({ kind }) => kind === 'triggers') ?? group.find(({ kind }) => kind !== 'reads') ?? (group[0] as Edge);
    return { ...strongest, label: [...new Set(group.map(({ kind }) => kind))].join(', ') };
  });
}

/** The longest way from a source, edges that close a circle left out. */
function rankNodes(nodes: readonly GraphNode[], edges: readonly Edge[]): ReadonlyMap<string, number> {
  const forward = edges.filter(({ kind }) => kind !== 'reads' && kind !== 'follows');
  const out = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of forward) out.get(from)?.push(to);
  const incoming = new Set(forward.map(({ to }) => to));
  const state = new Map<string, 'open' | 'done'>();
  const order: string[] = [];
  const back = new Set<string>();
  // Sources first, so that a circle is cut where it leads back to what starts it.
  for (const { id } of [...nodes].sort(
    (a, b) => Number(incoming.has(a.id)) - Number(incoming.has(b.id)) || Number(a.kind === 'function') - Number(b.kind === 'function'),
  )) {
    if (state.has(id)) continue;
    const open: { readonly id: string; at: number }[] = [{ id, at: 0 }];
    state.set(id, 'open');
    while (open.length > 0) {
      const top = open.at(-1) as (typeof open)[number];
      const next = out.get(top.id)?.[top.at++];
      if (next === undefined) {
        state.set(top.id, 'done');
        order.push(top.id);
        open.pop();
      } else if (state.get(next) === 'open') back.add(`${top.id}\u0000${next}`);
      else if (!state.has(next)) {
        state.set(next, 'open');
        open.push({ id: next, at: 0 });
      }
    }
  }
  const ranks = new Map<string, number>(nodes.map(({ id }) => [id, 0]));
  for (const id of order.reverse())
    for (const next of out.get(id) ?? [])
      if (!back.has(`${id}\u0000${next}`)) ranks.set(next, Math.max(ranks.get(next) ?? 0, (ranks.get(id) ?? 0) + 1));
  // What is only read stands to the right of its first reader.
  for (const { kind, from, to } of edges)
    if (kind === 'reads' && !incoming.has(to) && (out.get(to)?.length ?? 0) === 0)
      ranks.set(to, Math.max(ranks.get(to) ?? 0, (ranks.get(from) ?? 0) + 1));
  return ranks;
}

function orderLayers(
  nodes: readonly GraphNode[],
  edges: readonly Edge[],
  ranks: ReadonlyMap<string, number>,
): readonly (readonly GraphNode[])[] {
  const layers: GraphNode[][] = [];
  for (const node of nodes) {
    const rank = ranks.get(node.id) ?? 0;
    while (layers.length <= rank) layers.push([]);
    layers[rank]?.push(node);
  }
  const neighbours = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) {
    neighbours.get(from)?.push(to);
    neighbours.get(to)?.push(from);
  }
  const position = new Map<string, number>();
  const note = (layer: readonly GraphNode[]): void => {
    layer.forEach(({ id }, index) => {
      position.set(id, (index + 0.5) / layer.length);
    });
  };
  layers.forEach(note);
  for (let sweep = 0; sweep < sweeps; sweep++)
    for (const layer of sweep % 2 === 0 ? layers : [...layers].reverse()) {
      const weight = new Map(
        layer.map(({ id }) => [
          id,
          mean(
            (neighbours.get(id) ?? []).map((other) => position.get(other) ?? 0),
            position.get(id) ?? 0,
          ),
        ]),
      );
      layer.sort((a, b) => (weight.get(a.id) ?? 0) - (weight.get(b.id) ?? 0));
      note(layer);
    }
  return layers.filter((layer) => layer.length > 0);
}

function mean(values: readonly number[], otherwise: number): number {
  return values.length === 0 ? otherwise : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function draw(edge: Edge, from: PlacedNode, to: PlacedNode, height: number, lanes: { below: number }): PlacedEdge {
  const [y1, y2] = [from.y + nodeHeight / 2, to.y + nodeHeight / 2];
  if (to.x > from.x) {
    const [x1, x2] = [from.x + nodeWidth, to.x];
    const bend = Math.min(90, (x2 - x1) / 2);
    return {
      edge,
      path: `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`,
      labelX: x1 + (x2 - x1) * 0.5,
      labelY: (y1 + y2) / 2 - 4,
    };
  }
  // Back to the left, or within a layer: around below all nodes, each on a lane of its own.
  const index = lanes.below++;
  const lane = height + index * 14;
  const out = 18 + (index % 8) * 3;
  const [x1, x2] = [from.x + nodeWidth, to.x];
  const [right, left] = [x1 + out, x2 - out];
  const corner = 10;
  const path = `M${x1},${y1} H${right - corner} Q${right},${y1} ${right},${y1 + corner} V${lane - corner} Q${right},${lane} ${right - corner},${lane} H${left + corner} Q${left},${lane} ${left},${lane - corner} V${y2 + corner} Q${left},${y2} ${left + corner},${y2} H${x2}`;
  return { edge, path, labelX: (x1 + x2) / 2, labelY: lane - 4 };
}
