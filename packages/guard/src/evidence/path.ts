import { normalizeSegments, readPath, type Value } from '@postern/inspect';
import { fold, type Index } from './input-index.ts';
import { type Lead, type Leads, leadsOf, type NamedValue, namedValuesOf } from './path-leads.ts';
import { type PathEvidenceOptions, Place } from './path-place.ts';
import type { StructureChange } from './source.ts';

export type { PathEvidenceOptions };

/** Names that a program may put behind a folder of input. */
const mostNamesBehind = 3;
/** No file system takes a longer name. */
const longestName = 1024;

/**
 * Whether input decides where the path `path` ends although it should only name something below a folder: it climbs by `..`, it is an
 * absolute path outside of the temporary folder, or it holds a NUL. `path` may be as the program wrote it, then the input's `..` stand
 * in it, or already resolved: then it ends where the input's own `..` lead. Where they lead to one name only, the name must tell
 * something: `../index` is in many an event, and `index.js` is what many a path ends with. Input that climbs without naming anything
 * leads a path astray when another value of its source names the end. Input that neither climbs nor is absolute is never evidence.
 */
export function pathEvidence(path: string, index: Index, options: PathEvidenceOptions = {}): StructureChange | undefined {
  const leads = leadsOf(index);
  if (leads.isEmpty) return undefined;
  const folded = fold(path);
  const reading = readPath(folded);
  const place = new Place(folded, reading.isAbsolute, normalizeSegments(reading.segments, reading.isAbsolute), options);
  return (reading.hasParent ? asWritten(place, leads) : undefined) ?? resolved(place, leads, index);
}

/** Input that climbs in a path that still does. */
function asWritten(place: Place, { parents, climbers }: Leads): StructureChange | undefined {
  for (let i = 0; i < parents.length; i++) {
    const lead = parents[i] as Lead;
    if (lead.isAbsolute && place.isTemporary) continue;
    const start = verbatimPosition(place.folded, lead.folded);
    if (start >= 0) return changeOf(place, start, lead);
  }
  const height = place.height;
  if (height > 0) for (const lead of climbers.values()) if (lead.climbs >= height) return changeOf(place, 0, lead);
  return undefined;
}

/** Where `folded` stands in the path so that its outer `..` are segments of the path too. */
function verbatimPosition(path: string, folded: string): number {
  const isBoundStart = /^\.\.(?:[/\\]|$)/.test(folded);
  const isBoundEnd = /(?:^|[/\\])\.\.$/.test(folded);
  for (let at = path.indexOf(folded); at >= 0; at = path.indexOf(folded, at + folded.length)) {
    const end = at + folded.length;
    if ((!isBoundStart || isBoundary(path, at - 1)) && (!isBoundEnd || isBoundary(path, end))) return at;
  }
  return -1;
}

function isBoundary(path: string, at: number): boolean {
  return at < 0 || at >= path.length || path[at] === '/' || path[at] === '\\';
}

/** Input that leads where a path without `..` ends, or to a folder above it. */
function resolved(place: Place, leads: Leads, index: Index): StructureChange | undefined {
  const { segments } = place;
  const last = segments[segments.length - 1];
  if (last === undefined) return undefined;
  const { byName, wholeByName, climbers } = leads;
  for (const name of namesOf(last)) {
    const list = byName.get(name) ?? [];
    for (let i = 0; i < list.length; i++) {
      const lead = list[i] as Lead;
      if (isEnd(place, lead)) return changeOf(place, startOf(place, lead, segments.length), lead);
    }
  }
  return inFolder(place, wholeByName, index) ?? besideParent(place, climbers, index);
}

