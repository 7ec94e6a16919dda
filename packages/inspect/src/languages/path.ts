/** What a file system would make of a text, without asking one. */
export interface PathReading {
  /** Starts at a root: `/x`, `\x`, `C:\x`, `\\server\share`, `file:///x`. */
  readonly isAbsolute: boolean;
  /** `C:` and the like. */
  readonly drive: string;
  /** It was a `file:` URL; then the segments are percent-decoded. */
  readonly isFileUrl: boolean;
  /** As written, empty ones and `.` left out; a backslash separates as it does on Windows. */
  readonly segments: readonly string[];
  /** How many folders the path rises above where it starts, at its highest point: `a/../../b` is 1. */
  readonly climbs: number;
  readonly hasParent: boolean;
  readonly hasNul: boolean;
}

/** Reads a path of POSIX or Windows form or a `file:` URL (RFC 8089). Linear, never throws. */
export function readPath(text: string): PathReading {
  const isFileUrl = /^file:/i.test(text);
  let rest = isFileUrl ? decodePercent(text.slice(5)) : text;
  // `file://host/x`: the authority is no folder.
  if (isFileUrl && rest.startsWith('//')) {
    const slash = rest.indexOf('/', 2);
    rest = slash < 0 ? '/' : rest.slice(slash);
  }
  const drive = /^\/?[a-zA-Z]:(?=[/\\]|$)/.exec(rest)?.[0].replace('/', '') ?? '';
  const isAbsolute = isFileUrl || drive !== '' || isSlash(rest.charCodeAt(0));
  const segments: string[] = [];
  let climbs = 0;
  let level = 0;
  let hasParent = false;
  let start = 0;
  for (let at = 0; at <= rest.length; at++) {
    if (at < rest.length && !isSlash(rest.charCodeAt(at))) continue;
    const segment = rest.slice(start, at);
    start = at + 1;
    if (segment === '' || segment === '.' || segment === drive) continue;
    segments.push(segment);
    if (segment === '..') {
      hasParent = true;
      level--;
      if (-level > climbs) climbs = -level;
    } else level++;
  }
  return { isAbsolute, drive, isFileUrl, segments, climbs, hasParent, hasNul: rest.includes('\0') };
}

/** The segments of a path after `..` took away what stood before it; leading `..` of a relative path stay. */
export function normalizeSegments(segments: readonly string[], isAbsolute: boolean): string[] {
  const kept: string[] = [];
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i] as string;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept[kept.length - 1] !== '..') kept.pop();
    else if (!isAbsolute) kept.push('..');
  }
  return kept;
}

/** Percent-decodes UTF-8 (RFC 3986 §2.1); an escape that is not UTF-8 is taken byte by byte, a broken one stays. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9a-fA-F]{2}){1,64}/g, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    }
  });
}

function isSlash(code: number): boolean {
  return code === 0x2f || code === 0x5c;
}
