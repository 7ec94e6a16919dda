import { asciiTable } from './text/characters.ts';

/**
 * Whether a text has a form that platforms stamp: an identifier, an ARN, a date, a host, a number, base64 of a signature. Only such a text is passed
 * over in a field that is the platform's; anything else there is looked at like an outsider's, so that an envelope that somebody forged hides nothing.
 */
export function isStamped(text: string): boolean {
  if (text.charCodeAt(0) === slash || foreignStart.test(text)) return false;
  let before = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127 || allowed[code] === 0 || (code === before && (code === dot || code === slash))) return false;
    before = code;
  }
  return !isTextInBase64(text);
}

/**
 * What attacks of one word begin with and no stamp does: names that lead to a prototype, Java's serialized objects in base64 (`AC ED 00 05`, Java Object
 * Serialization Specification §6.4.2), schemes whose URLs need no two slashes, and where platforms serve the credentials of an instance.
 */
const foreignStart =
  /^(?:__|rO0AB|(?:file|jar|netdoc|data|php|phar|expect|dict|gopher|ldaps?|rmi|dns|javascript|vbscript|view-source):|169\.254\.(?:169\.25[34]|170\.23?|0\.23)(?!\d)|100\.100\.100\.200(?!\d)|168\.63\.129\.16(?!\d)|192\.0\.0\.192(?!\d)|fd00:ec2::|fd20:ce::|metadata\.|instance-data)/i;

/** Identifiers have the letters of base64, too: what they give is not all printable, which shows in the first few bytes. */
function isTextInBase64(text: string): boolean {
  if (text.length < shortestText) return false;
  let bits = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const value = sextet(text.charCodeAt(i));
    if (value < 0) return count > 0 && i >= text.length - 2 && text.charCodeAt(i) === equals;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    const byte = (bits >> count) & 255;
    if (byte > 126 || (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13)) return false;
  }
  return true;
}

const shortestText = 16;
const equals = 61;

/** Of a letter of base64 or base64url (RFC 4648); -1 for any other. */
function sextet(code: number): number {
  if (code >= 97) return code <= 122 ? code - 71 : -1;
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 48 && code <= 57) return code + 4;
  if (code === 43 || code === 45) return 62;
  return code === 47 || code === 95 ? 63 : -1;
}

const slash = 47;
const dot = 46;
const allowed = /* @__PURE__ */ asciiTable('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:@/+=-');
