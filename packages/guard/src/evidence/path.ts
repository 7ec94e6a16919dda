import { decodePercent, normalizeSegments, readPath, type Value } from '@postern/inspect';
import { fold, type Index } from './input-index.ts';
import type { Source, StructureChange } from './source.ts';

export interface PathEvidenceOptions {
  /** Folders in which an absolute path from input is allowed; `/tmp` is the one that a function may write. Default `['/tmp']`. */
  readonly temporary?: readonly string[];
}

/** Input that could lead a path astray: it climbs, or it is absolute. */
interface Candidate {
  readonly value: Value;
  readonly source: string;
  readonly text: string;
  readonly offset: number;
  readonly whole: boolean;
  readonly isAbsolute: boolean;
  readonly climbs: boolean;
  /** Where it leads: the segments that remain when `..` is carried out, leading `..` left out, folded. */
  readonly tail: readonly string[];
  readonly folded: string;
}

/**
 * Whether input decides where the path `path` ends although it should only name something below a folder: it climbs by `..`, it is an
 * absolute path outside of the temporary folder, or it holds a NUL. `path` may be as the program wrote it or already resolved, so that
 * the `..` are gone: then it ends where the input's own `..` lead. Input that neither climbs nor is absolute is never evidence.
 */
export function pathEvidence(path: string, index: Index, options: PathEvidenceOptions = {}): StructureChange | undefined {
  const candidates = index.derived('paths', collect);
  if (candidates.length === 0) return undefined;
  const folded = fold(path);
  let segments: readonly string[] | undefined;
  for (let i = 0; i < candidates.length; i++) {
    const candidate = candidates[i] as Candidate;
    const last = candidate.tail[candidate.tail.length - 1];
    // What a path ends with stands in it: most candidates are left behind here.
    if (last !== undefined && !folded.includes(last)) continue;
    segments ??= segmentsOf(folded);
    const start = positionOf(path, folded, segments, candidate, options.temporary ?? ['/tmp']);
    if (start < 0) continue;
    const { value, source, text, offset, whole } = candidate;
    const span = [Math.min(start, path.length), path.length] as const;
    return {
      match: { span, source, value, valueSpan: [offset, offset + text.length], whole },
      span,
      reason: candidate.isAbsolute && !candidate.climbs ? 'is an absolute path' : 'climbs out of the folder',
      class: 'lfi',
    };
  }
  return undefined;
}

function segmentsOf(folded: string): readonly string[] {
  const { segments, isAbsolute } = readPath(folded);
  return normalizeSegments(segments, isAbsolute);
}

/** Where in the path the input takes over; -1 when it does not. */
function positionOf(path: string, folded: string, segments: readonly string[], candidate: Candidate, temporary: readonly string[]): number {
  const { tail, isAbsolute, climbs, whole } = candidate;
  if (climbs) {
    // As the program wrote it, nothing resolved yet.
    const verbatim = candidate.folded.length >= 3 ? folded.indexOf(candidate.folded) : -1;
    if (verbatim >= 0) return isAbsolute && isBelow(folded, temporary) ? -1 : verbatim;
    if (tail.length === 0) return -1;
    // A name like `index.html` behind one `..` stands in any document that links to a neighbour; two segments do not.
    if (!whole && tail.length < 2) return -1;
    if (isAbsolute && isBelow(folded, temporary)) return -1;
    if (endsWith(segments, tail)) return folded.lastIndexOf(tail[0] as string);
    return whole ? folderPosition(folded, segments, tail) : -1;
  }
  if (!isAbsolute || !whole || tail.length === 0 || isBelow(folded, temporary)) return -1;
  if (!path.startsWith('/') && !/^[a-zA-Z]:/.test(path)) return -1;
  // Absolute input decides the whole path: behind it the program can only add an ending, or a name in a folder of some depth.
  if (tail.length > segments.length) return -1;
  const isExact = tail.length === segments.length && endsWith(segments, tail);
  const isFolder =
    tail.length >= 2 && tail.length < segments.length && tail.every((segment, at) => segments[at] === segment) && !isCodeFolder(tail);
  return isExact || isFolder ? 0 : -1;
}

/** Whether a path ends with these segments; to the last one the program may have added an ending (`.png`). */
function endsWith(segments: readonly string[], tail: readonly string[]): boolean {
  const from = segments.length - tail.length;
  if (from < 0) return false;
  for (let i = 0; i < tail.length; i++) {
    const segment = segments[from + i] as string;
    const expected = tail[i] as string;
    if (segment === expected) continue;
    if (i < tail.length - 1 || !segment.startsWith(expected) || !/^[.\-_\0]/.test(segment.slice(expected.length))) return false;
  }
  return true;
}

