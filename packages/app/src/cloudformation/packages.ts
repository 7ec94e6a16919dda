import { posix } from 'node:path';
import type { Sources } from '@postern/syntax';
import type { Language, PackageFolder } from '../app.ts';

interface Ecosystem {
  readonly ecosystem: PackageFolder['ecosystem'];
  readonly manifests: readonly string[];
  readonly lockfiles: readonly string[];
}

const ecosystems: Readonly<Record<'javascript' | 'python', Ecosystem>> = {
  javascript: {
    ecosystem: 'npm',
    manifests: ['package.json'],
    lockfiles: ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml'],
  },
  python: {
    ecosystem: 'pypi',
    manifests: ['requirements.txt', 'pyproject.toml', 'Pipfile', 'setup.py'],
    lockfiles: ['poetry.lock', 'uv.lock', 'Pipfile.lock'],
  },
};

export interface Packages {
  /** Finds the nearest manifest above the entry, or above the folder where there is no entry, and notes the function. */
  packagesOf(id: string, folder: string | undefined, entry: string | undefined, language: Language): readonly string[];
  all(): readonly PackageFolder[];
}

export function createPackages(sources: Sources): Packages {
  const found = new Map<string, { readonly folder: PackageFolder; readonly functions: string[] }>();
  const near = new Map<string, PackageFolder | undefined>();

  /** The nearest folder with a manifest, from `start` up to the root; its lockfile may lie further up, as in workspaces. */
  function nearest(start: string, language: 'javascript' | 'python'): PackageFolder | undefined {
    const key = `${language} ${start}`;
    if (near.has(key)) return near.get(key);
    const { ecosystem, manifests, lockfiles } = ecosystems[language];
    let manifest: string | undefined;
    let lockfile: string | undefined;
    let folder: string | undefined;
    for (let at = start, last = false; !last; at = posix.dirname(at)) {
      last = at === '.' || at === '' || at === '/';
      const here = (names: readonly string[]): string | undefined =>
        names.map((name) => posix.join(at, name)).find((file) => sources.kindOf(file) === 'file');
      lockfile = here(lockfiles);
      if (manifest === undefined) {
        manifest = here(manifests);
        if (manifest !== undefined || lockfile !== undefined) folder = at;
      }
      if (lockfile !== undefined) break;
    }
    const id = manifest ?? lockfile;
    const result: PackageFolder | undefined =
      id === undefined || folder === undefined
        ? undefined
        : {
            id,
            ecosystem,
            folder: folder === '' ? '.' : folder,
            ...(manifest === undefined ? {} : { manifest }),
            ...(lockfile === undefined ? {} : { lockfile }),
            functions: [],
          };
    near.set(key, result);
    return result;
  }

  return {
    packagesOf(id, folder, entry, language) {
      if (language === 'other' || (folder === undefined && entry === undefined)) return [];
      const package_ = nearest(entry === undefined ? (folder as string) : posix.dirname(entry), language);
      if (!package_) return [];
      const known = found.get(package_.id) ?? { folder: package_, functions: [] };
      known.functions.push(id);
      found.set(package_.id, known);
      return [package_.id];
    },
    all: () => [...found.values()].map(({ folder, functions }) => ({ ...folder, functions })),
  };
}
