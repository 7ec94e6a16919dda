/** Units of a text between two remembered offsets. */
const step = 64;

/** Where the units of a text are in its JSON form (RFC 8259, as `JSON.stringify` writes it). */
export class Escapes {
  private readonly text: string;
  /** The offset in the JSON form of every unit at a multiple of {@link step}. */
  private readonly marks: Uint32Array;

  constructor(text: string) {
    this.text = text;
    this.marks = new Uint32Array(Math.floor(text.length / step) + 1);
    let escaped = 0;
    for (let at = 0; at < text.length; at++) {
      if (at % step === 0) this.marks[at / step] = escaped;
      escaped += widthAt(text, at);
    }
    if (text.length % step === 0) this.marks[text.length / step] = escaped;
  }

  /** The offset in the text of an offset in its JSON form; in the middle of an escape, that of the unit behind it. */
  offsetOf(escaped: number): number {
    const { text, marks } = this;
    let low = 0;
    let high = marks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((marks[middle] as number) <= escaped) low = middle;
      else high = middle - 1;
    }
    let at = low * step;
    for (let passed = marks[low] as number; at < text.length && passed < escaped; at++) passed += widthAt(text, at);
    return at;
  }
}

function widthAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 0x22 || code === 0x5c || (code >= 8 && code <= 13 && code !== 11)) return 2;
  return code < 0x20 || isLoneSurrogate(text, at, code) ? 6 : 1;
}

function isLoneSurrogate(text: string, at: number, code: number): boolean {
  if (code < 0xd800 || code > 0xdfff) return false;
  const other = code < 0xdc00 ? text.charCodeAt(at + 1) : text.charCodeAt(at - 1);
  return code < 0xdc00 ? !(other >= 0xdc00 && other <= 0xdfff) : !(other >= 0xd800 && other <= 0xdbff);
}
