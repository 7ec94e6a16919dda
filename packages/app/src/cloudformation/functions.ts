import { posix } from 'node:path';
import { printable, type SourceLocation } from '@postern/core';
import { languageOf, resolveHandler } from '@postern/syntax';
import type { EnvironmentVariable, FunctionNode, Language, Resource } from '../app.ts';
import { at, itemsOf, type Member, memberOf, membersOf, patternOf, textOf, type Value } from '../value.ts';
import type { Context } from './context.ts';
import type { Names } from './names.ts';
import type { Roles } from './roles.ts';

export const functionTypes: readonly string[] = ['AWS::Serverless::Function', 'AWS::Lambda::Function'];

/** Whether a place lies in the `Globals` section. */
export type IsGlobal = (location: SourceLocation) => boolean;

export interface FunctionReading {
  readonly context: Context;
  readonly roles: Roles;
  readonly names: Names;
  /** The log groups of the template. */
  readonly logGroups: readonly Resource[];
  readonly isGlobal: IsGlobal;
  /** Names the folders of dependencies of a function. */
  packagesOf(id: string, folder: string | undefined, entry: string | undefined, language: Language): readonly string[];
}

/**
 * The text of code in a template. `!Sub` puts names and addresses into it that are not known here: a word stands for each, which is an
 * expression in code and text in a string, so that the rest of the code can be read.
 */
function codeTextOf(inline: Value | undefined): string | undefined {
  if (inline?.kind !== 'text') return textOf(inline);
  return inline.parts.map((part) => (typeof part === 'string' ? part : 'ref')).join('');
}

export function readFunction(resource: Resource, reading: FunctionReading): FunctionNode {
  const { context } = reading;
  const { properties, id } = resource;
  const isSam = resource.type === 'AWS::Serverless::Function';
  const runtime = at(properties, 'Runtime');
  const handler = at(properties, 'Handler');
  const code = memberOf(properties, isSam ? 'CodeUri' : 'Code');
  const inline = at(properties, 'InlineCode') ?? at(code?.value, 'ZipFile');
  const isImage =
    textOf(at(properties, 'PackageType')) === 'Image' ||
    memberOf(properties, 'ImageUri') !== undefined ||
    memberOf(code?.value, 'ImageUri') !== undefined;
  const packaging = isImage ? 'image' : inline ? 'inline' : 'zip';
  const runtimeText = textOf(runtime);
  const language = languageFor(runtimeText);
  const folder = packaging === 'zip' ? codeFolder(resource, code, isSam, context) : undefined;
  const entry = packaging === 'zip' && folder !== undefined ? findEntry(resource, folder, handler, runtimeText, context) : undefined;
  const inlineText = codeTextOf(inline);
  const logGroups = logGroupsOf(resource, reading);
  const written = memberOf(properties, 'Role');
  const role = reading.roles.roleOf(resource, isSam);
  const name = textOf(at(properties, 'FunctionName'));
  const tracing = isSam ? at(properties, 'Tracing') : at(properties, 'TracingConfig', 'Mode');
  const deadLetterTarget = isSam ? at(properties, 'DeadLetterQueue', 'TargetArn') : at(properties, 'DeadLetterConfig', 'TargetArn');
  if (inline && inlineText === undefined) context.unknown(`the code of ${id}`, 'its text depends on the deployment', inline.location);
  if (packaging === 'image') context.unknown(`the code of ${id}`, 'it lies in a container image', resource.location);
  return {
    id,
    name: name ?? id,
    location: resource.location,
    resource,
    properties,
    language: entry ? (languageOf(entry.file) ?? language) : language,
    ...optional('runtime', runtime),
    ...optional('handler', handler),
    packaging,
    ...optional('codeFolder', folder),
    ...optional('entry', entry),
    ...(inlineText === undefined || !inline ? {} : { inlineCode: { text: inlineText, location: inline.location } }),
    ...optional('timeout', at(properties, 'Timeout')),
    ...optional('memory', at(properties, 'MemorySize')),
    ...optional('reservedConcurrency', at(properties, 'ReservedConcurrentExecutions')),
    ...optional('tracing', tracing),
    ...optional('deadLetterTarget', deadLetterTarget),
    environment: environmentOf(at(properties, 'Environment', 'Variables'), reading.isGlobal),
    ...optional('environmentKey', at(properties, 'KmsKeyArn')),
    ...optional('role', role),
    ...(written ? { roleProperty: { value: written.value, location: written.nameLocation } } : {}),
    packages: reading.packagesOf(id, folder, entry?.file, language),
    logGroups,
    ...optional('condition', resource.condition),
  };
}

