import type { Format } from '../format.ts';
import { mark } from '../text/marks.ts';
import { decodeQuotedPrintable, hexByte, softBreakEnd } from '../text/mime.ts';
import { decodeUtf8 } from '../text/utf8.ts';

/** Quoted-printable (RFC 2045 §6.7) whose header is not at hand: at least two escapes of what can be text, or a line that goes on behind `=`. */
export const quotedPrintable: Format = {
  id: 'quoted-printable',
  title: 'Quoted-printable',
  document: 'https://www.rfc-editor.org/rfc/rfc2045#section-6.7',
  reads: 'text',
  needs: mark.equals,
  canDecode: isEncoded,
  decode(text) {
    const decoded = decodeUtf8(decodeQuotedPrintable(text));
    return decoded === text ? [] : [{ kind: 'text', step: 'quoted-printable', text: decoded }];
  },
};

function isEncoded(text: string): boolean {
  // The last escape that may be one of several. Those of pairs (`a=20&b=30`) are none.
  let last = -1;
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
    const byte = hexByte(text, at + 1);
    // The encoding is written in upper case; `=ab` in lower case is more often a value.
    if (byte >= 32 || byte === 10 || byte === 13) {
      if (!isUpper(text, at + 1) || !isUpper(text, at + 2)) continue;
      if (last >= 0 && !text.slice(last, at).includes('&')) return true;
      last = at;
    } else if (byte < 0 && softBreakEnd(text, at) > at && at > 0 && text.charCodeAt(at - 1) > 32 && text.charCodeAt(at - 1) !== 61)
      return true;
  }
  return false;
}

function isUpper(text: string, at: number): boolean {
  return text.charCodeAt(at) < 97;
}
