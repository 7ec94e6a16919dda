import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { expansionOf, type NamedText, readDtd } from '../languages/dtd.ts';
import { type Marks, mark } from '../text/marks.ts';

/**
 * A small document that becomes a large one: entities that hold entities ("billion laughs"), one long entity many times ("quadratic blow-up"), aliases
 * of YAML, and nesting deeper than parsers that recurse can follow. The size is computed; nothing is expanded.
 */
export const expansionBomb: Detector = defineDetector({
  id: 'expansion-bomb',
  title: 'Document that grows when it is parsed',
  class: 'xmlbomb',
  severity: 'high',
  needs: mark.angle | mark.star | mark.square | mark.brace | mark.bracket,
  // Entities are declared, anchors have `&` and aliases `*`; nesting takes as many brackets as it has levels.
  canOccur: (text, marks) =>
    hasEntities(text, marks) || hasAliases(text, marks) || mayNest(text, marks) || floodedTag(text, marks) !== undefined,
  detect(text, marks) {
    return (
      (hasEntities(text, marks) ? fromEntities(text) : undefined) ??
      (hasAliases(text, marks) ? fromAliases(text) : undefined) ??
      (mayNest(text, marks) ? fromNesting(text) : undefined) ??
      floodedTag(text, marks)
    );
  },
});

/** Honest documents expand to some kilobytes; parsers' own limits begin at a few million. */
const tooLarge = 1_000_000;

function hasEntities(text: string, marks: Marks): boolean {
  return (marks & mark.angle) !== 0 && text.includes('<!') && /<!ENTITY\s/i.test(text);
}

function fromEntities(text: string): Sighting | undefined {
  const { entities } = readDtd(text);
  const first = entities[0];
  const last = entities[entities.length - 1];
  if (first === undefined || last === undefined) return undefined;
  const span = [Math.min(first.start, text.length - 1), text.length] as const;
  const texts = entities.map(({ name, value }): NamedText => (value === undefined ? { name } : { name, value }));
  const { largest, multiplied } = expansionOf(texts.map(withoutPercent), /[&%]([\w.:-]{1,64});/g);
  if (largest === Number.POSITIVE_INFINITY) return { span, confidence: 'high', reason: 'an entity that holds itself' };
  if (multiplied >= 3 || largest > tooLarge)
    return { span, confidence: 'high', reason: `entities that multiply on ${multiplied} levels to ${largest} units` };
  if (multiplied === 2 && largest > 100 * text.length)
    return { span, confidence: 'medium', reason: `entities that grow to ${largest} units` };
  // Quadratic: the references stand in the document.
  let total = 0;
  for (let i = 0; i < entities.length && i < 16; i++) {
    const { name, value } = entities[i] as (typeof entities)[number];
    if (value === undefined || value.length < 32 || name.startsWith('%')) continue;
    const { largest: size } = expansionOf([{ name, value }], /[&%]([\w.:-]{1,64});/g);
    let count = 0;
    for (let at = text.indexOf(`&${name};`); at >= 0; at = text.indexOf(`&${name};`, at + 1)) count++;
    total += count * size;
    if (count >= 16 && total > 20_000 && total > 4 * text.length)
      return { span, confidence: 'high', reason: `an entity of ${size} units, ${count} times` };
  }
  return undefined;
}

function withoutPercent({ name, value }: NamedText): NamedText {
  const plain = name.replace('%', '');
  return value === undefined ? { name: plain } : { name: plain, value };
}

