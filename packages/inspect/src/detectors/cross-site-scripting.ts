import { scriptUse, squeeze } from '../browser-script.ts';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { markupEvidence, scriptStyle, styleOf } from '../markup-script.ts';
import { sightingAtEdge } from '../text/edges.ts';
import { endOfLine, startOfLine } from '../text/lines.ts';
import { type Marks, mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/**
 * Text that becomes code in a browser: markup that runs, an attribute or a string of a page that is broken out of, a URL of code. Markup is also
 * content (a README, an e-mail, a template): what counts there is what it runs, not that it is there.
 */
export const crossSiteScripting: Detector = defineDetector({
  id: 'cross-site-scripting',
  title: 'Markup or script for a browser',
  class: 'xss',
  severity: 'high',
  // Markup begins with `<`; a break-out needs one of the words, or no letters at all; `¼` is `<` with its highest bit set, which some readers drop.
  needs: mark.angle | mark.square | mark.foreign,
  get words() {
    return words;
  },
  canOccur: (text, marks) =>
    ((marks & mark.angle) !== 0 && hasTag(text)) ||
    words.has(text, marks) ||
    ((marks & mark.square) !== 0 && (marks & mark.brace) !== 0 && text.includes('url(')) ||
    ((marks & mark.square) !== 0 && (marks & mark.bracket) !== 0 && wordless.test(text)) ||
    ((marks & mark.foreign) !== 0 && text.includes('\u00bcs')),
  detect: (text, marks) => fromText(text, marks) ?? sightingAtEdge(text, (edge) => fromText(edge, marks)),
});

function fromText(text: string, marks: Marks): Sighting | undefined {
  if ((marks & mark.foreign) !== 0 && text.includes('\u00bcs')) {
    const folded = text.replace(/[\xa0-\xff]/g, (character) => String.fromCharCode(character.charCodeAt(0) & 127));
    const found = fromMarkup(folded);
    if (found !== undefined) return found;
  }
  const tag = (marks & mark.angle) !== 0 ? fromMarkup(text) : undefined;
  if (tag?.confidence === 'high') return tag;
  if ((marks & mark.square) !== 0 && (marks & mark.bracket) !== 0 && wordless.test(text))
    return { span: [0, text.length], confidence: 'high', reason: 'JavaScript without a letter' };
  const word = fromWords(text, marks);
  if (word?.confidence === 'high') return word;
  const closing = fromClosing(text, marks);
  return closing?.confidence === 'high' ? closing : (word ?? tag ?? closing ?? fromStyle(text, marks) ?? fromPieces(text, marks));
}

/** What makes a `<` markup: a name, a declaration, an instruction or an end; control characters that parsers of the past skipped. */
function hasTag(text: string): boolean {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const code = text.charCodeAt(at + 1);
    if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 47 || code === 33 || code === 63 || code === 60) return true;
    if (code < 9 || (code > 13 && code < 32) || code === 0x131 || code === 0x17f) return true;
  }
  return false;
}
/** JSFuck and its kin: six characters are enough for any program; each begins with a character of `false` or `undefined` by a number so made. */
const wordless = /\[\+(?:!\+)?\[\]\]/;

// A use, not a mention: a call, a member, an assignment, a scheme.
const words = new WordScan(
  'alert prompt confirm eval style document window location top self parent frames javascript vbscript livescript on fetch import settimeout setinterval string function msgbox constructor atob globalthis xmlhttprequest src style throw innerhtml',
  /(?:alert|prompt|confirm|eval|msgbox|settimeout|setinterval|fetch|import|atob|function)\b[\s)\]'"`/*?.\\]{0,8}(?:[(`[]|&[l#]|\\[xu]|%28|call|apply|bind|;|$)|(?:document|location)\s?[.[=(]|(?:window|top|self|parent|frames|globalthis)\s?\[|(?:window|top|self|parent)\.(?:name|location|alert)|(?:java|vb|live)script\s{0,3}(?::|&colon|&#|%3a|\\[xu])|on[a-z]{3,25}\s{0,3}=|string\.fromcharcode|xmlhttprequest\(|innerhtml\s?=|throw\s?['"`/]|constructor["'\])]?\s?[.[(]|style\s{0,3}=/iy,
);

/** What markup in a document or a source runs something with; without any of these there is nothing to be read for. */
const runs = new WordScan(
  'on script javascript vbscript livescript jscript mocha behaviour behavior data srcdoc style expression attlist xml import',
  /on[a-z]{3,25}\s{0,3}=|(?:java|vb|live|j)?script(?:[\s:/>&\0]|$)|mocha:|behaviou?r|data:|srcdoc|style\s{0,3}[=>]|expression|attlist|xml-stylesheet|import\s/iy,
);

function fromMarkup(text: string): Sighting | undefined {
  const content = isContent(text);
  if (content && !runs.mayOccur(text) && !text.includes('&#')) return undefined;
  if (content && !text.includes('&#') && runs.find(text) === undefined) return undefined;
  const found = markupEvidence(text, 0, text.length, content);
  return (
    found && {
      span: [found.start, Math.max(found.start + 1, Math.min(found.end, text.length))],
      confidence: found.confidence,
      reason: found.reason,
    }
  );
}

