import type { Format } from '../format.ts';
import { mark } from '../text/marks.ts';

/**
 * UTF-7 (RFC 2152): `+ADw-script+AD4-`. Only where all of it could be meant so: whole units, no bits left over, and punctuation of ASCII among
 * them, for whose sake anybody would write it.
 */
export const utf7: Format = {
  id: 'utf7',
  title: 'UTF-7',
  document: 'https://www.rfc-editor.org/rfc/rfc2152',
  reads: 'text',
  needs: mark.plus,
  canDecode(text) {
    for (let at = text.indexOf('+'); at >= 0; at = text.indexOf('+', at + 1)) if (text.charCodeAt(at + 1) === 65) return true;
    return false;
  },
  decode(text) {
    const decoded = decodeUtf7(text);
    return decoded === text ? [] : [{ kind: 'text', step: 'utf7', text: decoded }];
  },
};

/** `text` with its shifted parts read; those that are none stay. */
export function decodeUtf7(text: string): string {
  let result = '';
  let copied = 0;
  for (let at = text.indexOf('+'); at >= 0; at = text.indexOf('+', at + 1)) {
    let units = '';
    let hasPunctuation = false;
    let bits = 0;
    let held = 0;
    let end = at + 1;
    for (; end < text.length; end++) {
      const sextet = sextetOf(text.charCodeAt(end));
      if (sextet < 0) break;
      bits = (bits << 6) | sextet;
      held += 6;
      if (held < 16) continue;
      held -= 16;
      const unit = (bits >> held) & 0xffff;
      bits &= (1 << held) - 1;
      if (unit < 32 ? unit !== 9 && unit !== 10 && unit !== 13 : unit === 127) return text;
      if (unit < 127 && !isAlphanumeric(unit)) hasPunctuation = true;
      units += String.fromCharCode(unit);
    }
    const isWhole = units !== '' && held < 6 && bits === 0 && hasPunctuation;
    if (isWhole) {
      result += text.slice(copied, at) + units;
      copied = text.charCodeAt(end) === 45 ? end + 1 : end;
    }
    at = Math.max(at, end - 1);
  }
  return copied === 0 ? text : result + text.slice(copied);
}

function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function sextetOf(code: number): number {
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 97 && code <= 122) return code - 71;
  if (code >= 48 && code <= 57) return code + 4;
  return code === 43 ? 62 : code === 47 ? 63 : -1;
}