function hasAliases(text: string, marks: Marks): boolean {
  return (
    (marks & mark.star) !== 0 &&
    (marks & mark.separator) !== 0 &&
    text.length > 20 &&
    /&[\w-]{1,40}[\s[{]/.test(text) &&
    /[[,\-:]\s?\*[\w-]/.test(text)
  );
}

/** YAML 1.2 §7.1: the node behind an anchor is what its alias stands for. */
function fromAliases(text: string): Sighting | undefined {
  const anchors: { readonly name: string; readonly start: number; readonly end: number }[] = [];
  for (const match of text.matchAll(/(?:^|[\s[{,:-])&([\w-]{1,40})(?=[\s[{])/g)) {
    anchors.push({ name: match[1] as string, start: match.index, end: match.index + match[0].length });
    if (anchors.length > 500) break;
  }
  const texts = anchors.map(
    ({ name, end }, index): NamedText => ({ name, value: text.slice(end, nodeEnd(text, end, anchors[index + 1]?.start ?? text.length)) }),
  );
  const { largest, multiplied } = expansionOf(texts, /\*([\w-]{1,40})/g);
  const start = anchors[0]?.start ?? 0;
  if (largest === Number.POSITIVE_INFINITY) {
    // An alias of what it stands in is a cycle, which YAML allows and nobody writes; a merge of itself, or two, never end.
    const own = texts.find(({ name, value }) => value !== undefined && endlessly(name, value));
    return own && { span: [start, text.length], confidence: 'high', reason: `the node ${own.name} holds itself` };
  }
  if (multiplied >= 3 || (multiplied >= 2 && largest > 100 * text.length))
    return { span: [start, text.length], confidence: 'high', reason: `aliases that multiply on ${multiplied} levels` };
  return undefined;
}

/** Where the node that begins at `from` ends, as far as its form tells; at `limit` at the latest. */
function nodeEnd(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++;
  const first = text.charCodeAt(at);
  if (first === 91 || first === 123) {
    let depth = 0;
    for (; at < limit; at++) {
      const code = text.charCodeAt(at);
      if (code === 91 || code === 123) depth++;
      else if ((code === 93 || code === 125) && --depth === 0) return at + 1;
    }
    return limit;
  }
  const line = text.indexOf('\n', at);
  if (line < 0 || line >= limit) return limit;
  // A scalar ends with its line; a block goes on as long as its lines are indented more than the one it begins in, or are items.
  if (first !== 10 && first !== 13) return line;
  const begin = text.lastIndexOf('\n', from - 1) + 1;
  const indent = indentOf(text, begin);
  // What an item holds is indented more; what a key holds may be items below it.
  const isItem = text.charCodeAt(begin + indent) === 45;
  for (let start = line + 1; start < limit; ) {
    const own = indentOf(text, start);
    const code = text.charCodeAt(start + own);
    if (own < indent || (own === indent && (isItem || code !== 45) && code !== 10 && code !== 13)) return start;
    const next = text.indexOf('\n', start);
    if (next < 0) break;
    start = next + 1;
  }
  return limit;
}

function indentOf(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) === 32) at++;
  return at - start;
}

function endlessly(name: string, value: string): boolean {
  let count = 0;
  for (let at = value.indexOf(`*${name}`); at >= 0; at = value.indexOf(`*${name}`, at + 1)) {
    const before = value.slice(Math.max(0, at - 8), at);
    if (/[\w-]/.test(value.charAt(at + 1 + name.length)) || !/(?:[\w"'<]\s?:|[[,]|-)\s{1,2}$|\[$/.test(before)) continue;
    if (/<<\s?:\s$/.test(before)) return true;
    if (++count > 1) return true;
  }
  return false;
}

/** More attributes than any vocabulary has: a parser that looks for each among all of them takes quadratic time. */
const manyAttributes = 100;

function floodedTag(text: string, marks: Marks): Sighting | undefined {
  // Each takes five units at least: a name, its sign, two quotes, a blank.
  if (text.length < 5 * manyAttributes || (marks & mark.angle) === 0 || (marks & mark.equals) === 0) return undefined;
  for (let start = text.indexOf('<'); start >= 0; ) {
    const next = text.indexOf('<', start + 1);
    const end = next < 0 ? text.length : next;
    if (end - start >= 5 * manyAttributes && /[a-z]/i.test(text.charAt(start + 1))) {
      let count = 0;
      for (let at = start; at < end; at++) {
        const code = text.charCodeAt(at);
        if (code === 62) break;
        // `="` and `='`, with what names an attribute in front.
        if (code === 61 && (text.charCodeAt(at + 1) === 34 || text.charCodeAt(at + 1) === 39)) count++;
      }
      if (count >= manyAttributes) return { span: [start, end], confidence: 'high', reason: `a tag of ${count} attributes` };
    }
    start = next;
  }
  return undefined;
}

/** Deeper than what people and programs write; parsers that recurse give up between 100 and some thousands. */
const deep = 100;

function mayNest(text: string, marks: Marks): boolean {
  return text.length >= deep && (marks & (mark.square | mark.brace | mark.angle | mark.bracket)) !== 0 && nests(text) !== undefined;
}

function fromNesting(text: string): Sighting | undefined {
  const found = nests(text);
  return found && { span: [found.start, found.end], confidence: 'high', reason: 'nested deeper than parsers can follow' };
}

/** The most units between two levels: a name, a quote, a blank. */
const widestGap = 24;

/**
 * Where so many brackets or start tags open with nothing but names between them. Looked for backwards from where the last one had to be: what cannot
 * lie within shows after some units, and the search goes on behind it.
 */
function nests(text: string): { readonly start: number; readonly end: number } | undefined {
  let start = 0;
  while (start + deep <= text.length) {
    let at = start + deep - 1;
    let gap = 0;
    for (; at >= start; at--) {
      const kind = kindOf(text, at);
      if (kind < 0) break;
      if (kind > 0) gap = 0;
      else if (++gap > widestGap) break;
    }
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let levels = 0;
    let end = start;
    for (gap = 0; end < text.length && gap <= widestGap; end++) {
      const kind = kindOf(text, end);
      if (kind < 0) break;
      if (kind > 0) {
        levels++;
        gap = 0;
      } else gap++;
    }
    // Paragraphs, items and line breaks need no end tag.
    if (levels >= deep && !/<(?:br|hr|p|li|td|th|tr|dt|dd|img|wbr|col|option|input)\b/i.test(text.slice(start, start + 40)))
      return { start, end };
    start = end + 1;
  }
  return undefined;
}

/** By the unit: 1 for what opens a level, 2 for what ends one or is no data (a terminal's colours are written `ESC [ 3 1 m`), 3 for `<`. */
let kinds: Uint8Array | undefined;

/** 1 for what opens a level, -1 for what ends one or is no data, 0 for anything else. */
function kindOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code > 127) return 0;
  const kind = (kinds ?? makeKinds())[code] as number;
  if (kind < 2) return kind;
  const next = kind === 3 ? text.charCodeAt(at + 1) : 47;
  // `<<<<` is a line across the page: a start tag has a name.
  return next === 47 ? -1 : next === 60 ? 0 : 1;
}

function makeKinds(): Uint8Array {
  const made = new Uint8Array(128);
  made[91] = made[123] = made[40] = 1;
  made[93] = made[125] = made[41] = made[27] = 2;
  made[60] = 3;
  kinds = made;
  return made;
}
