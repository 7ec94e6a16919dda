import { statSync } from 'node:fs';
import { basename, dirname, posix } from 'node:path';
import { openSources, type SourceProblem, type Sources } from '@postern/syntax';
import type { App } from './app.ts';
import { mayBeUnread, unreadDialect } from './dialects.ts';

/** A file that describes an application in a dialect that is not read yet. */
export interface NotRead {
  readonly file: string;
  /** `Terraform`, `Serverless Framework`, … */
  readonly dialect: string;
}

export interface ReadAppsResult {
  /** One for each template, in the order of their paths. */
  readonly apps: readonly App[];
  readonly notRead: readonly NotRead[];
  readonly problems: readonly SourceProblem[];
  /** The files of the folder that was read, for whoever goes on with the code. */
  readonly sources: Sources;
}

export interface ReadAppsOptions {
  /** Most files of a folder to look at; the rest is a problem. Default 200,000. */
  readonly maxFiles?: number;
}

/** CloudFormation takes templates up to 1 MB (quotas); SAM's may be a little larger before they are transformed. */
const maxTemplateBytes = 2 * 1024 * 1024;
/** What package managers, build tools and version control put there was not written by the project. */
const skippedFolders = new Set(['node_modules', 'bower_components', '__pycache__', 'site-packages', 'venv', 'vendor']);
const readFolders = new Set(['.chalice']);
const templateExtensions = /\.(?:ya?ml|json|template)$/i;

/**
 * Reads every template under `path`, a folder or one template, into an App. Nothing is executed, no environment is expanded and
 * nothing outside of the folder is read. What is wrong in a file is a problem at its place; the rest of the file is still read.
 * Throws what `statSync` throws if `path` does not exist.
 */
export async function readApps(path: string, options: ReadAppsOptions = {}): Promise<ReadAppsResult> {
  const isFolder = statSync(path).isDirectory();
  const sources = openSources(isFolder ? path : dirname(path));
  const apps: App[] = [];
  const notRead: NotRead[] = [];
  const problems: SourceProblem[] = [];
  const { cloudformation } = await import('./readers/cloudformation.ts');

  const files = isFolder ? listFiles(sources, options.maxFiles ?? 200_000, problems) : [basename(path)];
  for (const file of files) {
    const isTemplateName = templateExtensions.test(file) || !isFolder;
    if (!isTemplateName && !mayBeUnread(file)) continue;
    if (!isTemplateName) {
      const dialect = unreadDialect(file, undefined);
      if (dialect !== undefined) notRead.push({ file, dialect });
      continue;
    }
    const isExpected = !isFolder || cloudformation.expects(file);
    const source = sources.read(file, maxTemplateBytes);
    if (!source.ok) {
      const dialect = unreadDialect(file, undefined);
      if (dialect !== undefined) notRead.push({ file, dialect });
      // A large or binary file that is no template by its name is data of the project.
      else if (isExpected) problems.push(source.problem);
      continue;
    }
    const text = source.value;
    const dialect = unreadDialect(file, text);
    if (dialect !== undefined) {
      notRead.push({ file, dialect });
      continue;
    }
    if (!isExpected && !cloudformation.mayRead(file, text)) continue;
    const result = cloudformation.read(file, text, sources);
    if (result.app) apps.push(result.app);
    if (result.isTemplate) problems.push(...result.problems);
    else if (isExpected)
      problems.push({
        location: { file, line: 1, column: 1 },
        problem: 'is no CloudFormation or SAM template: it has no Resources with types such as AWS::…',
      });
  }
  return { apps, notRead, problems, sources };
}

/** All files of the folder in the order of their paths, without what was installed or built. Links are not followed; a template that is one is named. */
function listFiles(sources: Sources, maxFiles: number, problems: SourceProblem[]): readonly string[] {
  const found: string[] = [];
  const open: string[] = ['.'];
  let looked = 0;
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const { name, kind } of sources.list(folder)) {
      if (++looked > maxFiles) {
        problems.push({
          location: { file: folder, line: 1, column: 1 },
          problem: `the folder has more than ${maxFiles} entries: the rest is not read`,
        });
        return found.sort();
      }
      const file = posix.join(folder, name);
      if (kind === 'folder') {
        if (!skippedFolders.has(name) && (!name.startsWith('.') || readFolders.has(name))) open.push(file);
      } else if (kind === 'file') found.push(file);
      else if (/(?:^|\/)template\.(?:ya?ml|json)$/i.test(file)) {
        if (sources.kindOf(file) === 'outside')
          problems.push({
            location: { file, line: 1, column: 1 },
            problem: 'is a link that leads out of the folder that is read, so it is not read',
          });
        else if (sources.kindOf(file) === 'file') found.push(file);
      }
    }
  }
  return found.sort();
}
