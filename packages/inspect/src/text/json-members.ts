import { memberPath } from '../value.ts';

/** A member whose name comes again behind it in the same object, so that a parser drops this one (RFC 8259 §4 leaves open which one counts). */
export interface ShadowedMember {
  /** Of the object: `$.a[0]`. */
  readonly path: string;
  readonly key: string;
  /** Where its value is written in the text. */
  readonly start: number;
  readonly end: number;
}

/**
 * Whether a valid JSON text holds more members than the `kept` ones that its parser made. Each member is written with one colon outside of strings,
 * so that nothing is missed; a text with as many colons as members, in strings or not, is told by the engine's own search.
 */
export function hasShadowedMembers(text: string, kept: number): boolean {
  let colons = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) if (++colons > kept) break;
  if (colons <= kept) return false;
  colons = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = stringEnd(text, at) - 1;
    else if (code === colon && ++colons > kept) return true;
  }
  return false;
}

/** The members that a parser of a valid JSON text drops because their name comes again, at most `most`. */
export function shadowedMembers(text: string, most: number): readonly ShadowedMember[] {
  const shadowed: ShadowedMember[] = [];
  const open: Container[] = [];
  let inside: Container | undefined;
  for (let at = 0; at < text.length && shadowed.length < most; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = stringEnd(text, at);
      if (inside?.names !== undefined && inside.awaitsName) {
        inside.key = unquoted(text.slice(at, end));
        inside.awaitsName = false;
      }
      at = end - 1;
    } else if (code === 123 || code === 91) {
      const container: Container = {
        path: inside === undefined ? '$' : pathIn(inside),
        names: code === 123 ? new Map() : undefined,
        awaitsName: code === 123,
        key: '',
        index: 0,
        start: 0,
      };
      open.push(container);
      inside = container;
    } else if (code === colon && inside !== undefined) inside.start = at + 1;
    else if ((code === 44 || code === 125 || code === 93) && inside !== undefined) {
      if (inside.names === undefined) inside.index++;
      else if (inside.start > 0) {
        const { names, key, path } = inside;
        const earlier = names.get(key);
        if (earlier !== undefined) shadowed.push({ path, key, start: earlier.start, end: earlier.end });
        names.set(key, { start: inside.start, end: at });
        inside.start = 0;
        inside.awaitsName = true;
      }
      if (code !== 44) {
        open.pop();
        inside = open[open.length - 1];
      }
    }
  }
  return shadowed;
}

interface Container {
  readonly path: string;
  /** Undefined for an array. */
  readonly names: Map<string, { readonly start: number; readonly end: number }> | undefined;
  awaitsName: boolean;
  key: string;
  index: number;
  /** Where the value of the member begins; 0 before its colon. */
  start: number;
}

const quote = 34;
const colon = 58;

function pathIn({ path, names, key, index }: Container): string {
  return names === undefined ? `${path}[${index}]` : memberPath(path, key);
}

/** Behind the string that begins at `start`. */
function stringEnd(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (at >= 0) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 92) slashes++;
    if (slashes % 2 === 0) return at + 1;
    at = text.indexOf('"', at + 1);
  }
  return text.length;
}

function unquoted(text: string): string {
  return text.includes('\\') ? String(JSON.parse(text)) : text.slice(1, -1);
}
