import type { Decoded, Format } from '../format.ts';
import { mark } from '../text/marks.ts';
import {
  decodeCharset,
  decodeQuotedPrintable,
  decodeWords,
  fieldColon,
  fieldOf,
  type HeaderField,
  readHeader,
  readParameters,
} from '../text/mime.ts';
import { isPlainName, memberPath } from '../value.ts';
import { decodeBase64 } from './base64.ts';

/**
 * `multipart/form-data` and the other multipart types (RFC 7578; RFC 2046 §5.1). The boundary stands in a header that is not at hand: it is taken
 * from the first delimiter line that fields of a header follow. Names, file names, headers and contents, these as their transfer encoding says.
 */
export const multipart: Format = {
  id: 'multipart',
  title: 'Multipart',
  document: 'https://www.rfc-editor.org/rfc/rfc7578',
  reads: 'text',
  needs: mark.lineEnd,
  canDecode: (text, marks) => (marks & mark.dash) !== 0 && (marks & mark.colon) !== 0 && findDelimiter(text) !== undefined,
  decode(text) {
    const first = findDelimiter(text);
    if (first === undefined) return [];
    const views: Decoded[] = [];
    const delimiter = `\n${first.line}`;
    let number = 0;
    for (let at = first.end; at < text.length; ) {
      const next = text.indexOf(delimiter, at - 1);
      let end = next < 0 ? text.length : Math.max(next, at);
      const behind = next < 0 ? text.length : next + delimiter.length;
      if (next >= 0 && end > at && text.charCodeAt(end - 1) === 13) end--;
      readPart(text, at, end, number++, views);
      // `--` behind it closes; an epilogue is text like any other and stays in the raw view.
      if (text.startsWith('--', behind)) break;
      const line = text.indexOf('\n', behind);
      at = line < 0 ? text.length : line + 1;
    }
    return views;
  },
};

function readPart(text: string, start: number, end: number, number: number, views: Decoded[]): void {
  const header = readHeader(text, start, end);
  const disposition = readParameters(fieldOf(header, 'content-disposition'));
  const type = readParameters(fieldOf(header, 'content-type'));
  const name = disposition.get('name');
  const step = `multipart:${name === undefined ? `$[${number}]` : memberPath('$', name)}`;
  if (name !== undefined && !isPlainName(name)) views.push({ kind: 'text', step: 'multipart', text: decodeWords(name), isKey: true });
  const fileName = disposition.get('filename') ?? type.get('name');
  if (fileName !== undefined && fileName !== '') views.push({ kind: 'text', step: `${step}#filename`, text: decodeWords(fileName) });
  for (let i = 0; i < header.fields.length; i++) {
    const field = header.fields[i] as HeaderField;
    if (field.value !== '') views.push({ kind: 'text', step: `${step}#${field.name}`, text: field.value });
  }
  if (header.end >= end) return;
  views.push(decodeContent(text.slice(header.end, end), fieldOf(header, 'content-transfer-encoding'), type.get('charset') ?? '', step));
}

/** The content of a part or a message as its transfer encoding says (RFC 2045 §6). */
export function decodeContent(content: string, encoding: string, charset: string, step: string): Decoded {
  const kind = encoding.toLowerCase();
  if (kind === 'base64') return { kind: 'bytes', step, bytes: decodeBase64(content) };
  if (kind === 'quoted-printable') return { kind: 'text', step, text: decodeCharset(decodeQuotedPrintable(content), charset) };
  return { kind: 'text', step, text: content };
}

/** The first line `--boundary` that the field of a header follows, and where its line ends. */
function findDelimiter(text: string): { readonly line: string; readonly end: number } | undefined {
  for (let at = text.startsWith('--') ? 0 : next(text, 0); at >= 0; at = next(text, at)) {
    let end = at + 2;
    // 70 units by the standard; browsers and libraries keep to it.
    while (end < at + 80 && isBoundaryUnit(text.charCodeAt(end))) end++;
    let line = end;
    while (line < end + 16 && (text.charCodeAt(line) === 32 || text.charCodeAt(line) === 9)) line++;
    if (text.charCodeAt(line) === 13) line++;
    // A part may have no header, but `--x` and an empty line may be any text.
    if (end > at + 2 && text.charCodeAt(line) === 10 && fieldColon(text, line + 1, text.length) > 0)
      if (/^content-/i.test(text.slice(line + 1, line + 9))) return { line: text.slice(at, end), end: line + 1 };
  }
  return undefined;
}

function next(text: string, at: number): number {
  const found = text.indexOf('\n--', at);
  return found < 0 ? -1 : found + 1;
}

// RFC 2046 §5.1.1, and what else is seen.
function isBoundaryUnit(code: number): boolean {
  return code > 32 && code < 127 && code !== 60 && code !== 62 && code !== 92;
}
