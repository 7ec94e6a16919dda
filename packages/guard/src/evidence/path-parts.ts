/** Longer texts may be prose, and a path between its words is mentioned, not given. */
const longestPhrase = 400;

const none = 0;
const blank = 1;
/** Blanks and brackets end a word. */
const bracket = 2;
/** Separators of lists, queries and headers, quotes and line ends end a field. */
const separator = 3;

const kinds: Uint8Array = new Uint8Array(128);
for (let code = 0; code <= 0x20; code++) kinds[code] = blank;
mark('()[]{}?', bracket);
mark('\n\r,;|#&="\'`<>', separator);

function mark(characters: string, kind: number): void {
  for (let i = 0; i < characters.length; i++) kinds[characters.charCodeAt(i)] = kind;
}

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (kinds[code] as number) : none;
}

/** Told of a part; false ends the search. */
export type OnPart = (start: number, end: number, isLink: boolean) => boolean;

/**
 * The stretches of a text that a program may have cut out of it and that may be absolute or climb: words, fields that hold several
 * words, and what stands behind an empty segment (`/static//etc/passwd`). Words between the words of a long text are left out. One pass.
 * False when `onPart` ended it.
 */
export function partsOf(text: string, onPart: OnPart): boolean {
  const scan = new Scan(text, onPart);
  let word = 0;
  let field = 0;
  let words = 0;
  for (let at = 0; at <= text.length; at++) {
    const kind = at < text.length ? kindAt(text, at) : separator;
    if (kind === none) continue;
    if (at > word) {
      words++;
      if (!scan.take(word, at, true)) return false;
    }
    word = at + 1;
    if (kind !== separator) continue;
    if (words > 1 && !scan.take(field, at, false)) return false;
    field = at + 1;
    words = 0;
  }
  return true;
}

class Scan {
  private readonly text: string;
  private readonly onPart: OnPart;
  private readonly words = new Marks();
  private readonly fields = new Marks();

  constructor(text: string, onPart: OnPart) {
    this.text = text;
    this.onPart = onPart;
  }

  take(from: number, to: number, isWord: boolean): boolean {
    const { text } = this;
    let start = from;
    let end = to;
    if (!isWord) {
      while (start < end && kindAt(text, start) === blank) start++;
      while (end > start && kindAt(text, end - 1) === blank) end--;
    }
    const marks = isWord ? this.words : this.fields;
    if (isWord) {
      const second = marks.emptySegment(text, start, end);
      if (second >= 0 && !this.tell(second, end)) return false;
    }
    if (start === 0 && end === text.length) return true;
    return !marks.lead(text, start, end) || this.tell(start, end);
  }

  private tell(start: number, end: number): boolean {
    return isMentioned(this.text, start, end) || this.onPart(start, end, isLink(this.text, start));
  }
}

/** Where the next marks of a path stand: each search goes on where the last one ended, so that a text is searched once. */
class Marks {
  private dots = -1;
  private escape = -1;
  private slashes = -1;

  /** Whether the stretch starts as an absolute path does, or holds two dots or an escape of what paths are made of. */
  lead(text: string, start: number, end: number): boolean {
    const code = text.charCodeAt(start);
    if (code === 0x2f) return true;
    if (text.charCodeAt(start + 1) === 0x3a && text.charCodeAt(start + 2) === 0x5c) return true;
    if ((code | 0x20) === 0x66 && /^file:/i.test(text.slice(start, start + 5))) return true;
    if (this.dots < start) this.dots = indexOf(text, '..', start);
    if (this.dots < end) return true;
    while (this.escape < start || (this.escape < end && !/[25]/.test(text.charAt(this.escape + 1))))
      this.escape = indexOf(text, '%', Math.max(start, this.escape + 1));
    return this.escape < end;
  }

  /** The second slash of the first `//` that is not a URL's; -1 without one. */
  emptySegment(text: string, start: number, end: number): number {
    while (this.slashes < start || (this.slashes < end && text.charCodeAt(this.slashes - 1) === 0x3a))
      this.slashes = indexOf(text, '//', this.slashes < start ? start : this.slashes + 2);
    return this.slashes + 1 < end ? this.slashes + 1 : -1;
  }
}

/** Behind the text's end when there is none. */
function indexOf(text: string, piece: string, from: number): number {
  const at = text.indexOf(piece, from);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}

/** Whether a stretch of a long text stands between words as one of them, and not alone or between separators. */
function isMentioned(text: string, start: number, end: number): boolean {
  if (text.length <= longestPhrase) return false;
  let before = start;
  while (before > 0 && kindAt(text, before - 1) === blank) before--;
  if (before < start && before > 0 && !isSeparator(text, before - 1)) return true;
  let after = end;
  while (after < text.length && kindAt(text, after) === blank) after++;
  return after > end && after < text.length && !isSeparator(text, after);
}

/** Also what lists and records put before an entry. */
function isSeparator(text: string, at: number): boolean {
  return kindAt(text, at) === separator || /[:*\-+]/.test(text.charAt(at));
}

/** The target of a link in HTML or Markdown, `href="…`, `](…`, or the end of an element, `</…`. */
function isLink(text: string, start: number): boolean {
  return /(?:\b(?:href|src|action)\s?=\s?["']?|\]\(|<)$/i.test(text.slice(Math.max(0, start - 12), start));
}
