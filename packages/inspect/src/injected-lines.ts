import { type Marks, mark } from './text/marks.ts';

/** A line behind the first one of a value that had to have one line. */
export interface InjectedLine {
  /** Blanks and `=` as they are after percent-decoding. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A value that goes on behind a line end. */
export interface InjectedLines {
  /** What stands in front of the first line end. */
  readonly first: string;
  /** The first {@link keptLines} of them. */
  readonly lines: readonly InjectedLine[];
  /** How many there are. */
  readonly count: number;
  /** All of them, as written. */
  readonly rest: string;
  /** Whether the first line end was written as an escape, or as a character that some writer truncates to one: nobody types these. */
  readonly isDisguised: boolean;
  /** Whether it is CR LF or CR, which keyboards and editors do not send into a field either. */
  readonly hasCarriageReturn: boolean;
}

// CR and LF in RFC 9112 and RFC 5322; escapes that a later layer decodes; U+0085, U+2028 and U+2029 (Unicode line ends); U+560A, U+560D, U+010A and
// U+010D, whose low byte is LF or CR where a writer keeps one byte of each character.
const lineEnd =
  /\r\n|%%0[ad]0[ad]|[\n\r\x85\u2028\u2029\u010a\u010d\u560a\u560d]|%(?:25)?0d%(?:25)?0a|%(?:25|u00)?0[ad]|%e5%98%8[ad]|0x0[ad]/gi;
const disguisedEnd = /%%0[ad]0[ad]|[\x85\u2028\u2029\u010a\u010d\u560a\u560d]|%(?:25|u00)?0[ad]|%e5%98%8[ad]|0x0[ad]/i;

/** Longer remainders are messages of their own; an injection says little more than its lines. */
const longestRemainder = 4096;
const mostLines = 24;
const keptLines = 6;

// Two detectors ask for the lines of the same text, one after the other.
let lastText = '';
let lastLines: InjectedLines | undefined;

/** The lines of a value behind its first line end; `undefined` when it has none, or is a text of many. */
export function injectedLines(text: string, marks: Marks): InjectedLines | undefined {
  if (text === lastText) return lastLines;
  lastText = text;
  lastLines = readLines(text, marks);
  return lastLines;
}

function readLines(text: string, marks: Marks): InjectedLines | undefined {
  const begin = firstEnd(text, marks);
  if (begin < 0 || text.length - begin > longestRemainder) return undefined;
  const code = text.charCodeAt(begin);
  if (code === 10 && !mayGoOn(text, begin)) return undefined;
  const lines: InjectedLine[] = [];
  lineEnd.lastIndex = begin;
  let start = -1;
  let firstSeparator = '';
  let count = 0;
  for (let match = lineEnd.exec(text); match !== null; match = lineEnd.exec(text)) {
    if (start < 0) firstSeparator = match[0];
    else if (++count <= keptLines) lines.push(lineOf(text, start, match.index));
    start = match.index + match[0].length;
    if (count > mostLines) return undefined;
  }
  // A line end that nothing follows is how lines end.
  if (start >= text.length && count === 0) return undefined;
  if (++count <= keptLines) lines.push(lineOf(text, start, text.length));
  return {
    first: text.slice(0, begin),
    lines,
    count,
    rest: text.slice(begin),
    isDisguised: !/[\n\r]/.test(firstSeparator),
    hasCarriageReturn: firstSeparator.includes('\r'),
  };
}

/**
 * Whether the first line behind a plain line end that is not blank begins as something that is injected: with a name and a colon, a tag, the first word
 * of a command, the time, address or level of a log. Lines of prose and of code do not, which spares them all that follows.
 */
function mayGoOn(text: string, from: number): boolean {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  const code = text.charCodeAt(at);
  // Digits, `.`, `[`, `{`, `*`, `%`, `<` and what is foreign.
  if (code === 91 || code === 123 || code === 42 || code === 46 || code === 60 || code === 37 || code > 126) return true;
  if (code >= 48 && code <= 57) return true;
  for (let end = at; end < at + 80; end++) {
    const unit = text.charCodeAt(end);
    if (unit === 58 || (unit === 32 && text.charCodeAt(end + 1) === 58)) return true;
    // `x=1`, `x 1`: only some words begin a line without a colon.
    if (!((unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57) || unit === 45 || unit === 95)) break;
  }
  starters.lastIndex = at;
  return starters.test(text);
}

const starters =
  /(?:(?:error|warn(?:ing)?|info|debug|fatal|trace|critical|notice|audit|success|authentication|login|user|access|start|end|report|flushall|slaveof|config|eval|set|mail|rcpt|ehlo|helo|lhlo|vrfy|expn|auth|get|post|put|delete|head|options|[a-z]\d{1,5}|[a-z]{3}\s\s?\d\d?)\s|(?:http\/|level|ts|time)|(?:starttls|data|rset|quit|noop)\s{0,3}(?:[\r\n]|$))/iy;

function isBlank(code: number): boolean {
  return code === 10 || code === 13 || code === 32 || code === 9;
}

/** Plain line ends are looked for as plain text, and the pattern of the others only where they may be, and only in front of the first plain one. */
function firstEnd(text: string, marks: Marks): number {
  let plain = (marks & mark.lineEnd) === 0 ? -1 : text.indexOf('\n');
  if ((marks & mark.carriageReturn) !== 0) {
    const carriage = text.indexOf('\r');
    if (plain < 0 || carriage < plain) plain = carriage;
  }
  if ((marks & (mark.percent | mark.foreign)) === 0 && !text.includes('0x0') && !text.includes('0X0')) return plain;
  const disguised = (plain < 0 ? text : text.slice(0, plain)).search(disguisedEnd);
  return disguised < 0 ? plain : disguised;
}

function lineOf(text: string, start: number, end: number): InjectedLine {
  const line = text.slice(start, end);
  if (!line.includes('%') && !line.includes('+')) return { text: line, start, end };
  const plain = line
    .replace(/%20|\+/g, ' ')
    .replace(/%3a/gi, ':')
    .replace(/%40/g, '@')
    .replace(/%2f/gi, '/')
    .replace(/%3c/gi, '<');
  return { text: plain, start, end };
}

/** Whether the first line is the beginning of a message, a log, a document or prose that announces what follows: its other lines are its own. */
export function opensContent(first: string): boolean {
  const line = first.trim();
  // A subject that answers or forwards, an address with its name, a target with the version of the protocol: one value, whatever follows.
  if (/^(?:re|fwd?|aw|wg|sv|antw)\s?:\s|^[^<>\n:]{0,80}<[^\s<>@]{1,64}@[^\s<>@]{1,120}>$|^\S{1,300}\sHTTP\/\d(?:\.\d)?$/i.test(line))
    return false;
  return (
    /^(?:[A-Za-z][\w-]{0,40}:(?:\s|$)|[$%] \w|(?:GET|POST|PUT|DELETE|HEAD|PATCH|OPTIONS)\s\S+\sHTTP|HTTP\/\d|\/[/*]|[#>*|{}<[\]=`~+]|--|\d{4}-\d\d-\d\d|\d{1,3}[.)]\s|import |from |const |On .{5,80} wrote)/.test(
      line,
    ) || /[:,;{([\\|>`=]$|\bwrote:?$/.test(line)
  );
}