/** A document or a source: longer than what somebody would type into a field, with more lines. */
function isContent(text: string): boolean {
  if (text.length < 400) return text.length > 160 && /^\s{0,8}<(?:!doctype html|html\b)/i.test(text);
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && lines < 8; at = text.indexOf('\n', at + 1)) lines++;
  return lines >= 8 || text.length > 4096;
}

/** What ends several contexts at once, or one that only a page has opened. */
function fromClosing(text: string, marks: Marks): Sighting | undefined {
  if ((marks & mark.angle) === 0 || text.length > 400) return undefined;
  const found =
    /^[\s"'`>]{0,8}<\/(?:script|style|title|textarea|noscript|template|xmp|noembed|plaintext|iframe)(?=[\s/>]|$)|["'`][^\w\s]{0,8}--!?>[^\w\s]{0,4}[\]>]|-->\s?\]\]>/i.exec(
      text,
    );
  if (found === null) return undefined;
  const span = [found.index, found.index + found[0].length] as const;
  // A quote, a comment and a section of CDATA, closed in one breath: no page has all of them open.
  const isEvery = found[0].includes('-->') && /\]\]?>/.test(text.slice(found.index, span[1] + 4)) && !text.includes('<!');
  return { span, confidence: isEvery ? 'high' : 'medium', reason: 'ends what it did not begin' };
}

