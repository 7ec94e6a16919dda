import type { Format } from '../format.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { decodeBase64, isText } from './base64.ts';

/** `Basic` credentials (RFC 7617 §2): the name ends at the first colon, and what a program is given is either part alone. */
export const basicCredentials: Format = {
  id: 'basic-credentials',
  title: 'HTTP basic credentials',
  document: 'https://www.rfc-editor.org/rfc/rfc7617',
  reads: 'text',
  canDecode: (text) => text.charCodeAt(5) === 32 && /^basic [\w+/-]{2,4096}={0,2}\s{0,4}$/i.test(text),
  decode(text) {
    const bytes = decodeBase64(text.slice(6).trim());
    if (!isText(bytes, false)) return [];
    const credentials = decodeUtf8(bytes);
    const colon = credentials.indexOf(':');
    if (colon < 0) return [];
    return [
      { kind: 'data', step: 'basic', data: { user: credentials.slice(0, colon), password: credentials.slice(colon + 1) }, isPartial: true },
    ];
  },
};
