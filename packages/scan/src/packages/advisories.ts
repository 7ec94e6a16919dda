import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PosternError, printable, type Severity } from '@postern/core';
import { severityOfVector } from './cvss.ts';
import { compareVersions } from './versions.ts';
import { readZip } from './zip.ts';

/** What a database says about a version of a package. */
export interface Advisory {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly severity: Severity;
  /** The first version without the flaw, above the one asked about. */
  readonly fixed?: string;
}

export interface AdvisoryDatabase {
  readonly size: number;
  affecting(ecosystem: 'npm' | 'pypi', name: string, version: string): readonly Advisory[];
}

interface Range {
  readonly introduced: string;
  readonly fixed?: string;
  readonly lastAffected?: string;
}

interface Entry {
  readonly advisory: Omit<Advisory, 'fixed'>;
  readonly ranges: readonly Range[];
  readonly versions: ReadonlySet<string>;
}

const maxFiles = 500_000;
const maxRecordBytes = 4 * 1024 * 1024;
const maxZipBytes = 1024 * 1024 * 1024;

/** The few well-known flaws that come with Postern, so that a scan without a database is not blind. */
export function builtInAdvisories(): AdvisoryDatabase {
  return createDatabase(JSON.parse(readFileSync(new URL('../../advisories.json', import.meta.url), 'utf8')) as readonly unknown[]);
}

/** Reads OSV records (ossf.github.io/osv-schema): a folder of JSON files, or the zip that osv.dev hands out per ecosystem. */
export function readAdvisories(path: string): AdvisoryDatabase {
  const records: unknown[] = [];
  const add = (name: string, bytes: Buffer): void => {
    try {
      const value: unknown = JSON.parse(bytes.toString('utf8'));
      records.push(...(Array.isArray(value) ? value : [value]));
    } catch (cause) {
      throw new PosternError('PSTN_INPUT_UNREADABLE', { file: printable(name), problem: 'is not JSON, so it is no OSV record' }, { cause });
    }
  };
  let isFolder: boolean;
  try {
    isFolder = statSync(path).isDirectory();
  } catch (cause) {
    throw new PosternError(
      'PSTN_INPUT_UNREADABLE',
      { file: printable(path), problem: 'does not exist; --advisories names a folder or a zip of OSV records' },
      { cause },
    );
  }
  if (isFolder) for (const file of jsonFiles(path)) add(file, readFileSync(file));
  else if (/\.json$/i.test(path)) add(path, readFileSync(path));
  else {
    if (statSync(path).size > maxZipBytes)
      throw new PosternError('PSTN_INPUT_UNREADABLE', { file: printable(path), problem: 'is larger than 1 GB' });
    for (const { name, read } of readZip(readFileSync(path), path, { maxFiles, maxBytes: maxRecordBytes }))
      if (/\.json$/i.test(name)) add(name, read());
  }
  const database = createDatabase(records);
  if (database.size === 0)
    throw new PosternError('PSTN_INPUT_UNREADABLE', { file: printable(path), problem: 'holds no OSV record about an npm or PyPI package' });
  return database;
}

function jsonFiles(folder: string): readonly string[] {
  const found: string[] = [];
  const open = [folder];
  while (open.length > 0 && found.length < maxFiles) {
    const next = open.pop() as string;
    for (const entry of readdirSync(next, { withFileTypes: true }) as Dirent[]) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) open.push(path);
      else if (entry.isFile() && entry.name.endsWith('.json') && statSync(path).size <= maxRecordBytes) found.push(path);
    }
  }
  return found.sort();
}

/** A database of OSV records. What is malformed or about another ecosystem is left out. */
export function createDatabase(records: readonly unknown[]): AdvisoryDatabase {
  const byPackage = new Map<string, Entry[]>();
  let size = 0;
  for (const record of records)
    for (const { key, entry } of entriesOf(record)) {
      size++;
      const known = byPackage.get(key);
      if (known) known.push(entry);
      else byPackage.set(key, [entry]);
    }
  return {
    size,
    affecting(ecosystem, name, version) {
      return (byPackage.get(keyOf(ecosystem, name)) ?? []).flatMap(({ advisory, ranges, versions }) => {
        const range = ranges.find((each) => isWithin(version, each));
        if (!range && !versions.has(version)) return [];
        return [range?.fixed === undefined ? advisory : { ...advisory, fixed: range.fixed }];
      });
    },
  };
}

function keyOf(ecosystem: string, name: string): string {
  // PEP 503: case and runs of `-_.` do not tell Python packages apart.
  return ecosystem.toLowerCase() === 'pypi' ? `pypi ${name.toLowerCase().replace(/[-_.]+/g, '-')}` : `npm ${name}`;
}

function isWithin(version: string, { introduced, fixed, lastAffected }: Range): boolean {
  if (introduced !== '0' && compareVersions(version, introduced) < 0) return false;
  if (fixed !== undefined) return compareVersions(version, fixed) < 0;
  return lastAffected === undefined || compareVersions(version, lastAffected) <= 0;
}

function* entriesOf(record: unknown): Iterable<{ readonly key: string; readonly entry: Entry }> {
  const { id, aliases, summary, details, withdrawn, affected } = asObject(record);
  if (typeof id !== 'string' || withdrawn !== undefined) return;
  const advisory = {
    id: printable(id.slice(0, 60)),
    aliases: asList(aliases)
      .filter((alias) => typeof alias === 'string')
      .slice(0, 20),
    summary: printable(String(typeof summary === 'string' ? summary : typeof details === 'string' ? details : '').slice(0, 200)),
    severity: severityOf(asObject(record)),
  };
  for (const each of asList(affected)) {
    const { package: about, ranges, versions } = asObject(each);
    const { ecosystem, name } = asObject(about);
    if (typeof name !== 'string' || (ecosystem !== 'npm' && ecosystem !== 'PyPI')) continue;
    yield {
      key: keyOf(ecosystem, name),
      entry: {
        advisory,
        ranges: asList(ranges).flatMap(rangesOf),
        versions: new Set(asList(versions).filter((version) => typeof version === 'string')),
      },
    };
  }
}

function rangesOf(range: unknown): readonly Range[] {
  const { type, events } = asObject(range);
  if (type !== 'SEMVER' && type !== 'ECOSYSTEM') return [];
  const found: Range[] = [];
  let introduced: string | undefined;
  for (const event of asList(events)) {
    const { introduced: from, fixed, last_affected: last } = asObject(event);
    if (typeof from === 'string') introduced = from;
    else if (introduced !== undefined && typeof fixed === 'string') {
      found.push({ introduced, fixed });
      introduced = undefined;
    } else if (introduced !== undefined && typeof last === 'string') {
      found.push({ introduced, lastAffected: last });
      introduced = undefined;
    }
  }
  return introduced === undefined ? found : [...found, { introduced }];
}

const words: Readonly<Record<string, Severity>> = { CRITICAL: 'critical', HIGH: 'high', MODERATE: 'medium', MEDIUM: 'medium', LOW: 'low' };

function severityOf({ severity, database_specific: specific }: Readonly<Record<string, unknown>>): Severity {
  const word = asObject(specific)['severity'];
  const byWord = typeof word === 'string' ? words[word.toUpperCase()] : undefined;
  const scores = asList(severity).map((each) => asObject(each)['score']);
  const byVector = scores
    .map((score) => (typeof score === 'string' ? severityOfVector(score) : undefined))
    .find((each) => each !== undefined);
  return byWord ?? byVector ?? 'medium';
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