function optional<Name extends string, Item>(name: Name, value: Item | undefined): { readonly [Key in Name]?: Item } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]: Item });
}

function languageFor(runtime: string | undefined): Language {
  if (runtime === undefined) return 'other';
  return /^node/i.test(runtime) ? 'javascript' : /^python/i.test(runtime) ? 'python' : 'other';
}

function environmentOf(variables: Value | undefined, isGlobal: IsGlobal): readonly EnvironmentVariable[] {
  return membersOf(variables).map(({ name, value, nameLocation }) => ({
    name,
    value,
    location: nameLocation,
    isGlobal: isGlobal(nameLocation),
  }));
}

/** The folder that is packed, relative to the root. Reports why there is none that can be read. */
function codeFolder(resource: Resource, code: Member | undefined, isSam: boolean, context: Context): string | undefined {
  const what = `the code of ${resource.id}`;
  const text = textOf(code?.value);
  if (text === undefined) {
    // `sam build` packs the template's folder if nothing is written.
    if (code === undefined && isSam) return context.folder;
    context.unknown(what, code === undefined ? 'no code is written' : 'it lies in a bucket', code?.nameLocation ?? resource.location);
    return undefined;
  }
  if (/^(?:s3|https?):\/\//.test(text)) {
    context.unknown(what, 'it lies in a bucket', (code as Member).value.location);
    return undefined;
  }
  const place = (code as Member).value.location;
  const path = posix.normalize(posix.join(context.folder, text.replaceAll('\\', '/')));
  if (path.startsWith('..') || text.startsWith('/')) {
    context.problem(place, `${what} lies in ${printable(text)}, outside of the folder that is read`);
    return undefined;
  }
  const folder = path.replace(/\/$/, '') || '.';
  const kind = context.sources.kindOf(folder);
  if (kind === 'folder') return folder;
  if (kind === 'file') {
    if (/\.(?:zip|jar|war)$/i.test(folder)) {
      context.unknown(what, `it is packed in ${printable(text)}`, place);
      return undefined;
    }
    return posix.dirname(folder);
  }
  context.problem(
    place,
    kind === 'outside'
      ? `${what} leads out of the folder that is read`
      : `${what} is said to lie in ${printable(text)}, which does not exist`,
  );
  return undefined;
}

function findEntry(
  resource: Resource,
  folder: string,
  handler: Value | undefined,
  runtime: string | undefined,
  context: Context,
): FunctionNode['entry'] {
  const what = `the entry of ${resource.id}`;
  const place = handler?.location ?? resource.location;
  const text = textOf(handler);
  if (text === undefined || runtime === undefined) {
    context.unknown(what, text === undefined ? 'its handler is not known' : 'its runtime is not known', place);
    return undefined;
  }
  if (!/^(?:node|python)/i.test(runtime)) {
    context.unknown(what, `the code of runtime ${printable(runtime)} is not read yet`, place);
    return undefined;
  }
  const entryPoints = itemsOf(at(resource.attributes, 'Metadata', 'BuildProperties', 'EntryPoints')).flatMap((item) => textOf(item) ?? []);
  const found = resolveHandler(context.sources, { folder, handler: text, runtime, entryPoints });
  if (found.ok) return found.value;
  context.problem(place, `function ${printable(resource.id)}: ${found.problem}`);
  return undefined;
}

function logGroupsOf(resource: Resource, { logGroups, names }: FunctionReading): readonly string[] {
  const chosen = names.resourcesIn(at(resource.properties, 'LoggingConfig', 'LogGroup'), ['log-group']);
  const name = patternOf(at(resource.properties, 'FunctionName'));
  const wanted = [`/aws/lambda/\${${resource.id}}`, ...(name === undefined ? [] : [`/aws/lambda/${name}`])];
  const named = logGroups.filter((each) => wanted.includes(patternOf(each.name) ?? '')).map(({ id }) => id);
  return [...new Set([...chosen, ...named])];
}
