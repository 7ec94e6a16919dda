import type { JsToken } from './languages/javascript.ts';

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