/** CSS that asks another host for each value an attribute may begin with: it reads what the page holds. */
function fromStyle(text: string, marks: Marks): Sighting | undefined {
  if ((marks & mark.square) === 0 || (marks & mark.brace) === 0 || text.length > 4096) return undefined;
  const at = text.search(/\[\s?(?:value|content|name|nonce)\s?[\^$*]=/i);
  if (at < 0 || !/^[^{}\n]{0,140}\{[^{}]{0,80}url\(["']?(?:https?:)?\/\//i.test(text.slice(at, at + 400))) return undefined;
  return { span: [at, Math.min(text.length, at + 100)], confidence: 'high', reason: 'a style that sends what an attribute holds' };
}

/** Markup in pieces, or of a form that no parser of ours knows, with the call that proves: nothing else has both in so few characters. */
function fromPieces(text: string, marks: Marks): Sighting | undefined {
  if (text.length > 200 || text.includes('\n') || (marks & mark.bracket) === 0) return undefined;
  const found =
    /<[^<>]{0,120}(?:alert|prompt|confirm)\s?[(`][^\n]{0,60}>|<\/?[^\w\s<>=]?script\b[^\n]{0,80}(?:alert|prompt|confirm)\s?\(|\bon[a-z]{4,20}\b[^<>\n]{0,24}["'=](?:alert|prompt|confirm)\s?\(/i.exec(
      text,
    );
  // Templates of frameworks run in the page that they are a part of.
  return found === null || /[\s"'](?:v-|ng-|x-on|[@:(*][\w(])/.test(found[0])
    ? undefined
    : { span: [found.index, found.index + found[0].length], confidence: 'medium', reason: 'pieces of markup around a dialog' };
}

function fromWords(text: string, marks: Marks): Sighting | undefined {
  let best: Sighting | undefined;
  let tries = 0;
  for (let found = words.find(text); found !== undefined && tries < 16; found = words.find(text, found.end), tries++) {
    const sighting = fromWord(text, found.start, marks);
    if (sighting?.confidence === 'high') return sighting;
    best ??= sighting;
  }
  return best;
}

const lineUnits = 400;

function fromWord(text: string, at: number, marks: Marks): Sighting | undefined {
  const lineStart = startOfLine(text, at, lineUnits);
  const lineEnd = endOfLine(text, at, lineUnits);
  const before = text.slice(lineStart, at);
  const code = text.slice(at, lineEnd);
  const isShort = text.length <= lineUnits && !text.trim().includes('\n');
  const span = [lineStart + Math.max(0, before.search(/["'`]/)), lineEnd] as const;
  if (/^(?:java|vb|live)script/i.test(code)) {
    if (/^javascript:\s*(?:void|;|$|history|window\.(?:print|close))/i.test(code)) return undefined;
    const use = scriptUse(code.slice(code.search(/:|colon|#|%3a|\\/i) + 1));
    const isWhole = /^[\s"'`<(=[\]\0-\x1f]{0,12}$/.test(before) && (isShort || lineStart === 0);
    if (use === 'attack') return { span: [at, lineEnd], confidence: isShort || isWhole ? 'high' : 'medium', reason: 'a URL of code' };
    if (isWhole && isShort && (use === 'script' || /:\s*(?:[/"'`*%]|\w+[(=`])/.test(code)))
      return { span: [at, lineEnd], confidence: 'medium', reason: 'a URL of code' };
    return undefined;
  }
  if (/^style/i.test(code)) {
    return isShort && scriptStyle.test(styleOf(code))
      ? { span: [at, lineEnd], confidence: 'high', reason: 'a style that runs code' }
      : undefined;
  }
  const handler = /^on[a-z]{3,25}\s{0,3}=(?![=>])/i.exec(code);
  if (handler !== null) {
    // `image.onload = …` is a statement; an attribute has a blank, a quote or a slash in front.
    if (/[\w.$\-#:@]$/.test(before) || code.charAt(handler[0].length) === '{') return undefined;
    const isBroken = /^[^"'`\n<=({]{0,80}["'`][^"'`=({]{0,40}$/.test(before) || otherAttributes.test(before);
    if (!isBroken && !isShort) return undefined;
    const use = scriptUse(code.slice(handler[0].length));
    if (use === 'none') return undefined;
    if (!isShort)
      return isBroken && use === 'attack' ? { span, confidence: 'medium', reason: `${handler[0].trim()} runs a script` } : undefined;
    if (use === 'attack') return { span, confidence: isBroken ? 'high' : 'medium', reason: `${handler[0].trim()} runs a script` };
    return isBroken && /["'`]/.test(before) ? { span, confidence: 'medium', reason: `${handler[0].trim()} runs a script` } : undefined;
  }
  // Only what a page could be broken out of is worth reading as a script.
  const isBroken = breaksString(before);
  if (!isBroken && !isShort) return undefined;
  const use = scriptUse(tail(before) + code);
  if (use === 'none') return undefined;
  if (isBroken) {
    if (isShort) return { span, confidence: 'high', reason: 'breaks out of a string into a script' };
    return use === 'attack' ? { span, confidence: 'medium', reason: 'breaks out of a string into a script' } : undefined;
  }
  if (!isShort || use !== 'attack') return undefined;
  // The whole value is a call, perhaps behind what ends a statement, a comment or an expression.
  const lead = squeeze(before);
  // A word at the end is no call, nor is a path.
  if (/[a-z]{2} ?$/i.test(lead) && !/(?:^|\W)(?:new|void|in|of|typeof|await|delete|return|throw|else|do) ?$/i.test(lead)) return undefined;
  if (!/[(`[=]/.test(lead + code) || (lead.includes('.') && !lead.endsWith('('))) return undefined;
  if (/^[\s;,)\]}>*/\-+\d|&!~({[.\w$=?:<]{0,24}$/.test(lead) && !/[\w$] ?=(?![=>])/.test(lead) && !/[a-z]{4} ?$|[a-z] [a-z]/i.test(lead)) {
    const isClosing =
      /^["'`]?[;)\]}*/]{1,12}/.test(lead) || (marks & mark.dollar) !== 0 || (/<\/script/i.test(code) && !/<script/i.test(text));
    return { span: [0, text.length], confidence: isClosing || proof.test(code) ? 'high' : 'medium', reason: 'a script as a value' };
  }
  return undefined;
}

/** What else is put into the tag, so that the handler is called: nothing, or attributes that make an element be reached. */
const otherAttributes =
  /^(?:[^"'`\n<=({]{0,80}["'`])?[\s/]*(?:(?:autofocus|tabindex|accesskey|contenteditable|style|id|class|src|href|type|value|hidden|popover|draggable|open|controls|name)(?:=["']?[\w.#:;-]{0,60}["']?)?[\s/]+){0,5}$/i;

/** What nobody writes but to prove that it runs, or to steal. */
const proof =
  /^(?:alert|prompt|confirm)\s?[(`]\s?(?:\d{1,9}|\/|document|["'`]?xss|location|origin|window)|cookie|fromcharcode|constructor|^(?:window|top|self|parent|frames|globalthis)\s?\[\s?["'`]\w{1,12}["'`]\s?\+/i;

/** What stands right in front, behind the last quote. */
function tail(before: string): string {
  const near = before.slice(-24);
  return near.slice(Math.max(near.lastIndexOf('"'), near.lastIndexOf("'"), near.lastIndexOf('`')) + 1);
}

/** Whether the first quote of the line ends something: behind it stands what goes on with an expression or a statement, then the code. */
function breaksString(before: string): boolean {
  const quote = /^[^"'`\n]{0,80}?(?:\\?["'`])/.exec(before);
  if (quote === null || /[=({[:,]\s*["'`]$|\b(?:return|import|from)\s*["'`]$/.test(quote[0])) return false;
  const glue = before.slice(quote[0].length);
  if (!/^["'`\s;)}\]+\-*/,|&^<>%=!?:.~({[\\\w]{0,60}$/.test(glue) || /["'`]\s{0,4}\w{2,}\s{0,4}["'`]/.test(glue)) return false;
  if (!/^\s*[;)}\]+\-*/,|&^<>%=!?:~({[\\]|^\s*(?:in|instanceof|or|and)\s/.test(glue)) return false;
  // In `'' + document.title` the first quote begins what the second ends.
  return !/^["'`]/.test(glue);
}
