import { printable } from '@postern/core';
import type { App, Edge } from '../app.ts';
import { type GraphNode, graphOf } from '../graph.ts';

const shapes: Readonly<Record<string, readonly [string, string]>> = {
  bucket: ['[(', ')]'],
  database: ['[(', ')]'],
  function: ['[', ']'],
  queue: ['[[', ']]'],
  stream: ['[[', ']]'],
  table: ['[(', ')]'],
  topic: ['([', '])'],
  trigger: ['([', '])'],
};
const arrows: Readonly<Record<Edge['kind'], string>> = {
  assumes: '-.->',
  follows: '-.->',
  invokes: '-->',
  reads: '-.->',
  triggers: '==>',
  writes: '-->',
};

/** A Mermaid flowchart, a subgraph for each template. Names of the project are quoted, so that none becomes syntax. */
export function renderMermaid(apps: readonly App[]): string {
  const lines = ['flowchart LR'];
  let count = 0;
  for (const app of apps) {
    const { nodes, edges } = graphOf(app);
    const ids = new Map<string, string>();
    const indent = apps.length > 1 ? '    ' : '  ';
    if (apps.length > 1) lines.push(`  subgraph s${count++}[${quote(app.template)}]`);
    for (const node of nodes) {
      const id = `n${count++}`;
      ids.set(node.id, id);
      lines.push(`${indent}${id}${shapeOf(node)}${node.control ? `:::${node.control}` : ''}`);
    }
    for (const { kind, from, to } of edges) lines.push(`${indent}${ids.get(from)} ${arrows[kind]}|${kind}| ${ids.get(to)}`);
    if (apps.length > 1) lines.push('  end');
  }
  lines.push(
    '  classDef anyone stroke:#c0392b,stroke-width:3px',
    '  classDef authenticated stroke:#b7791f,stroke-width:2px',
    '  classDef account stroke:#2b6cb0',
    '  classDef platform stroke:#718096',
  );
  return `${lines.join('\n')}\n`;
}

function shapeOf({ kind, label, detail }: GraphNode): string {
  const [open, close] = (Object.hasOwn(shapes, kind) ? shapes[kind] : undefined) ?? ['(', ')'];
  return `${open}${quote(`${label}\n${detail}`)}${close}`;
}

/** Mermaid's own escapes: entities by `#`, a line break as `<br>`. */
function quote(text: string): string {
  const lines = text.split('\n').map((line) => printable(line).replace(/[#&<>"`\\]/g, (character) => `#${character.charCodeAt(0)};`));
  return `"${lines.join('<br>')}"`;
}
