import type { Decoded, Format } from '../format.ts';
import { mark } from '../text/marks.ts';
import { decodeUtf8 } from '../text/utf8.ts';
import { decodeBase64 } from './base64.ts';

/**
 * JSON Web Tokens: the header and the claims of a signed or unsigned one (RFC 7515 §3.1, RFC 7519), the header of an encrypted one (RFC 7516 §3.1);
 * bare or behind `Bearer` (RFC 6750).
 */
export const jwt: Format = {
  id: 'jwt',
  title: 'JSON Web Token',
  document: 'https://www.rfc-editor.org/rfc/rfc7519',
  reads: 'text',
  needs: mark.dot,
  canDecode: (text) => text.length > 12 && countDots(text, tokenStart(text)) > 0,
  decode(text) {
    const start = tokenStart(text);
    const parts = text.slice(start).trim().split('.');
    const header = readJson(parts[0] as string);
    if (typeof header !== 'object' || header === null) return [];
    const views: Decoded[] = [{ kind: 'data', step: 'jwt.header', data: header }];
    if (parts.length !== 3 || parts[1] === '') return views;
    const claims = readJson(parts[1] as string);
    if (claims === undefined) views.push({ kind: 'bytes', step: 'jwt.payload', bytes: decodeBase64(parts[1] as string) });
    else views.push({ kind: 'data', step: 'jwt.payload', data: claims });
    return views;
  },
};

function tokenStart(text: string): number {
  const blank = text.indexOf(' ');
  return blank > 0 && blank < 8 && /^(?:bearer|dpop|jwt|token) /i.test(text.slice(0, 8)) ? blank + 1 : 0;
}

/** Two dots of a signed token or four of an encrypted one, between words of base64url; 0 when it is neither. */
function countDots(text: string, start: number): number {
  let dots = 0;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      if (++dots > 4 || i < start + 8) return 0;
    } else if (!((code | 32) >= 97 && (code | 32) <= 122) && !(code >= 48 && code <= 57) && code !== 45 && code !== 95 && code !== 61)
      return 0;
  }
  return dots === 2 || dots === 4 ? dots : 0;
}

function readJson(part: string): unknown {
  try {
    return JSON.parse(decodeUtf8(decodeBase64(part)));
  } catch {
    return undefined;
  }
}