/** The input as a folder, behind which the program put a name of its own. */
function folderPosition(folded: string, segments: readonly string[], tail: readonly string[]): number {
  for (let from = segments.length - tail.length - 1; from >= Math.max(0, segments.length - tail.length - 3); from--)
    if (tail.every((segment, at) => segments[from + at] === segment)) return folded.lastIndexOf(tail[0] as string);
  return -1;
}

function isBelow(folded: string, folders: readonly string[]): boolean {
  const path = `/${segmentsOf(folded).join('/')}`;
  for (let i = 0; i < folders.length; i++) {
    const folder = folders[i] as string;
    if (path === folder || path.startsWith(`${folder}/`)) return true;
  }
  return false;
}

/** The function's own code and runtime: events about deployments name these folders, and every module is loaded from them. */
function isCodeFolder(tail: readonly string[]): boolean {
  const path = `/${tail.join('/')}`;
  return /^\/(?:var\/(?:task|runtime|lang)|opt\/\w+|usr\/(?:lib|local|bin|share))(?:\/|$)/.test(path);
}

function collect(index: Index): readonly Candidate[] {
  const candidates: Candidate[] = [];
  const seen = new Set<string>();
  for (let i = 0; i < index.sources.length; i++) {
    const { label, values } = index.sources[i] as Source;
    for (let k = 0; k < values.length; k++) {
      const value = values[k] as Value;
      if (!mayLead(value.text)) continue;
      // Whatever its length: padding by `./` is gone when the program resolves the path.
      add(candidates, seen, value, label, value.text, 0, true);
      collectParts(candidates, seen, value, label);
    }
  }
  return candidates;
}

/** A necessary condition of everything below: two dots as a segment, a root, a `file:` URL, or these in escapes. */
function mayLead(text: string): boolean {
  return (
    text.includes('..') ||
    text.includes('%2') ||
    text.includes('%5') ||
    /^\s*(?:[/\\]|[a-zA-Z]:[/\\]|file:)/i.test(text) ||
    (text.includes('\0') && text.includes('.'))
  );
}

/** Words with a `..` segment inside of a longer text: a program may have cut them out. */
function collectParts(candidates: Candidate[], seen: Set<string>, value: Value, source: string): void {
  const { text } = value;
  let from = 0;
  for (let at = text.indexOf('..'); at >= 0; at = text.indexOf('..', from)) {
    let start = at;
    while (start > from && !isDelimiter(text.charCodeAt(start - 1))) start--;
    let end = at + 2;
    while (end < text.length && !isDelimiter(text.charCodeAt(end))) end++;
    if (end - start < text.length) add(candidates, seen, value, source, text.slice(start, end), start, false);
    from = end;
  }
}

function add(candidates: Candidate[], seen: Set<string>, value: Value, source: string, raw: string, offset: number, whole: boolean): void {
  const text = raw.trim();
  addForm(candidates, seen, { value, source, text, offset, whole });
  // Programs decode what arrives encoded, once or twice.
  const decoded = /%(?:2[ef]|5c|25)/i.test(text) ? decodePercent(text) : text;
  if (decoded === text) return;
  addForm(candidates, seen, { value, source, text: decoded, offset, whole });
  const twice = decodePercent(decoded);
  if (twice !== decoded) addForm(candidates, seen, { value, source, text: twice, offset, whole });
}

function addForm(
  candidates: Candidate[],
  seen: Set<string>,
  form: Pick<Candidate, 'value' | 'source' | 'text' | 'offset' | 'whole'>,
): void {
  const reading = readPath(form.text);
  const climbs = reading.climbs > 0 || (reading.hasParent && reading.isAbsolute);
  if ((!climbs && !reading.isAbsolute) || (!form.whole && !climbs)) return;
  const folded = fold(form.text);
  if (seen.has(folded)) return;
  seen.add(folded);
  const tail = normalizeSegments(reading.segments, reading.isAbsolute);
  while (tail[0] === '..') tail.shift();
  // The kernel ends a path at a NUL; Node refuses it, other ways to a file may not.
  candidates.push({
    ...form,
    isAbsolute: reading.isAbsolute,
    climbs,
    tail: tail.map((segment) => fold(segment.split('\0')[0] as string)),
    folded,
  });
}

function isDelimiter(code: number): boolean {
  // Blanks, quotes, brackets and the separators of queries, lists and headers.
  return (
    code <= 0x20 ||
    code === 0x22 ||
    code === 0x27 ||
    code === 0x60 ||
    code === 0x3c ||
    code === 0x3e ||
    code === 0x28 ||
    code === 0x29 ||
    code === 0x2c ||
    code === 0x3b ||
    code === 0x3d ||
    code === 0x26 ||
    code === 0x3f ||
    code === 0x7c
  );
}
