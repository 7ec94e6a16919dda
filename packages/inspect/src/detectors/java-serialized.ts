import { type Detector, defineDetector } from '../detector.ts';
import { beginsValue, decodeAt } from '../serialized-bytes.ts';
import { mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/**
 * A stream of the Java Object Serialization Protocol (§6.4.2: magic 0xACED, version 5) as bytes, base64 or hexadecimal digits. Reading one runs the code
 * of whatever classes it names, and a function has no other use for it.
 */
export const javaSerialized: Detector = defineDetector({
  id: 'java-serialized',
  title: 'Serialized object of Java',
  class: 'deserialization',
  severity: 'critical',
  // The magic in each of its spellings begins a word; as bytes it holds NUL.
  needs: mark.control,
  get words() {
    return magic;
  },
  canOccur: (text, marks) => (marks & mark.control) !== 0 || magic.has(text, marks),
  readsInert: (text) => text.startsWith('rO0AB') || /^aced0005/i.test(text),
  detect(text, marks) {
    const mention = magic.find(text);
    if (mention !== undefined && (beginsValue(text, mention.start) || text[mention.start - 1] === '\\')) {
      const { start } = mention;
      const written = text.slice(start, mention.end);
      const bytes = written.startsWith('xac') ? text.slice(start) : decodeAt(text, start, written.startsWith('r') ? 'base64' : 'hex');
      // A block, an object, an array, a string or a class follows.
      if (written.startsWith('xac') || /^..\0\x05[stuqvwxyz{|}~]/.test(bytes) || bytes.length <= 5) {
        const end = endOfWord(text, start);
        // TC_OBJECT, TC_CLASSDESC, and the name with its length in two bytes.
        const name = bytes.startsWith('sr', 4) ? bytes.slice(8, 8 + Math.min(80, bytes.charCodeAt(7))) : undefined;
        return { span: [start, end], confidence: 'high', reason: `a serialized object of Java${name === undefined ? '' : ` (${name})`}` };
      }
    }
    if ((marks & mark.control) === 0) return undefined;
    const raw = rawBytes.exec(text.slice(0, 4096));
    return raw === null
      ? undefined
      : { span: [raw.index, raw.index + raw[0].length], confidence: 'high', reason: 'a serialized object of Java' };
  },
});

const magic = new WordScan('rO0AB ace xac', /rO0AB[A-Za-z0-9+/_-]|aced0005(?:[7][0-9a-e]|$)|xac\\xed\\x00\\x05/iy, true);
// As text the two bytes of the magic are two units, whatever they were decoded as.
const rawBytes = /[\xac\ufffd][\xed\ufffd]\0\x05[stuqvwxyz]/;

function endOfWord(text: string, start: number): number {
  let end = start;
  const limit = Math.min(text.length, start + 4096);
  while (end < limit && /[\w+/=\\-]/.test(text[end] as string)) end++;
  return Math.max(end, start + 1);
}
