import type { Sighting } from '../detector.ts';

/** A part of a text. */
interface Edge {
  readonly text: string;
  readonly start: number;
}

/** A value may be padded so far that what reads whole values passes it by. Longer than this it is no value of one word any more. */
const longValue = 4096;
const longestEdge = 2048;

/**
 * The words at both ends of a long text: what padding of any kind hides stands at one of them. `undefined` for a text that is read as a whole, and
 * left out where a word is longer than any value.
 */
function edges(text: string): readonly Edge[] | undefined {
  if (text.length <= longValue) return undefined;
  const trimmed = text.trim();
  if (trimmed.length <= longestEdge) return [{ text: trimmed, start: text.length - text.trimStart().length }];
  const found: Edge[] = [];
  const last = text.slice(-longestEdge).trimEnd();
  const from = lastBlank(last) + 1;
  if (from > 0 && from < last.length) found.push({ text: last.slice(from), start: text.length - longestEdge + from });
  const first = text.slice(0, longestEdge);
  const start = first.length - first.trimStart().length;
  const length = first.slice(start).search(/\s/);
  if (length > 0) found.push({ text: first.slice(start, start + length), start });
  return found;
}

function lastBlank(text: string): number {
  return Math.max(text.lastIndexOf(' '), text.lastIndexOf('\n'), text.lastIndexOf('\t'), text.lastIndexOf('\r'));
}

/** The strongest sighting of a detector of whole values at an edge: a certain one, which is no more than suspicious where a text surrounds it. */
export function sightingAtEdge(text: string, find: (edge: string) => Sighting | undefined): Sighting | undefined {
  const all = edges(text) ?? [];
  for (let i = 0; i < all.length; i++) {
    const edge = all[i] as Edge;
    const found = find(edge.text);
    if (found?.confidence === 'high')
      return { span: [edge.start + found.span[0], edge.start + found.span[1]], confidence: 'medium', reason: found.reason };
  }
  return undefined;
}
