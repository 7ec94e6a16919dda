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
  readonly lines: readonly InjectedLine[];
  /** Whether the first line end was written as an escape, or as a character that some writer truncates to one: nobody types these. */
  readonly isDisguised: boolean;
  /** Whether it is CR LF or CR, which keyboards and editors do not send into a field either. */
  readonly hasCarriageReturn: boolean;
}

// CR and LF in RFC 9112 and RFC 5322; escapes that a later layer decodes; U+0085, U+2028 and U+2029 (Unicode line ends); U+560A, U+560D, U+010A and
// U+010D, whose low byte is LF or CR where a writer keeps one byte of each character.
const lineEnd =
  /\r\n|%%0[ad]0[ad]|[\n\r\x85\u2028\u2029\u010a\u010d\u560a\u560d]|%(?:25)?0d%(?:25)?0a|%(?:25|u00)?0[ad]|%e5%98%8[ad]|0x0[ad]/gi;
const firstEnd = /%%0[ad]0[ad]|[\n\r\x85\u2028\u2029\u010a\u010d\u560a\u560d]|%(?:25|u00)?0[ad]|%e5%98%8[ad]|0x0[ad]/i;

/** Longer remainders are messages of their own; an injection says little more than its lines. */
const longestRemainder = 4096;
const mostLines = 24;

/** The lines of a value behind its first line end; `undefined` when it has none, or is a text of many. */
export function injectedLines(text: string): InjectedLines | undefined {
  const begin = text.search(firstEnd);
  if (begin < 0 || text.length - begin > longestRemainder) return undefined;
  const lines: InjectedLine[] = [];
  lineEnd.lastIndex = begin;
  let start = -1;
  let firstSeparator = '';
  for (let match = lineEnd.exec(text); match !== null; match = lineEnd.exec(text)) {
    if (start < 0) firstSeparator = match[0];
    else lines.push(lineOf(text, start, match.index));
    start = match.index + match[0].length;
    if (lines.length > mostLines) return undefined;
  }
  lines.push(lineOf(text, start, text.length));
  return {
    first: text.slice(0, begin),
    lines,
    isDisguised: !/[\n\r]/.test(firstSeparator),
    hasCarriageReturn: firstSeparator.includes('\r'),
  };
}

function lineOf(text: string, start: number, end: number): InjectedLine {
  const line = text.slice(start, end);
  return {
    text: line
      .replace(/%20|\+/g, ' ')
      .replace(/%3a/gi, ':')
      .replace(/%40/g, '@')
      .replace(/%2f/gi, '/')
      .replace(/%3c/gi, '<'),
    start,
    end,
  };
}

/** Whether the first line is the beginning of a message, a log, a document or prose that announces what follows: its other lines are its own. */
export function opensContent(first: string): boolean {
  const line = first.trim();
  return (
    /^(?:[A-Za-z][\w-]{0,40}:(?:\s|$)|[$%] \w|(?:GET|POST|PUT|DELETE|HEAD|PATCH|OPTIONS)\s\S+\sHTTP|HTTP\/\d|[#>*|{}<[\]/=`~+]|--|\d{4}-\d\d-\d\d|\d{1,3}[.)]\s|import |from |const |On .{5,80} wrote)/.test(
      line,
    ) || /[:,;{([\\|>`=]$|\bwrote:?$/.test(line)
  );
}
