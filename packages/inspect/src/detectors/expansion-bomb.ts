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
  // Entities are declared, anchors have `&` and aliases `*`; nesting takes as many brackets as it has levels.
  canOccur: (text, marks) => hasEntities(text, marks) || hasAliases(text, marks) || mayNest(text, marks),
  detect(text, marks) {
    return (
      (hasEntities(text, marks) ? fromEntities(text) : undefined) ??
      (hasAliases(text, marks) ? fromAliases(text) : undefined) ??
      (mayNest(text, marks) ? fromNesting(text) : undefined)
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

/** YAML 1.2 §7.1: what stands behind an anchor, as far as the next one, is what its alias stands for. */
function fromAliases(text: string): Sighting | undefined {
  const anchors: { readonly name: string; readonly start: number; readonly end: number }[] = [];
  for (const match of text.matchAll(/(?:^|[\s[{,:-])&([\w-]{1,40})(?=[\s[{])/g)) {
    anchors.push({ name: match[1] as string, start: match.index, end: match.index + match[0].length });
    if (anchors.length > 500) break;
  }
  const texts = anchors.map(
    ({ name, end }, index): NamedText => ({ name, value: text.slice(end, anchors[index + 1]?.start ?? text.length) }),
  );
  const { largest, multiplied } = expansionOf(texts, /\*([\w-]{1,40})/g);
  const start = anchors[0]?.start ?? 0;
  if (largest === Number.POSITIVE_INFINITY) return undefined; // an alias of what it stands in is a cycle, which YAML allows
  if (multiplied >= 3 || (multiplied >= 2 && largest > 100 * text.length))
    return { span: [start, text.length], confidence: 'high', reason: `aliases that multiply on ${multiplied} levels` };
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

/** 1 for what opens a level, -1 for what ends one or is no data, 0 for anything else. */
function kindOf(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 91 || code === 123 || code === 40) return 1;
  if (code === 60) return text.charCodeAt(at + 1) === 47 ? -1 : 1;
  // A terminal's colours are written `ESC [ 3 1 m`.
  return code === 93 || code === 125 || code === 41 || code === 27 ? -1 : 0;
}
