import type { Decoded, Format } from '../format.ts';
import { mark } from '../text/marks.ts';
import { decodeWords, fieldColon, fieldOf, type HeaderField, readHeader, readParameters } from '../text/mime.ts';
import { decodeContent } from './multipart.ts';

/**
 * An e-mail message (RFC 5322, RFC 2045): its header fields, unfolded and with their encoded words read, and its body as its transfer encoding says.
 * A multipart body and a message within a message have their own turn.
 */
export const mime: Format = {
  id: 'mime',
  title: 'E-mail message',
  document: 'https://www.rfc-editor.org/rfc/rfc5322',
  reads: 'text',
  needs: mark.lineEnd,
  canDecode(text, marks) {
    if ((marks & mark.colon) === 0) return false;
    const start = text.charCodeAt(0) === 10 || text.startsWith('\r\n') ? text.indexOf('\n') + 1 : 0;
    const colon = fieldColon(text, start, text.length);
    return colon > 0 && text.includes('\n', colon) && isMessage(text.slice(start, start + 4096));
  },
  decode(text) {
    const views: Decoded[] = [];
    const header = readHeader(text, text.startsWith('\r\n') ? 2 : text.charCodeAt(0) === 10 ? 1 : 0);
    const counts = new Map<string, number>();
    for (let i = 0; i < header.fields.length; i++) {
      const { name, value } = header.fields[i] as HeaderField;
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      if (value !== '') views.push({ kind: 'text', step: `mime:$.${name}${count === 0 ? '' : `[${count}]`}`, text: decodeWords(value) });
    }
    const type = readParameters(fieldOf(header, 'content-type'));
    const fileName = readParameters(fieldOf(header, 'content-disposition')).get('filename') ?? type.get('name');
    if (fileName !== undefined) views.push({ kind: 'text', step: 'mime:$#filename', text: decodeWords(fileName) });
    if (header.end < text.length) {
      const body = text.slice(header.end);
      views.push(decodeContent(body, fieldOf(header, 'content-transfer-encoding'), type.get('charset') ?? '', 'mime:$#body'));
    }
    return views;
  },
};

const known = new Set(
  'from to cc bcc subject date sender reply-to message-id mime-version content-type content-transfer-encoding return-path received delivered-to'.split(
    ' ',
  ),
);

/** Two fields at least that messages have: one alone begins many a note and log line. */
function isMessage(start: string): boolean {
  const { fields } = readHeader(start, 0);
  let count = 0;
  for (let i = 0; i < fields.length; i++) if (known.has((fields[i] as HeaderField).name)) count++;
  return count > 1;
}
