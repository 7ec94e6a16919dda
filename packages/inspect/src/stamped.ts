import { asciiTable } from './text/characters.ts';

/**
 * Whether a text has a form that platforms stamp: an identifier, an ARN, a date, a host, a number, base64 of a signature. Only such a text is passed
 * over in a field that is the platform's; anything else there is looked at like an outsider's, so that an envelope that somebody forged hides nothing.
 */
export function isStamped(text: string): boolean {
  if (text.charCodeAt(0) === slash) return false;
  let before = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127 || allowed[code] === 0 || (code === before && (code === dot || code === slash))) return false;
    before = code;
  }
  return true;
}

const slash = 47;
const dot = 46;
const allowed = /* @__PURE__ */ asciiTable('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:@/+=-');
