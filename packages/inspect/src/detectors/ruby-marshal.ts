import { type Detector, defineDetector } from '../detector.ts';
import { beginsValue, decodeAt } from '../serialized-bytes.ts';
import { mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/**
 * A stream of Ruby's Marshal (version 4.8: bytes 04 08) that makes objects. Plain data in that format (old sessions of Rails) raises a doubt only.
 */
export const rubyMarshal: Detector = defineDetector({
  id: 'ruby-marshal',
  title: 'Marshalled object of Ruby',
  class: 'deserialization',
  severity: 'critical',
  // `BAh`, `0408` or an escape begins a word; the bytes themselves hold a control character.
  needs: mark.control | mark.other,
  get words() {
    return words;
  },
  canOccur: (text, marks) =>
    ((marks & mark.control) !== 0 && text.charCodeAt(0) === 4) || text.startsWith('\x04\x08') || words.has(text, marks),
  readsInert: (text) => text.startsWith('BAh') || text.startsWith('04085b') || text.startsWith('04086f') || text.startsWith('0408553a'),
  detect(text) {
    if (text.startsWith('\x04\x08')) return judge(text.slice(0, 8192), 0, text.length);
    const mention = words.find(text);
    if (mention === undefined) return undefined;
    const { start, end } = mention;
    const word = text.slice(start, end);
    if (word.startsWith('x04')) return judge(unescaped(text.slice(start - 1, start + 4096)), start, end);
    if (!beginsValue(text, start)) return undefined;
    return judge(decodeAt(text, start, word.startsWith('0') ? 'hex' : 'base64'), start, end);
  },
});

const words = new WordScan(
  'BAh 0408 x04',
  /BAh[A-Za-z0-9+/_-][A-Za-z0-9+/_-]{5}|0408(?:5b|6f|55|63|7b|65|49)[0-9a-f]{8}|x04\\(?:x08|b)(?:[oUCe[{I]|\\x)/y,
  true,
);

function judge(bytes: string, start: number, end: number): ReturnType<Detector['detect']> {
  if (!/^\x04\x08[o[{UCcemSuI"0TFil@:]/.test(bytes)) return undefined;
  // o: an object, U and u: one that reads itself, C and e: of a class made by the application, c and m: a class itself.
  const name = /[oUuCecmS]:?[\x06-\x7f]{1,2}((?:[A-Z]\w{1,40})(?:::\w{1,40}){0,6})/.exec(bytes.slice(2))?.[1];
  if (name === undefined && !/[oU]:[\x06-\x7f]/.test(bytes.slice(2, 200)))
    return { span: [start, end], confidence: 'medium', reason: 'marshalled data of Ruby' };
  return {
    span: [start, end],
    confidence: 'high',
    reason: `a marshalled object of Ruby${name === undefined ? '' : ` (${name.slice(0, 60)})`}`,
  };
}

function unescaped(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|(b)|([\s\S]))/g, (_, hex, backspace, other) =>
    hex !== undefined ? String.fromCharCode(Number.parseInt(hex, 16)) : backspace !== undefined ? '\b' : other,
  );
}
