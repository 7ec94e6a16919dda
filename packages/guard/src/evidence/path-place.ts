import { normalizeSegments, readPath } from '@postern/inspect';
import { fold } from './input-index.ts';

export interface PathEvidenceOptions {
  /** Folders in which an absolute path from input is allowed; `/tmp` is the one that a function may write. Default `['/tmp']`. */
  readonly temporary?: readonly string[];
  /** The program's own folders, absolute: where its code is, and its working folder. The platform's are known. */
  readonly roots?: readonly string[];
  /**
   * Whether the path is opened to load a module. Asked only when the answer decides, at most once. Without it, it is not.
   * A module of the program's own is its own code, whoever named it; and nearly every module has a name like `../utils`.
   */
  readonly isModuleLoad?: () => boolean;
}

/** What many a program has, by which a path behind one `..` tells nothing: pages, scripts, manifests; and folders of them. */
const everydayName =
  /^(?:index|main|app|home|default|page|about|utils?|helpers?|lib|common|shared|types|constants|readme|license|changelog|package|package-lock|tsconfig|favicon|logo|styles?|scripts?|robots|sitemap|manifest|test)(?:\.(?:x?html?|css|[cm]?[jt]sx?|map|json|md|txt|svg|png|jpe?g|gif|webp|ico|xml|webmanifest))?$/;
const everydayFolder =
  /^(?:src|lib|libs|app|apps|dist|build|out|bin|public|static|assets|views|templates|pages|components|images|img|css|js|fonts|docs|test|tests|node_modules|packages)$/;
const codeEnding = /\.(?:[cm]?[jt]sx?|node|wasm)$/;

/** A path as evidence looks at it: folded, its segments resolved, and what is known of the program around it. */
export class Place {
  readonly folded: string;
  readonly isAbsolute: boolean;
  readonly segments: readonly string[];
  private readonly options: PathEvidenceOptions;
  private known: { roots?: readonly (readonly string[])[]; isTemporary?: boolean; isLoad?: boolean } = {};

  constructor(folded: string, isAbsolute: boolean, segments: readonly string[], options: PathEvidenceOptions) {
    this.folded = folded;
    this.isAbsolute = isAbsolute;
    this.segments = segments;
    this.options = options;
  }

  get isTemporary(): boolean {
    this.known.isTemporary ??= foldersOf(this.options.temporary ?? ['/tmp']).some((folder) => this.isBelow(folder));
    return this.known.isTemporary;
  }

  /** How many folders a relative path rises, all in all. */
  get height(): number {
    let height = 0;
    while (this.segments[height] === '..') height++;
    return height;
  }

  /** It loads a module from the program's own folders or the platform's. What is no code is read, not run, and not meant. */
  get isOwnModule(): boolean {
    return (
      codeEnding.test(this.name) && (this.isPlatforms(this.segments.length) || this.roots.some((root) => this.isBelow(root))) && this.isLoad
    );
  }

  /** Whether `tail` stands in the path from segment `from` on; to its segments from `exact` on the program may have added an ending. */
  has(tail: readonly string[], from: number, exact: number): boolean {
    if (from < 0) return false;
    for (let i = 0; i < tail.length; i++) {
      const segment = this.segments[from + i] as string;
      const expected = tail[i] as string;
      if (segment === expected) continue;
      if (i < exact || !segment.startsWith(expected) || !/[.\-_\0]/.test(segment[expected.length] as string)) return false;
    }
    return true;
  }

  /** Whether a resolved path with this tail, as a folder in it or as its end, is there because of input that has it behind `..`. */
  tells(tail: readonly string[], isFolder = false): boolean {
    if (tail.length >= 2) return !this.isOwnModule;
    const name = tail[0] as string;
    if (isFolder) return !everydayFolder.test(name) && !this.segments.includes('node_modules') && !this.isLoad;
    if (this.isOutside) return !this.isLoad;
    if (this.segments.includes('node_modules')) return false;
    // An everyday name is one of many below the root. At the root, the program's own text is loaded and not read.
    if (everydayName.test(name) && !(this.isAtRoot && codeEnding.test(this.name) && this.options.isModuleLoad)) return false;
    return !this.isLoad;
  }

  /** Whether the folder of the first `end` segments is a root or contains one that the path is in. */
  isAboveRoot(end: number): boolean {
    return this.roots.some((root) => end <= root.length && this.isBelow(root));
  }

  /** Whether the folder of the first `end` segments is the program's or the platform's, or contains the program. */
  isOwnFolder(end: number): boolean {
    return this.isPlatforms(end) || this.roots.some((root) => this.isBelow(root));
  }

  /** Where the segment stands in the path; as far as it stands in it as it is. */
  positionOf(segment: number): number {
    let at = this.folded.length;
    for (let i = this.segments.length - 1; i >= segment; i--) {
      const found = this.folded.lastIndexOf(this.segments[i] as string, at - 1);
      if (found < 0) break;
      at = found;
    }
    return Math.min(at, this.folded.length);
  }

  private get name(): string {
    return this.segments[this.segments.length - 1] ?? '';
  }

  private get isLoad(): boolean {
    this.known.isLoad ??= this.options.isModuleLoad?.() ?? false;
    return this.known.isLoad;
  }

  /** A root that contains everything says nothing. */
  private get roots(): readonly (readonly string[])[] {
    this.known.roots ??= foldersOf(this.options.roots ?? []).filter((root) => root.length > 0);
    return this.known.roots;
  }

  /** It lies in a folder that contains a root: where climbing leads from inside. */
  private get isOutside(): boolean {
    const depth = this.segments.length - 1;
    return this.isAbsolute && this.roots.some((root) => depth < root.length && this.startsLike(root, depth));
  }

  private get isAtRoot(): boolean {
    return this.isAbsolute && this.roots.some((root) => this.segments.length === root.length + 1 && this.isBelow(root));
  }

  private isBelow(folder: readonly string[]): boolean {
    return this.isAbsolute && folder.length <= this.segments.length && this.startsLike(folder, folder.length);
  }

  private startsLike(folder: readonly string[], length: number): boolean {
    for (let i = 0; i < length; i++) if (this.segments[i] !== folder[i]) return false;
    return true;
  }

  /** The platform's folders of code: events about deployments name them, and every module is loaded from them. */
  private isPlatforms(end: number): boolean {
    const folder = `/${this.segments.slice(0, end).join('/')}`;
    return this.isAbsolute && /^\/(?:var\/(?:task|runtime|lang)|opt\/\w+|usr\/(?:lib|local|bin|share))(?:\/|$)/.test(folder);
  }
}

function foldersOf(folders: readonly string[]): readonly (readonly string[])[] {
  const read: (readonly string[])[] = [];
  for (let i = 0; i < folders.length; i++) {
    const { segments, isAbsolute } = readPath(fold(folders[i] as string));
    read.push(normalizeSegments(segments, isAbsolute));
  }
  return read;
}