/** Input that leads to a folder above the path's end. */
function inFolder(place: Place, wholeByName: Leads['wholeByName'], index: Index): StructureChange | undefined {
  const { segments } = place;
  let unnamed: string | undefined;
  for (let end = segments.length - 1; end > 0; end--) {
    const list = wholeByName.get(segments[end - 1] as string) ?? [];
    for (let i = 0; i < list.length; i++) {
      const lead = list[i] as Lead;
      if (!isFolder(place, lead, end)) continue;
      // One name below the root is too little, unless all that follows came from the input as well.
      const isEnough = lead.hasParent || lead.tail.length >= 2;
      if (isEnough || (lead.source !== unnamed && namedEnd(place, lead.source, index, segments.length - end)))
        return changeOf(place, startOf(place, lead, end), lead);
      unnamed = lead.source;
    }
  }
  return undefined;
}

/** A value that names where the path ends, beside one that climbs and names nothing. */
function besideParent(place: Place, climbers: Leads['climbers'], index: Index): StructureChange | undefined {
  for (const [source, climber] of climbers) {
    const named = namedEnd(place, source, index);
    if (!named || place.isTemporary || !place.tells(named.tail)) continue;
    const start = place.positionOf(place.segments.length - named.tail.length);
    return change(
      place,
      start,
      named,
      [0, named.value.text.length],
      true,
      `is reached through the parent folders in ${climber.value.path}`,
    );
  }
  return undefined;
}

/** The last name of a path, and what of it the program may have added an ending (`.png`) to. */
function namesOf(last: string): string[] {
  const names = [last];
  if (last.length <= longestName)
    for (let i = 1; i < last.length; i++) if (/[.\-_\0]/.test(last[i] as string)) names.push(last.slice(0, i));
  return names;
}

/** Whether a path ends where `lead` leads. */
function isEnd(place: Place, { tail, isAbsolute, hasParent, climbs, isLink }: Lead): boolean {
  const from = place.segments.length - tail.length;
  if (!place.has(tail, from, tail.length - 1) || (isAbsolute && place.isTemporary)) return false;
  if (tail.length < 2 && isLink) return false;
  if (hasParent) return (place.height > 0 && climbs >= place.height) || place.tells(tail);
  // Absolute input decides the whole path: the program can only add an ending.
  return place.isAbsolute && from === 0 && !place.isOwnModule;
}

/** Whether `lead` leads to the folder of the first `end` segments, behind which the program put names of its own. */
function isFolder(place: Place, { tail, isAbsolute, hasParent }: Lead, end: number): boolean {
  const from = end - tail.length;
  if (!place.has(tail, from, tail.length) || (isAbsolute && place.isTemporary)) return false;
  if (hasParent) return place.segments.length - end <= mostNamesBehind && !place.isAboveRoot(end) && place.tells(tail, true);
  // Events about builds and deployments name the program's own folders.
  return place.isAbsolute && from === 0 && !place.isOwnFolder(end);
}

/** The value of `source` that a path ends with; with `length`, of that many segments. */
function namedEnd(place: Place, source: string, index: Index, length?: number): NamedValue | undefined {
  const { segments } = place;
  for (const name of namesOf(segments[segments.length - 1] as string)) {
    const list = namedValuesOf(index).get(name) ?? [];
    for (let i = 0; i < list.length; i++) {
      const named = list[i] as NamedValue;
      const { tail } = named;
      if (named.source !== source || (length !== undefined && tail.length !== length)) continue;
      if (place.has(tail, segments.length - tail.length, tail.length - 1)) return named;
    }
  }
  return undefined;
}

/** Where a lead begins in the path whose segment `end` it leads before. */
function startOf(place: Place, { tail, hasParent }: Lead, end: number): number {
  return hasParent ? place.positionOf(end - tail.length) : 0;
}

function changeOf(place: Place, start: number, lead: Lead): StructureChange {
  const reason = lead.isAbsolute && !lead.hasParent ? 'is an absolute path' : 'climbs out of the folder';
  return change(place, start, lead, lead.span, lead.whole, reason);
}

function change(
  { folded }: Place,
  start: number,
  { value, source }: { readonly value: Value; readonly source: string },
  valueSpan: Lead['span'],
  whole: boolean,
  reason: string,
): StructureChange {
  const span = [start, folded.length] as const;
  return { match: { span, source, value, valueSpan, whole }, span, reason, class: 'lfi' };
}
