import type { Decoded, Format } from '../format.ts';
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
  canDecode: (text) => text.length >= 8 && (announcement(text, 0) !== undefined || nextRun(text, 0) !== undefined),
  decode(text) {
    const views: Decoded[] = [];
    let done = 0;
    for (let found = announcement(text, 0); found !== undefined; found = announcement(text, done)) {
      done = found.end;
      const content = text.slice(found.start, found.end);
      if (!found.isBase64) views.push({ kind: 'text', step: 'data', text: decodePercent(content) });
      else if (content.length < shortest && content.length > 3) take(content, 'base64', views);
    }
    for (let run = nextRun(text, 0); run !== undefined; run = nextRun(text, run.end + 1)) {
      // All of it is the concern of the format of the whole.
      if (run.start === 0 && run.end >= text.length - 2) break;
      const content = text.slice(run.start, run.end);
      if (take(content, 'base64', views) || !content.includes('/')) continue;
      const parts = content.split('/');
      for (let i = 0; i < parts.length; i++) if ((parts[i] as string).length >= shortest) take(parts[i] as string, 'base64', views);
    }
    return views;
  },
};

function take(content: string, step: string, views: Decoded[]): boolean {
  // Noise is told by its first bytes.
  const head = decodeBase64(content.slice(0, 8));
  const isCompressed =
    (head[0] === 0x1f && head[1] === 0x8b) || ((head[0] as number) === 0x78 && (0x7800 | (head[1] as number)) % 31 === 0);
  if (!isCompressed && !isText(head, true)) return false;
  const bytes = decodeBase64(content);
  if (isCompressed) views.push({ kind: 'bytes', step, bytes });
  else if (isText(bytes, false)) views.push({ kind: 'text', step, text: decodeUtf8(bytes) });
  else return false;
  return true;
}

const announced = /\b(?:basic |base64[,: ]|b64[,:]|data:[\w.+/-]{0,80}(?:;[\w-]{1,40}=[\w."-]{1,40})?(;base64)?,)/gi;

/** The next place from `from` where a text says that encoded content follows. */
function announcement(
  text: string,
  from: number,
): { readonly start: number; readonly end: number; readonly isBase64: boolean } | undefined {
  if (from === 0 && !/basic |base64|b64|data:/i.test(text)) return undefined;
  announced.lastIndex = from;
  const match = announced.exec(text);
  if (match === null) return undefined;
  const start = announced.lastIndex;
  const isBase64 = !match[0].toLowerCase().startsWith('data:') || match[1] !== undefined;
  let end = start;
  while (end < text.length && (isBase64 ? isUnit(text.charCodeAt(end)) : !endsUrl(text.charCodeAt(end)))) end++;
  return { start, end, isBase64 };
}

function endsUrl(code: number): boolean {
  return code <= 32 || code === 34 || code === 39 || code === 60 || code === 62 || code === 41;
}

/** The next run of units of base64 that is long enough. Every sixteenth unit is looked at: a run of sixteen covers one of them. */
function nextRun(text: string, from: number): { readonly start: number; readonly end: number } | undefined {
  for (let at = from + shortest - 1; at < text.length; at += shortest) {
    if (!isUnit(text.charCodeAt(at))) continue;
    let start = at;
    while (start > from && isUnit(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (isUnit(text.charCodeAt(end))) end++;
    if (end - start >= shortest && isMixed(text, start)) return { start, end };
    if (end > at + shortest) at = end - shortest;
  }
  return undefined;
}

/** Words, paths and numbers have no capital, or no small letter, in their first sixteen; base64 nearly always has both or a digit beside letters. */
function isMixed(text: string, start: number): boolean {
  let kinds = 0;
  for (let i = start; i < start + shortest; i++) {
    const code = text.charCodeAt(i);
    kinds |= code >= 97 ? 1 : code >= 65 && code <= 90 ? 2 : code >= 48 && code <= 57 ? 4 : 0;
  }
  return (kinds & 3) === 3 || kinds === 5 || kinds === 6;
}

function isUnit(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 47 && code <= 57) || code === 43 || code === 45 || code === 95
  );
}
