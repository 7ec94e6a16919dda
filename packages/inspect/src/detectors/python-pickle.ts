import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { hostileGlobal, readPickle } from '../languages/pickle.ts';
import { beginsValue, decodeAt } from '../serialized-bytes.ts';
import { mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/**
 * A pickle of Python that imports a function and calls it. The opcodes are read, not run: data without a global is none, whatever it is encoded in. Also
 * the same idea in JSON (jsonpickle's `py/reduce`).
 */
export const pythonPickle: Detector = defineDetector({
  id: 'python-pickle',
  title: 'Pickle of Python',
  class: 'deserialization',
  severity: 'critical',
  // Protocol 0 is lines; later ones begin with 0x80 and their number: base64 `gA`, an escape, or a unit that is no character. `py/` begins a word.
  needs: mark.lineEnd | mark.foreign | mark.control,
  get words() {
    return words;
  },
  canOccur: (text, marks) =>
    ((marks & mark.lineEnd) !== 0 && firstOpcodes.includes(text[0] as string) && opening.test(text.slice(0, 200).replace('\r', ''))) ||
    ((marks & (mark.foreign | mark.control)) !== 0 && binary.test(text.slice(0, 64))) ||
    words.has(text, marks),
  readsInert: (text) => base64Start.test(text),
  detect(text) {
    const found = words.find(text);
    if (found !== undefined) {
      const sighting = fromWord(text, found.start, found.end);
      if (sighting !== undefined) return sighting;
    }
    const start = binary.exec(text.slice(0, 64))?.index ?? 0;
    return start > 0 || binary.test(text.slice(0, 3)) || firstOpcodes.includes(text[0] as string)
      ? fromStream(text.slice(start, start + 65_536), start, text.length)
      : undefined;
  },
});

const base64Start = /^(?:gA[I-X]|KGRw|KGlw|KGxw|KFMn|KG9z|KGNv|Y29z|Y3Bv|Y19f|Y2J1|Y3N1|Y250)/;
const words = new WordScan(
  'gAI gAJ gAK gAL gAM gAN gAO gAP gAQ gAR gAS gAT gAU gAV gAW gAX KGRw KGlw KGxw KFMn KG9z KGNv Y29z Y3Bv Y19f Y2J1 Y3N1 Y250 x80 py/reduce py/object py/type py/function py/module 8002 8003 8004 8005',
  /(?:gA[I-X]|KGRw|KGlw|KGxw|KFMn|KG9z|KGNv|Y29z|Y3Bv|Y19f|Y2J1|Y3N1|Y250)[A-Za-z0-9+/_-]{8}|x80\\x0[2-5]|py\/(?:reduce|function|module|type|object|repr|newargs\w{0,2}|initargs)|800[2-5](?:95|63|7d|5d|28)[0-9a-f]{4}/y,
  true,
);
// What a stream of lines begins with: a global, an instance, a mark or a container.
const firstOpcodes = 'ci(]}l)dSVIFLN';
// The first line of a stream is one opcode with its argument: no blanks, but in a string.
const opening = /^(?:\S{1,80}|\(?[SV]['"\w][^\n]{0,80})\n/;
const binary = /[\x80\ufffd][\x02-\x05][\x00-\xff\ufffd]/;

function fromWord(text: string, start: number, end: number): Sighting | undefined {
  const word = text.slice(start, end);
  if (word.startsWith('py/')) return fromJson(text, start, end, word);
  if (word.startsWith('x80')) {
    const bytes = text
      .slice(start - 1, start + 4096)
      .replace(/\\x([0-9a-fA-F]{2})|\\n/g, (_, hex) => (hex === undefined ? '\n' : String.fromCharCode(Number.parseInt(hex, 16))));
    return fromStream(bytes, start, text.length, start + 8);
  }
  if (!beginsValue(text, start)) return undefined;
  return fromStream(decodeAt(text, start, word.startsWith('8') ? 'hex' : 'base64'), start, text.length, Math.min(text.length, start + 64));
}

function fromJson(text: string, start: number, end: number, word: string): Sighting | undefined {
  if (!/["'`]/.test(text[start - 1] ?? '"')) return undefined;
  const behind = text.slice(end, end + 160);
  const name = /^["'\s:[{]{1,12}([\w.]{1,60})/.exec(behind)?.[1] ?? '';
  const reading = { globals: [name], calls: true, complete: true, end };
  if (word === 'py/reduce' || word === 'py/repr')
    return { span: [start, end], confidence: 'high', reason: 'jsonpickle is told to call something' };
  return hostileGlobal(reading) === undefined
    ? undefined
    : { span: [start, end], confidence: 'high', reason: `jsonpickle is told to load ${name}` };
}

function fromStream(bytes: string, offset: number, length: number, end?: number): Sighting | undefined {
  const reading = readPickle(bytes.length, (i) => {
    const code = bytes.charCodeAt(i);
    // What was no character of UTF-8 stands for some opcode of the upper half; which one is lost.
    return code > 255 ? 0x94 : code;
  });
  const name = hostileGlobal(reading);
  const stop = Math.max(offset + 1, Math.min(length, end ?? offset + reading.end));
  if (name !== undefined && (reading.calls || reading.complete))
    return { span: [offset, stop], confidence: 'high', reason: `unpickling calls ${name.slice(0, 60)}` };
  // An object of a class of the application: whoever accepts it accepts the ones above.
  return reading.complete && reading.calls && reading.globals.length > 0 && reading.globals[0] !== '_codecs.encode'
    ? { span: [offset, stop], confidence: 'medium', reason: `a pickle of ${(reading.globals[0] as string).slice(0, 60)}` }
    : undefined;
}
