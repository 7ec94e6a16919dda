import type { Decoded, Format } from '../format.ts';
import { mark } from '../text/marks.ts';

/**
 * Several JSON documents in one text: lines (NDJSON), a JSON text sequence (RFC 7464), or one behind the other as Firehose and Kinesis aggregation
 * leave them.
 */
export const jsonLines: Format = {
  id: 'json-lines',
  title: 'JSON lines and sequences',
  document: 'https://www.rfc-editor.org/rfc/rfc7464',
  reads: 'text',
  needs: mark.brace | mark.square,
  canDecode(text) {
    const start = skipBetween(text, 0);
    const first = text.charCodeAt(start);
    if (first !== 123 && first !== 91) return false;
    const last = text.charCodeAt(lastUnit(text));
    if (last !== 125 && last !== 93) return false;
    const second = text.charCodeAt(skipBetween(text, start + 1));
    return first === 91 || second === 34 || second === 125;
  },
  decode(text) {
    const views: Decoded[] = [];
    for (let at = skipBetween(text, 0); at < text.length; at = skipBetween(text, at)) {
      const end = documentEnd(text, at);
      const document = text.slice(at, end);
      try {
        views.push({ kind: 'data', step: `json-lines[${views.length}]`, data: JSON.parse(document) });
      } catch {
        // A first document that is none: this is another language. A later one is looked at as it is.
        if (views.length === 0) return [];
        views.push({ kind: 'text', step: `json-lines[${views.length}]`, text: document });
      }
      at = end;
    }
    return views.length > 1 ? views : [];
  },
};

/** The end of the object or array at `start`; of the line when it is something else; of the text when it does not end. */
function documentEnd(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first !== 123 && first !== 91) {
    const line = text.indexOf('\n', start);
    return line < 0 ? text.length : line;
  }
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      do at = text.indexOf('"', at + 1);
      while (at > 0 && isEscaped(text, at));
      if (at < 0) return text.length;
    } else if (code === 123 || code === 91) depth++;
    else if ((code === 125 || code === 93) && --depth === 0) return at + 1;
  }
  return text.length;
}

function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text.charCodeAt(start - 1) === 92) start--;
  return (at - start) % 2 === 1;
}

// Blanks, line ends, the record separator of RFC 7464, the mark of byte order; commas that a list without brackets has.
function isBetween(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13 || code === 0x1e || code === 0xfeff || code === 44;
}

function skipBetween(text: string, start: number): number {
  let at = start;
  while (isBetween(text.charCodeAt(at))) at++;
  return at;
}

function lastUnit(text: string): number {
  let at = text.length - 1;
  while (at >= 0 && isBetween(text.charCodeAt(at))) at--;
  return at;
}
