import type { Confidence } from '@postern/core';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { type InjectedLines, injectedLines, opensContent } from '../injected-lines.ts';
import { isMention } from '../mention.ts';

/**
 * A value that ends its line and goes on with one of its own: a header or a whole response (RFC 9112 §2.2, §11.1), an entry of a log, a command of
 * a protocol of lines. A message or a log as a whole is content; what counts is a short value whose second line is none of it.
 */
export const headerInjection: Detector = defineDetector({
  id: 'header-injection',
  title: 'Line that goes on with a header or a log entry',
  class: 'crlf',
  severity: 'medium',
  // Every line end is one of these characters or an escape that begins with `%` or `0x`; ESC moves a terminal's cursor.
  canOccur: (text, marks) => injectedLines(text, marks) !== undefined || text.includes('\u001b') || hasOnlyEscapes(text),
  readsInert: hasOnlyEscapes,
  detect(text, marks) {
    const lines = injectedLines(text, marks);
    return (
      (lines === undefined ? undefined : (fromHeader(text, lines) ?? fromBody(lines) ?? fromLog(text, lines))) ??
      fromTerminal(text) ??
      fromEscapes(text)
    );
  },
});

/** Headers with the form of their values: names like `Location` and `Date` also stand in what people write. */
const header =
  /^\s?(?:set-?cookie2?\s?:\s?[^\s=;:]{1,80}=|location\s?:\s?(?:https?:|\/|javascript:|data:|\w+\.\w)|content-?length\s?:\s?\d|content-?type\s?:\s?(?:[a-z]+\/[a-z]|html)|content-?disposition\s?:|content-?encoding\s?:\s?\w|content-security-policy\s?:|transfer-?encoding\s?:|access-control-[a-z-]{3,30}\s?:|x-(?:forwarded|original|rewrite|http|xss|frame|content|real|accel|sendfile|custom|injected|injection|powered|api|auth|user|remote|middleware|test|evil|crlf|header)[\w-]{0,40}\s?:|strict-transport-security\s?:|refresh\s?:\s?\d|www-authenticate\s?:|authorization\s?:\s?(?:basic|bearer)|proxy[\w-]{0,20}\s?:|cache-control\s?:\s?(?:no|max|public|private)|host\s?:\s?[\w.-]{1,80}\.\w|status\s?:\s?[1-5]\d\d(?:\s|$)|location\s?:\s?\/\/|(?:etag|vary|allow|trailer|upgrade|expires|age|accept-ranges|retry-after|alt-svc|link|p3p|via|keep-alive|public-key-pins|expect-ct|permissions-policy|referrer-policy|feature-policy|cross-origin-[a-z-]{4,20}|sec-[a-z-]{3,30}|te|server-timing|sourcemap|nel|report-to)\s?:\s?[\w"*</]\S{0,200}$|cookie\s?:\s?[^\s=]{1,40}=|last-modified\s?:\s?\w{3},|connection\s?:\s?(?:close|keep)|http\/[\d.]{1,3}\s\d{3}|clear-site-data\s?:|(?:get|post|put|delete|head)\s\S{1,200}\shttp\/\d)/i;
/** Any other name that only headers have. */
const customHeader = /^\s?[xX]-[a-zA-Z][\w-]{1,40}\s?:\s?\S|^\s?[A-Z][a-z]+(?:-[A-Z][a-z]+){1,4}\s?:\s?\S/;

function fromHeader(text: string, { first, lines, count, rest, isDisguised, hasCarriageReturn }: InjectedLines): Sighting | undefined {
  // A start line of HTTP may be what the injection is in: its line end is an escape then.
  if (!isDisguised && opensContent(first)) return undefined;
  // The rest of a request line: its headers follow, and the value was to be a path.
  const isTarget = /^\s?\S{1,200}\sHTTP\/\d(?:\.\d)?$/.test(first);
  for (let i = 0; i < lines.length && i < 4; i++) {
    const { text: line, start, end } = lines[i] as (typeof lines)[number];
    if (line.trim() === '') continue;
    const isKnown = header.test(line) || (isTarget && /^[\w-]{2,40}:\s?\S/.test(line));
    // Any name in front of a colon, behind a line end that somebody wrote as an escape of both characters, where a word was expected.
    const isNamed =
      isDisguised && /^(?:%0d%0a|%250d%250a)/i.test(rest) && /^\S{0,80}$/.test(first) && !/\s/.test(text) && !/^mailto:/i.test(first);
    if (!isKnown && isNamed && count <= 3 && /^[A-Za-z][\w-]{1,40}:\s?[^\s/]/.test(line))
      return {
        span: [start, Math.max(start + 1, Math.min(end, text.length))],
        confidence: 'medium',
        reason: 'goes on with a line of a name',
      };
    if (!isKnown && !(customHeader.test(line) && (isDisguised || hasCarriageReturn || /^x-/i.test(line)))) return undefined;
    const words = first.trim().split(/\s+/).length;
    // A sentence about it, which no header is made of.
    if (words > 6 && isMention(text, [start, end])) return undefined;
    const isShort = first.length <= 300 && words <= 4 && count <= 12;
    const confidence: Confidence = isKnown && isShort && (isDisguised || hasCarriageReturn || words <= 2) ? 'high' : 'medium';
    if (!isShort && !isDisguised && !hasCarriageReturn && !/^\s?(?:set-cookie|transfer-encoding|access-control)/i.test(line))
      return undefined;
    return {
      span: [start, Math.max(start + 1, Math.min(end, text.length))],
      confidence,
      reason: `goes on with the header ${line.trim().slice(0, 40)}`,
    };
  }
  return undefined;
}

/** An empty line ends the headers: what follows is the answer's body, or the next request. */
function fromBody({ first, lines, isDisguised, hasCarriageReturn }: InjectedLines): Sighting | undefined {
  if (first.length > 300 || first.trim().split(/\s+/).length > 4 || (!isDisguised && (!hasCarriageReturn || opensContent(first))))
    return undefined;
  for (let i = 1; i < lines.length && i < 6; i++) {
    const { text: line, start, end } = lines[i] as (typeof lines)[number];
    if ((lines[i - 1]?.text ?? '').trim() !== '') continue;
    if (/^\s{0,4}<(?:html|script|svg|body|img|iframe|!doctype|h\d|meta)/i.test(line))
      return {
        span: [start, Math.max(start + 1, end)],
        confidence: 'high',
        reason: 'goes on with the body of an answer',
      };
  }
  return undefined;
}

/** The forms of entries: time first, level first, Apache's common log, the records of a function platform, JSON with a level. */
const logEntry =
  /^\s?(?:\[?\d{4}[-/]\d\d[-/]\d\d[T\s]\d\d:\d\d|\[?\d\d\/[A-Z][a-z]{2}\/\d{4}[:\s]|[A-Z][a-z]{2}\s{1,2}\d{1,2}\s\d\d:\d\d:\d\d\s|\[?(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|TRACE|CRITICAL|NOTICE|AUDIT|SUCCESS)\]?:?\s[\w[]|(?:START|END|REPORT) RequestId: |(?:\d{1,3}\.){3}\d{1,3} - \S{1,40} \[|\{"(?:level|severity|msg|message|time|timestamp|ts|lvl)"|level=\w|ts=\d|time="|(?:authentication|login|user|access)\s(?:succeeded|success|granted|accepted|admin)\b|(?:flushall|slaveof \S|config set|eval "|set \S{1,40} \d{1,5} \d{1,7} \d{1,7}$|\*\d{1,2}$))/i;

const logLevel = /^\s?\[?(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|TRACE|CRITICAL|NOTICE|AUDIT|SUCCESS)\]?:?\s[\w[]/;

function fromLog(text: string, { first, lines, count, isDisguised, hasCarriageReturn }: InjectedLines): Sighting | undefined {
  if (count > 6 || first.length > 120) return undefined;
  const isJson = /^\s{0,4}\{"/.test(first);
  if (!isJson && (opensContent(first) || isLogEntry(first))) return undefined;
  // Lines of JSON are a format of files; one entry that another follows in a field is forged.
  if (isJson && (count > 2 || !/"(?:level|lvl|severity)"/.test(text) || /"(?:level|lvl|severity|time|ts)"/.test(first))) return undefined;
  const { text: line, start, end } = (lines[0]?.text.trim() === '' ? lines[1] : lines[0]) ?? { text: '', start: 0, end: 0 };
  if (!isLogEntry(line)) return undefined;
  const words = first.trim().split(/\s+/).length;
  if (words > 6) return undefined;
  return {
    span: [start, Math.max(start + 1, end)],
    confidence: words <= 2 && (isDisguised || hasCarriageReturn || count === 1) ? 'high' : 'medium',
    reason: `goes on with an entry of a log: ${line.trim().slice(0, 30)}`,
  };
}

function isLogEntry(line: string): boolean {
  return logLevel.test(line) || logEntry.test(line);
}

/** ECMA-48: erase in line or page, cursor up, device control, and the operating system commands of xterm. Colours only colour. */
function fromTerminal(text: string): Sighting | undefined {
  if (text.length > 2000 || !text.includes('\u001b') || text.trim().split('\n', 4).length > 3) return undefined;
  const found = /\x1b\[\d{0,4}(?:;\d{0,4})?[AFHJKf]|\x1b\](?:0|2|8|50|52|1337);|\x1b[Pc]/.exec(text);
  if (found === null) return undefined;
  return { span: [found.index, found.index + found[0].length], confidence: 'medium', reason: 'moves the cursor of who reads the log' };
}

/** Nothing but line ends, in escapes: what one tries first. */
function fromEscapes(text: string): Sighting | undefined {
  return hasOnlyEscapes(text) ? { span: [0, text.length], confidence: 'medium', reason: 'line ends in escapes' } : undefined;
}

function hasOnlyEscapes(text: string): boolean {
  const code = text.charCodeAt(0);
  // `%`, `0`, `/`.
  if ((code !== 37 && code !== 48 && code !== 47) || text.length < 6 || text.length > 64) return false;
  return /^(?:\/{0,2})(?:%(?:25)?0[ad]|0x0[ad]|%u000[ad]|%0%0[ad]|%0[ad][ad]|[ad]|%e5%98%8[ad]){2,16}$/i.test(text) && /%|0x/i.test(text);
}
