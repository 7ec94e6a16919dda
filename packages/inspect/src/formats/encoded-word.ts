import type { Format } from '../format.ts';
import { mark } from '../text/marks.ts';
import { decodeWords } from '../text/mime.ts';

/** Encoded words of e-mail headers (RFC 2047) in any text: a subject that a platform hands on as it came, `=?utf-8?B?…?=`. */
export const encodedWord: Format = {
  id: 'encoded-word',
  title: 'Encoded words of e-mail headers',
  document: 'https://www.rfc-editor.org/rfc/rfc2047',
  reads: 'text',
  needs: mark.question,
  canDecode: (text, marks) => (marks & mark.equals) !== 0 && text.includes('=?') && text.includes('?='),
  decode(text) {
    const decoded = decodeWords(text);
    return decoded === text ? [] : [{ kind: 'text', step: 'encoded-word', text: decoded }];
  },
};
