import { posix } from 'node:path';
import { excerpt, type Result, type SourceLocation } from '@postern/core';
import type { Sources } from '@postern/syntax';

/** A package in the version that is installed. */
export interface Installed {
  readonly name: string;
  readonly version: string;
  readonly isDevelopment: boolean;
  /** Where the lockfile says the version; looked for only when it is asked. */
  locate(): SourceLocation;
}

type Reader = (text: string, file: string) => readonly Installed[];

const maxBytes = 32 * 1024 * 1024;
const maxPackages = 100_000;

/** What a lockfile installs, or why that can't be told: a file that hides its packages must not look like one without flaws. */
export function readLockfile(sources: Sources, file: string): Result<readonly Installed[]> {
  const reader = readers[posix.basename(file)];
  if (!reader) return { ok: true, value: [] };
  const text = sources.read(file, maxBytes);
  if (!text.ok) return { ok: false, problem: text.problem.problem };
  try {
    return { ok: true, value: reader(text.value, file).slice(0, maxPackages) };
  } catch (error) {
    return { ok: false, problem: excerpt((error as Error).message) };
  }
}

const readers: Readonly<Record<string, Reader>> = {
  'package-lock.json': readPackageLock,
  'npm-shrinkwrap.json': readPackageLock,
  'yarn.lock': readYarnLock,
  'pnpm-lock.yaml': readPnpmLock,
  'poetry.lock': readTomlLock,
  'uv.lock': readTomlLock,
  'Pipfile.lock': readPipfileLock,
  'requirements.txt': readRequirements,
};

interface Dependency {
  readonly version?: unknown;
  readonly dev?: unknown;
  readonly link?: unknown;
  readonly name?: unknown;
  readonly dependencies?: Readonly<Record<string, Dependency>>;
}

function readPackageLock(text: string, file: string): readonly Installed[] {
  const lock = JSON.parse(text) as {
    readonly packages?: Readonly<Record<string, Dependency>>;
    readonly dependencies?: Readonly<Record<string, Dependency>>;
  };
  const installed: Installed[] = [];
  if (lock.packages) {
    if (Array.isArray(lock.packages)) throw new Error('"packages" is a list');
    for (const [path, entry] of Object.entries(lock.packages)) {
      if (typeof entry !== 'object' || entry === null) throw new Error(`the entry ${JSON.stringify(path)} is no object`);
      const { version, dev, link, name } = entry;
      const last = path.lastIndexOf('node_modules/');
      if (last < 0 || link === true || typeof version !== 'string') continue;
      // An alias has its real name beside it.
      installed.push({
        name: typeof name === 'string' ? name : path.slice(last + 'node_modules/'.length),
        version,
        isDevelopment: dev === true,
        locate: () => locateMember(text, file, [JSON.stringify(path), '"version"']),
      });
    }
    return installed;
  }
  // Version 1: a tree of dependencies.
  const open: { readonly dependencies: Readonly<Record<string, Dependency>>; readonly depth: number }[] = [
    { dependencies: lock.dependencies ?? {}, depth: 0 },
  ];
  while (open.length > 0 && installed.length < maxPackages) {
    const { dependencies, depth } = open.pop() as (typeof open)[number];
    for (const [name, { version, dev, dependencies: inner }] of Object.entries(dependencies)) {
      if (typeof version === 'string')
        installed.push({
          name,
          version,
          isDevelopment: dev === true,
          locate: () => locateMember(text, file, [`${JSON.stringify(name)}: {`, `"version": ${JSON.stringify(version)}`]),
        });
      if (inner && depth < 100) open.push({ dependencies: inner, depth: depth + 1 });
    }
  }
  return installed;
}

/** The place of the last of some texts that follow each other. */
function locateMember(text: string, file: string, texts: readonly string[]): SourceLocation {
  let at = 0;
  for (const each of texts) {
    const found = text.indexOf(each, at);
    if (found < 0) break;
    at = found;
  }
  return placeAt(text, file, at);
}

function placeAt(text: string, file: string, offset: number): SourceLocation {
  const before = text.slice(0, offset);
  return { file, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** yarn.lock of both generations: a line of `name@range`s, then `version "1.2.3"` or `version: 1.2.3`. */
function readYarnLock(text: string, file: string): readonly Installed[] {
  let name: string | undefined;
  return text.split('\n').flatMap((line, index) => {
    const head = /^"?(@?[^@\s"]{1,214})@[^:\s].*:$/.exec(line.slice(0, 4000).trimEnd());
    if (head) name = head[1];
    const version = /^ {2}version:? "?([^"\s]{1,100})"?\s*$/.exec(line)?.[1];
    if (version === undefined || name === undefined) return [];
    const entry = { name, version, isDevelopment: false, locate: (): SourceLocation => ({ file, line: index + 1, column: 3 }) };
    name = undefined;
    return [entry];
  });
}

/** pnpm-lock.yaml: `/lodash@4.17.11:`, `lodash@4.17.11:` or `/lodash/4.17.11:` under `packages`. */
function readPnpmLock(text: string, file: string): readonly Installed[] {
  let isPackages = false;
  return text.split('\n').flatMap((line, index) => {
    if (/^\S/.test(line)) isPackages = line.startsWith('packages:');
    const entry = isPackages
      ? /^ {2}['"]?\/?((?:@[^/@\s]{1,100}\/)?[^/@\s]{1,214})[@/](\d[^:()'"\s_]{0,100})/.exec(line.slice(0, 1000))
      : null;
    if (!entry) return [];
    return [
      { name: entry[1] as string, version: entry[2] as string, isDevelopment: false, locate: () => ({ file, line: index + 1, column: 3 }) },
    ];
  });
}

/** poetry.lock and uv.lock: `[[package]]`, then `name = "…"` and `version = "…"`. */
function readTomlLock(text: string, file: string): readonly Installed[] {
  let name: string | undefined;
  return text.split('\n').flatMap((line, index) => {
    if (line.startsWith('[[package]]')) name = undefined;
    name ??= /^name = "([^"]{1,214})"/.exec(line)?.[1];
    const version = /^version = "([^"]{1,100})"/.exec(line)?.[1];
    if (version === undefined || name === undefined) return [];
    const entry = { name, version, isDevelopment: false, locate: (): SourceLocation => ({ file, line: index + 1, column: 1 }) };
    name = undefined;
    return [entry];
  });
}

function readPipfileLock(text: string, file: string): readonly Installed[] {
  const lock = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, { readonly version?: unknown }>>>>;
  return ['default', 'develop'].flatMap((section) =>
    Object.entries(lock[section] ?? {}).flatMap(([name, { version }]) =>
      typeof version === 'string'
        ? [
            {
              name,
              version: version.replace(/^==/, ''),
              isDevelopment: section === 'develop',
              locate: () => locateMember(text, file, [`"${section}"`, `${JSON.stringify(name)}: {`, '"version"']),
            },
          ]
        : [],
    ),
  );
}

/** requirements.txt: only an exact version says what is installed. */
function readRequirements(text: string, file: string): readonly Installed[] {
  return text.split('\n').flatMap((line, index) => {
    const pinned = /^([A-Za-z0-9][\w.-]{0,100})(?:\[[^\]]{0,200}\])?\s{0,5}={2,3}\s{0,5}([^\s;#,*]{1,100})/.exec(
      line.slice(0, 1000).trim(),
    );
    if (!pinned) return [];
    return [
      {
        name: pinned[1] as string,
        version: pinned[2] as string,
        isDevelopment: false,
        locate: () => ({ file, line: index + 1, column: 1 }),
      },
    ];
  });
}
