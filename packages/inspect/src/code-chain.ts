import type { Confidence } from '@postern/core';
import type { Sighting } from './detector.ts';
import type { JsToken } from './languages/javascript.ts';
import type { WordScan } from './text/word-scan.ts';

/** A token of JavaScript with the disguises of names taken off: `['a']` is `.a`, `'a' + 'b'` is `'ab'`, `\x61` is `a`, `?.` is `.`. */
export interface Piece {
  readonly kind: 'name' | 'string' | 'other';
  /** The name, the string's content, or the token as written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export function readPieces(text: string, tokens: readonly JsToken[]): Piece[] {
  const pieces: Piece[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const { kind, start, end } = tokens[i] as JsToken;
    if (kind === 'comment') continue;
    const written = text.slice(start, end);
    if (kind === 'identifier' || kind === 'keyword') pieces.push({ kind: 'name', text: unescaped(written), start, end });
    else if (kind === 'string') pushString(pieces, { kind: 'string', text: unescaped(written.slice(1, -1)), start, end });
    else if (kind === 'template' && written.length > 1 && written.startsWith('`') && written.endsWith('`'))
      pushString(pieces, { kind: 'string', text: unescaped(written.slice(1, -1)), start, end });
    else pieces.push({ kind: 'other', text: written === '?.' ? '.' : written, start, end });
    foldMember(pieces);
  }
  return pieces;
}

function pushString(pieces: Piece[], piece: Piece): void {
  const plus = pieces[pieces.length - 1];
  const left = pieces[pieces.length - 2];
  if (plus?.text === '+' && plus.kind === 'other' && left?.kind === 'string') {
    pieces.length -= 2;
    pieces.push({ kind: 'string', text: left.text + piece.text, start: left.start, end: piece.end });
  } else pieces.push(piece);
}

// x [ 'a' ] → x . a
function foldMember(pieces: Piece[]): void {
  const length = pieces.length;
  const close = pieces[length - 1];
  const inside = pieces[length - 2];
  const open = pieces[length - 3];
  const before = pieces[length - 4];
  if (close?.text !== ']' || close.kind !== 'other' || inside?.kind !== 'string' || open?.text !== '[' || open.kind !== 'other') return;
  const isMember =
    before !== undefined &&
    (before.kind !== 'other' || before.text === ')' || before.text === ']' || before.text === '.' || before.text === '}');
  if (!isMember) return;
  pieces.length = length - 3;
  if (before.text !== '.') pieces.push({ kind: 'other', text: '.', start: open.start, end: open.end });
  pieces.push({ kind: 'name', text: inside.text, start: inside.start, end: close.end });
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|(.))/g, (_, hex, unicode, point, other) => {
    const code = Number.parseInt(hex ?? unicode ?? point ?? '', 16);
    return Number.isNaN(code) || code > 0x10ffff ? (other ?? '') : String.fromCodePoint(code);
  });
}

/**
 * Where an expression with an effect stands in its text. `whole`: it is all that the text is, which no prose and no program is. `outside`: the text
 * leaves a literal right before it. `inside`: something else is around it, as in a program or a page of documentation.
 */
export type Standing = 'whole' | 'outside' | 'inside';

export function standingOf(text: string, start: number, end: number): Standing {
  const lead = text.slice(Math.max(0, start - 64), start);
  if (start <= 64 && wholeLead.test(lead) && !isQuotedMention(text) && isTail(text, end)) return 'whole';
  const leaving = leavingLead.exec(lead);
  if (leaving === null) return 'inside';
  // The quote must be the text's first of its kind: a later one closes what the text itself opened.
  const at = start - lead.length + leaving.index;
  return text.slice(Math.max(0, at - 2000), at).includes(text[at] as string) ? 'inside' : 'outside';
}

// No word before it but those that hand a result on: `name=`, `return`, `print(`.
const wholeLead =
  /^(?:[?&]?[\w.-]{1,24}=(?!=))?[^\w`]{0,24}\d{0,9}[^\w`]{0,24}(?:(?:print|puts|echo|return|str|repr|die|p|exit|string|var_dump|print_r)\b[^\w`]{1,8})?$/;
const leavingLead = /['"][\s)\]}]{0,8}(?:[;+.,|&%~^*/=-]{1,3}|and|or)[\s({@!]{0,8}$/;

/** Markdown's inline code: somebody speaks about it. */
function isQuotedMention(text: string): boolean {
  return text.charCodeAt(0) === 96 && text.charCodeAt(text.length - 1) === 96 && text.length > 1;
}

/** Whether many lines are around a place: there a program or a document goes on, and a name of the runtime says nothing alone. */
export function isAmongLines(text: string, start: number): boolean {
  let lines = 0;
  for (let at = text.indexOf('\n', Math.max(0, start - 500)); at >= 0 && at < start + 500; at = text.indexOf('\n', at + 1)) lines++;
  return lines > 7;
}

/** Only members, empty calls, closing brackets and a comment follow. */
export function isTail(text: string, from: number): boolean {
  let at = from;
  const limit = from + 160;
  while (at < text.length) {
    if (at > limit) return false;
    const code = text.charCodeAt(at);
    if (code === 10 && text.slice(at).trim() !== '') return false;
    const next = text.charCodeAt(at + 1);
    if ((code === 47 && (next === 47 || next === 42)) || code === 35 || (code === 45 && next === 45) || (code === 60 && next === 33))
      return text.indexOf('\n', at) < 0;
    if (code === 46 || (code === 45 && next === 62) || code === 58 || code === 124 || code === 91 || code === 40) {
      member.lastIndex = at;
      if (member.test(text)) {
        at = member.lastIndex;
        continue;
      }
    }
    if (!isTailUnit(code)) return false;
    at++;
  }
  return true;
}

const member = /(?:\.|->|::?|\|)\s?[A-Za-z_]\w{0,40}(?:\([^()\n]{0,40}\))?|\[[^\]\n]{0,24}\]|\([^()\n]{0,40}\)/y;

function isTailUnit(code: number): boolean {
  return code <= 32 || tailUnits.includes(String.fromCharCode(code));
}

const tailUnits = ')]};,.+|&\'"*%~-?>=0';

/** What is read behind a mention; less behind each of very many that stand close together, so that what they cost together is linear. */
const mentionRoom = 600;
const leastRoom = 48;
const fullMentions = 48;

/** The strongest of what `judge` says about the places where the words of `scan` are used. */
export function judgeMentions(
  text: string,
  scan: WordScan,
  judge: (start: number, end: number, room: number) => Sighting | undefined,
): Sighting | undefined {
  let best: Sighting | undefined;
  for (let from = 0, count = 1; ; count++) {
    const mention = scan.find(text, from);
    if (mention === undefined) return best;
    if (count > 512 + (text.length >> 7))
      return best ?? { span: [mention.start, mention.end], confidence: 'low', reason: 'more calls than are read one by one' };
    best = strongerSighting(best, judge(mention.start, mention.end, roomOf(mention.start, count)));
    if (best?.confidence === 'high') return best;
    from = mention.start + 1;
  }
}

/** Four times the distance that mentions have so far, when there are many. */
function roomOf(start: number, count: number): number {
  return count <= fullMentions ? mentionRoom : Math.min(mentionRoom, Math.max(leastRoom, Math.floor((4 * start) / count)));
}

export function strongerSighting(one: Sighting | undefined, other: Sighting | undefined): Sighting | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return ranks[other.confidence] > ranks[one.confidence] ? other : one;
}

const ranks: Readonly<Record<Confidence, number>> = { low: 1, medium: 2, high: 3 };
