import type { Decoded, Format } from '../format.ts';
import { asciiTable } from '../text/characters.ts';
import { mark } from '../text/marks.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { decodeBase64, isText } from './base64.ts';
import { decodePercent } from './url.ts';

/** Shorter words are too often text by chance; behind a name that says what follows, any length is taken. */
const shortest = 16;

/**
 * base64 within a text: a part of a path, behind `Basic` (RFC 7617) or `payload=`, between quotes; `data:` URLs (RFC 2397), also those in
 * percent-encoding. Each piece is a view of its own, and only when all of it is text or it is compressed.
 */
export const base64Piece: Format = {
  id: 'base64-piece',
  title: 'base64 within a text',
  document: 'https://www.rfc-editor.org/rfc/rfc4648',
  reads: 'text',
  canDecode: (text, marks) =>
    text.length >= 8 && (((marks & mark.run) !== 0 && nextRun(text, 0) !== undefined) || announcement(text, 0) !== undefined),
  decode(text) {
    const views: Decoded[] = [];
    let done = 0;
    for (let found = announcement(text, 0); found !== undefined; found = announcement(text, done)) {
      done = found.end;
      const content = text.slice(found.start, found.end);
      if (!found.isBase64) views.push({ kind: 'text', step: 'data', text: decodePercent(content) });
      else if (content.length < shortest && content.length > 3) take(content, views);
    }
    for (let run = nextRun(text, 0); run !== undefined; run = nextRun(text, run.end)) {
      // All of it is the concern of the format of the whole.
      const isWhole = run.start === 0 && run.end >= text.length - 2;
      const content = text.slice(run.start, run.end);
      if ((!isWhole && take(content, views)) || !content.includes('/')) continue;
      const parts = content.split('/');
      for (let i = 0; i < parts.length; i++) {
        const part = parts[i] as string;
        if (part.length >= shortest && isCandidate(part, 0)) take(part, views);
      }
    }
    return views;
  },
};

/** Adds a piece when all of it is text, or what it says is compressed. */
function take(content: string, views: Decoded[]): boolean {
  const bytes = decodeBase64(content);
  if (isCompressed(bytes)) views.push({ kind: 'bytes', step: 'base64', bytes });
  else if (isText(bytes, false)) views.push({ kind: 'text', step: 'base64', text: decodeUtf8(bytes) });
  else return false;
  return true;
}

const announced = /\b(?:basic |base64[,: ]|b64[,:]|data:[\w.+/-]{0,80}(?:;[\w-]{1,40}=[\w."-]{1,40})?(;base64)?,)/gi;

/** The next place from `from` where a text says that encoded content follows. */
function announcement(
  text: string,
  from: number,
): { readonly start: number; readonly end: number; readonly isBase64: boolean } | undefined {
  if (from === 0 && !isAnnounced(text)) return undefined;
  announced.lastIndex = from;
  const match = announced.exec(text);
  if (match === null) return undefined;
  const start = announced.lastIndex;
  const isBase64 = !match[0].toLowerCase().startsWith('data:') || match[1] !== undefined;
  let end = start;
  while (end < text.length && (isBase64 ? isUnit(text.charCodeAt(end)) : !endsUrl(text.charCodeAt(end)))) end++;
  return { start, end, isBase64 };
}

/** Cheap to ask, and no for nearly every text. `Basic` counts at the start only, where credentials have it. */
function isAnnounced(text: string): boolean {
  if (text.charCodeAt(5) === 32 && /^basic /i.test(text)) return true;
  for (let at = text.indexOf('64'); at >= 0; at = text.indexOf('64', at + 1)) {
    const before = text.charCodeAt(at - 1) | 32;
    const behind = text.charCodeAt(at + 2);
    // base64 or b64, and a comma, a colon or a blank.
    if ((before === 101 || before === 98) && (behind === 44 || behind === 58 || behind === 32)) return true;
  }
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1))
    if ((text.charCodeAt(at - 1) | 32) === 97 && (text.charCodeAt(at - 2) | 32) === 116 && (text.charCodeAt(at - 3) | 32) === 97)
      return true;
  return false;
}

function endsUrl(code: number): boolean {
  return code <= 32 || code === 34 || code === 39 || code === 60 || code === 62 || code === 41;
}

/**
 * The next run of units of base64 that is long enough and does not begin with noise; of a run with slashes perhaps a part.
 * Sixteen units are read from their end: one that is none moves the start behind it.
 */
function nextRun(text: string, from: number): { readonly start: number; readonly end: number } | undefined {
  for (let start = from; start <= text.length - shortest; ) {
    let at = start + shortest - 1;
    while (at >= start && isUnit(text.charCodeAt(at))) at--;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let end = start + shortest;
    while (isUnit(text.charCodeAt(end))) end++;
    for (let part = start; part <= end - shortest; ) {
      if (isCandidate(text, part)) return { start: part, end };
      while (part < end && text.charCodeAt(part) !== 47) part++;
      part++;
    }
    start = end;
  }
  return undefined;
}

/** Words, paths and numbers have no capital, or no small letter, in their first sixteen; base64 nearly always has both or a digit beside letters. */
function isCandidate(text: string, start: number): boolean {
  let kinds = 0;
  for (let i = start; i < start + shortest; i++) {
    const code = text.charCodeAt(i);
    kinds |= code >= 97 ? 1 : code >= 65 && code <= 90 ? 2 : code >= 48 && code <= 57 ? 4 : 0;
  }
  if (((kinds & 3) !== 3 && kinds !== 5 && kinds !== 6) || !mayBeText(text, start)) return false;
  const head = decodeBase64(text.slice(start, start + 12));
  return isCompressed(head) || isText(head, true);
}

/** Names of programs are told from text by what their first three letters would decode to, without decoding them. */
function mayBeText(text: string, start: number): boolean {
  const sextets = ((sextetAt(text, start) << 12) | (sextetAt(text, start + 1) << 6) | sextetAt(text, start + 2)) >> 2;
  const first = sextets >> 8;
  const second = sextets & 0xff;
  if (first < 128)
    return (
      (first >= 32 || first === 9 || first === 10 || first === 13 || first === 0x1f) && (second < 127 || second >= 0xc2 || first === 0x78)
    );
  return first >= 0xc2 && second >= 0x80 && second < 0xc0;
}

function sextetAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 97) return code - 71;
  if (code >= 65) return code === 95 ? 63 : code - 65;
  return code >= 48 ? code + 4 : code === 43 || code === 45 ? 62 : 63;
}

function isCompressed(head: Uint8Array): boolean {
  const first = head[0] as number;
  const second = head[1] as number;
  return (first === 0x1f && second === 0x8b) || (first === 0x78 && ((first << 8) | second) % 31 === 0);
}

function isUnit(code: number): boolean {
  return code < 128 && units[code] === 1;
}

// A table, since it is asked of every text.
const units = /* @__PURE__ */ asciiTable('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_');
