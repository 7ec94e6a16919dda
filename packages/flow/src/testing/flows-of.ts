import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import type { App } from '@postern/app';
import { loadParsers, openSources, type SourceProblem } from '@postern/syntax';
import { findFlows, flowProblems } from '../find-flows.ts';
import type { Flow } from '../flow.ts';

await loadParsers(['javascript', 'python']);

/** The flows of one file whose handler is called `handler`. */
export function flowsOf(file: string, code: string): { readonly flows: readonly Flow[]; readonly problems: readonly SourceProblem[] } {
  const folder = mkdtempSync(joinPath(tmpdir(), 'postern-flow-'));
  try {
    writeFileSync(joinPath(folder, file), code);
    const language = file.endsWith('.py') ? 'python' : 'javascript';
    const node = { id: 'F', language, entry: { file, exportName: 'handler' }, environment: [] };
    const app = { root: folder, template: 'template.yaml', functions: [node], resources: [], edges: [] } as unknown as App;
    const sources = openSources(folder);
    return { flows: findFlows(app, sources), problems: flowProblems(app, sources) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `cmdi:2` for each flow, by class and line of the place to mend, once each. */
export function summaryOf(flows: readonly Flow[]): readonly string[] {
  return [...new Set(flows.map((flow) => `${flow.class}:${flow.place.line}`))].sort();
}
