import type { Format } from '../format.ts';
import { mark } from '../text/marks.ts';

/**
 * Characters that many programs take for one of ASCII: compatibility forms (`＜`, `․`, `ｓ`, `𝐬`; Unicode UAX #15 NFKC, as in UTS #46 for hosts and in
 * what databases do on conversion), look-alikes of punctuation, and characters of no width between those of a word.
 */
export const fold: Format = {
  id: 'fold',
  title: 'Look-alike and compatibility characters',
  document: 'https://www.unicode.org/reports/tr15/',
  reads: 'text',
  needs: mark.foreign,
  canDecode(text) {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0xa0 && isFoldable(text, i, code)) return true;
    }
    return false;
  },
  decode(text) {
    const plain = text.replace(removed, '').replace(lookAlike, (character) => lookAlikes[lookAlikes.indexOf(character) + 1] as string);
    return [{ kind: 'text', step: 'fold', text: plain.normalize('NFKC') }];
  },
};

// Pairs: the character, what it is taken for. NFKC leaves these as they are.
const lookAlikes =
  "\u02b9'\u02bb'\u02bc'\u02bd'\u02c8'\u2018'\u2019'\u201a'\u201b'\u2032'\u2035'\u201c\"\u201d\"\u2033\"\u02ba\"\u2044/\u2215/\u2571/\u2216\\\u29f5\\\u2039<\u203a>\u2329<\u232a>\u3008<\u3009>\u3002.\u0131i\u2010-\u2011-\u2212-\u2223|";
const lookAlike =
  /[\u02b9\u02bb-\u02bd\u02c8\u2018-\u201b\u2032\u2035\u201c\u201d\u2033\u02ba\u2044\u2215\u2571\u2216\u29f5\u2039\u203a\u2329\u232a\u3008\u3009\u3002\u0131\u2010\u2011\u2212\u2223]/g;
const removed = /[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]/g;

function isFoldable(text: string, at: number, code: number): boolean {
  // Full width: punctuation of Chinese and Japanese prose counts beside ASCII only.
  if (code >= 0xff01 && code <= 0xff5e) return !proseForms.has(code) || isBesideAscii(text, at);
  if (code < 0x2000)
    return code === 0x17f || (code >= 0x2b9 && code <= 0x2c8) || code === 0x37e || code === 0x131 || (code === 0xad && isInAscii(text, at));
  // A quotation mark or a dash of typography: prose is full of them, and only what looks like code beside them is worth a look.
  if (code === 0x2018 || code === 0x2019 || code === 0x201c || code === 0x201d) return looksLikeCode(text);
  if (code < 0x2100)
    return (code >= 0x200b && code <= 0x200f) || (code >= 0x2060 && code <= 0x2064)
      ? isInAscii(text, at)
      : code === 0x2024 ||
          code === 0x2025 ||
          code === 0x2032 ||
          code === 0x2035 ||
          code === 0x2039 ||
          code === 0x203a ||
          code === 0x2044 ||
          code >= 0x2070;
  if (code < 0x2200) return code === 0x212a || (code >= 0x210a && code <= 0x2149 && code !== 0x2116 && code !== 0x2122 && code !== 0x2126);
  if (code < 0x2460) return code === 0x2215 || code === 0x2216 || code === 0x2223 || code === 0x2329 || code === 0x232a;
  if (code < 0x3000) return (code >= 0x24b6 && code <= 0x24e9) || code === 0x2571 || code === 0x29f5;
  if (code === 0x3002 || code === 0xff61 || code === 0x3008 || code === 0x3009) return isInAscii(text, at);
  return code === 0xd835 || (code >= 0xfe50 && code <= 0xfe6b) || (code === 0xfeff && at > 0 && isInAscii(text, at));
}

// ！（），．：；？～ and the blank.
const proseForms = new Set([0xff01, 0xff08, 0xff09, 0xff0c, 0xff1a, 0xff1b, 0xff1f, 0xff5e]);

function isBesideAscii(text: string, at: number): boolean {
  return isAscii(text.charCodeAt(at - 1)) || isAscii(text.charCodeAt(at + 1));
}

function isInAscii(text: string, at: number): boolean {
  return isAscii(text.charCodeAt(at - 1)) && isAscii(text.charCodeAt(at + 1));
}

function isAscii(code: number): boolean {
  return code > 32 && code < 128;
}

function looksLikeCode(text: string): boolean {
  return text.includes('=') || text.includes('--') || text.includes('||') || text.includes('/*') || text.includes('#');
}
