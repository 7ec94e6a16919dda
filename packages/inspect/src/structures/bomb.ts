import type { LimitName } from '@postern/core';
import type { StructureDetector, StructureSighting } from '../structure.ts';
import type { Reading, Shape } from '../value.ts';

type Limit = Extract<Shape, { kind: 'limit' }>;

/** Deeper than any data that programs exchange, and than most parsers recurse. */
const absurdDepth = 400;
/** Nodes of the event that are looked at to find how deep it goes on. */
const mostNodes = 20_000;
/** More members than this in one object are no names of anything. */
const absurdMembers = 50_000;

const compressions: ReadonlySet<string> = new Set('gzip deflate brotli zstd avro'.split(' '));

/** Data whose size when decoded, nesting or number of members exhausts whoever reads it whole (CWE-409, CWE-674). Told by the bound that reading it reached. */
export const bomb: StructureDetector = {
  id: 'bomb',
  title: 'Decompression, nesting or member bomb',
  class: 'bomb',
  severity: 'high',
  detect(reading, event) {
    const { shapes, incomplete } = reading;
    if (shapes === undefined && incomplete === undefined) return none;
    const found: StructureSighting[] = [];
    const seen = new Set<string>();
    for (let i = 0; i < (shapes?.length ?? 0); i++) {
      const shape = (shapes as readonly Shape[])[i] as Shape;
      const sighting =
        shape.kind === 'limit' ? fromLimit(shape, reading, event) : shape.kind === 'many-keys' ? fromMembers(shape) : undefined;
      // A flood of bombs is one bomb.
      const kind = `${shape.kind} ${sighting?.confidence}`;
      if (sighting === undefined || seen.has(kind)) continue;
      seen.add(kind);
      found.push(sighting);
    }
    // The bound of all values together is reached at no place.
    if (found.length === 0 && incomplete === 'values')
      found.push(sightingAt({ path: '$', encodings: [] }, 'values', 'medium', 'more values than any event has'));
    return found;
  },
};

const none: readonly StructureSighting[] = [];

function fromLimit(shape: Limit, reading: Reading, event: unknown): StructureSighting | undefined {
  switch (shape.limit) {
    case 'ratio':
      return sightingAt(shape, shape.limit, 'high', 'decompresses to a multiple that no data has');
    case 'size':
      return shape.encodings.some(isCompression)
        ? sightingAt(shape, shape.limit, 'medium', 'decompresses to more than is looked at')
        : undefined;
    case 'values':
      return sightingAt(shape, shape.limit, 'medium', 'more members than any program reads');
    case 'depth': {
      const isAbsurd = depthOf(event) >= absurdDepth || isNestedText(shape, reading) || shape.encodings.filter(isCompression).length > 8;
      return sightingAt(shape, shape.limit, isAbsurd ? 'high' : 'medium', 'nested deeper than any data');
    }
    default:
      return undefined;
  }
}

function fromMembers(shape: Extract<Shape, { kind: 'many-keys' }>): StructureSighting | undefined {
  return shape.count < absurdMembers ? undefined : sightingAt(shape, 'values', 'medium', `an object of ${shape.count} members`);
}

function sightingAt(
  { path, encodings }: Pick<Limit, 'path' | 'encodings'>,
  limit: LimitName,
  confidence: StructureSighting['confidence'],
  reason: string,
): StructureSighting {
  return { path, encodings, text: limit, span: [0, limit.length], confidence, reason };
}

function isCompression(step: string): boolean {
  return compressions.has(step) || step.startsWith('zip:') || step.startsWith('avro:');
}

/** How deep the event is, as far as a bounded look tells. It may be of another realm, cyclic or hostile: nothing of it is called. */
function depthOf(event: unknown): number {
  const waiting: { readonly node: unknown; readonly depth: number }[] = [{ node: event, depth: 1 }];
  let deepest = 0;
  try {
    for (let looked = 0; looked < mostNodes; looked++) {
      const next = waiting.pop();
      if (next === undefined || deepest >= absurdDepth) break;
      const { node, depth } = next;
      if (typeof node !== 'object' || node === null) continue;
      deepest = Math.max(deepest, depth);
      const keys = Object.keys(node);
      for (let i = Math.min(keys.length, 100) - 1; i >= 0; i--)
        waiting.push({ node: (node as Readonly<Record<string, unknown>>)[keys[i] as string], depth: depth + 1 });
    }
  } catch {
    // What cannot be read has no depth.
  }
  return deepest;
}

/** Whether the JSON text in which the bound was reached goes on to nest. */
function isNestedText({ path, encodings }: Limit, { values }: Reading): boolean {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as Reading['values'][number];
    if (value.isParsed !== true || !path.startsWith(value.path) || value.encodings.length > encodings.length) continue;
    let depth = 0;
    for (let at = 0; at < value.text.length; at++) {
      const code = value.text.charCodeAt(at);
      if (code === 91 || code === 123) depth++;
      else if (code === 93 || code === 125) depth--;
      if (depth >= absurdDepth) return true;
    }
  }
  return false;
}
