import assert from 'node:assert/strict';
import type { App } from '../app.ts';
import { cloudformation } from '../readers/cloudformation.ts';
import { memorySources } from './memory-sources.ts';

export interface ReadTemplate {
  readonly app: App;
  /** `line:column problem` */
  readonly problems: readonly string[];
}

/** Reads a template that must come out as an App. */
export function readTemplate(text: string, files: Readonly<Record<string, string | undefined>> = {}, file = 'template.yaml'): ReadTemplate {
  const { app, problems } = readAny(text, files, file);
  assert.ok(app, problems.join('\n'));
  return { app, problems };
}

export function readAny(
  text: string,
  files: Readonly<Record<string, string | undefined>> = {},
  file = 'template.yaml',
): { readonly app?: App; readonly problems: readonly string[]; readonly isTemplate: boolean } {
  const { app, problems, isTemplate } = cloudformation.read(file, text, memorySources(files));
  return {
    ...(app ? { app } : {}),
    isTemplate,
    problems: problems.map(({ location, problem }) => `${location.line}:${location.column} ${problem}`),
  };
}
