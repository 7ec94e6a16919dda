import type { Sighting } from '../detector.ts';

/** Beyond this a text is no value of one field alone: what pads it may be its beginning. */
const shortText = 160;
const endLength = 96;

/** What padding leaves of a value: the text behind blank lines in front, or the last words of a longer text. `undefined` when nothing pads it. */
export function valueEnd(text: string): string | undefined {
  const start = valueStart(text);
  return start === 0 ? undefined : text.slice(start);
}

/** What a detector that reads values from their beginning finds in what padding leaves: behind words it is never certain. */
export function sightingAtValueEnd(text: string, find: (end: string) => Sighting | undefined): Sighting | undefined {
  const start = valueStart(text);
  const found = start === 0 ? undefined : find(text.slice(start));
  if (found === undefined) return undefined;
  const isPadded = text.length > shortText || text.charCodeAt(0) > 32;
  if (isPadded && found.confidence !== 'high') return undefined;
  return { ...found, span: [found.span[0] + start, found.span[1] + start], confidence: isPadded ? 'medium' : found.confidence };
}

function valueStart(text: string): number {
  if (text.length <= shortText && text.charCodeAt(0) <= 32) return text.length - text.trimStart().length;
  const line = text.lastIndexOf('\n', text.length - 2) + 1;
  if (text.length - line <= endLength || text.length <= shortText) return line;
  for (let at = text.length - endLength; at < text.length; at++) if (text.charCodeAt(at) <= 32) return at + 1;
  return 0;
}
