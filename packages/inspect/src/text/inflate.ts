/**
 * Raw DEFLATE (RFC 1951), in the language alone. `node:zlib` would be several times faster, but it is loaded into the function's realm
 * and leans on that realm's iterators while it loads: a package that patches `Array.prototype[Symbol.iterator]` first would leave every
 * compressed value unread. Loading it ahead costs each cold start 3 ms and 1.7 MB, whether anything is compressed or not.
 */
export interface Inflated {
  readonly bytes: Uint8Array;
  /** `complete`, `cut` when the input ends early or is broken (what came out before that is kept), `limit` when `maxLength` was reached. */
  readonly end: 'complete' | 'cut' | 'limit';
  /** The index of the first input byte after the stream. */
  readonly next: number;
}

// RFC 1951 §3.2.5: base values and extra bits of lengths (257…285) and distances (0…29).
const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385,
  24577,
];
const distanceExtra = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
// §3.2.7: the order in which the lengths of the code-length code come.
const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const maxBits = 15;

/** A canonical Huffman code as a table over the next {@link Huffman.bits} bits: symbol × 16 + length, 0 where no code begins so. */
interface Huffman {
  readonly bits: number;
  readonly table: Uint16Array;
}

/** Thrown where the input ends early or breaks the format; one object, since making an error costs more than most inputs. */
const cut = new Error('cut');

let fixed: { readonly literals: Huffman; readonly distances: Huffman } | undefined;

/** Inflates `input` from `start`; at most `maxLength` bytes come out. Never throws. */
export function inflateRaw(input: Uint8Array, start: number, maxLength: number): Inflated {
  const stream = new Inflater(input, start, maxLength);
  let end: Inflated['end'] = 'complete';
  try {
    while (!stream.block()) if (stream.full) break;
    if (stream.full) end = 'limit';
  } catch (error) {
    if (error !== cut) throw error;
    end = 'cut';
  }
  return { bytes: stream.output.subarray(0, stream.length), end, next: stream.next() };
}

class Inflater {
  output: Uint8Array;
  length = 0;
  full = false;
  private readonly input: Uint8Array;
  private readonly maxLength: number;
  private at: number;
  private held = 0;
  private count = 0;

  constructor(input: Uint8Array, start: number, maxLength: number) {
    this.input = input;
    this.at = start;
    this.maxLength = maxLength;
    // A short input is most often noise that ends at its first codes: up to 64 bytes the engine keeps within its own heap, which costs a tenth.
    this.output = new Uint8Array(input.length < 256 ? Math.min(maxLength, 64) : Math.min(maxLength, (input.length - start) * 4));
  }

  /** Reads one block; answers whether it was the last. */
  block(): boolean {
    const isLast = this.take(1) === 1;
    const type = this.take(2);
    if (type === 0) this.stored();
    else if (type === 1) {
      fixed ??= fixedCodes();
      this.compressed(fixed.literals, fixed.distances);
    } else if (type === 2) this.dynamic();
    else throw cut;
    return isLast;
  }

  /** Whole bytes that are held but not used belong to what follows. */
  next(): number {
    return this.at - (this.count >> 3);
  }

  private stored(): void {
    this.at = this.next();
    this.held = 0;
    this.count = 0;
    if (this.at + 4 > this.input.length) throw cut;
    const size = (this.input[this.at] as number) | ((this.input[this.at + 1] as number) << 8);
    const check = (this.input[this.at + 2] as number) | ((this.input[this.at + 3] as number) << 8);
    if ((size ^ check) !== 0xffff) throw cut;
    this.at += 4;
    const present = Math.min(size, this.input.length - this.at);
    const room = this.room(present);
    this.output.set(this.input.subarray(this.at, this.at + room), this.length);
    this.length += room;
    this.at += present;
    if (present < size) throw cut;
  }

  private dynamic(): void {
    const literalCount = this.take(5) + 257;
    const distanceCount = this.take(5) + 1;
    const codeCount = this.take(4) + 4;
    const codeLengths = new Uint8Array(19);
    for (let i = 0; i < codeCount; i++) codeLengths[codeLengthOrder[i] as number] = this.take(3);
    const code = huffman(codeLengths);
    const lengths = new Uint8Array(literalCount + distanceCount);
    for (let i = 0; i < lengths.length; ) {
      const symbol = this.symbol(code);
      if (symbol < 16) lengths[i++] = symbol;
      else {
        const value = symbol === 16 ? (i === 0 ? -1 : (lengths[i - 1] as number)) : 0;
        let times = symbol === 16 ? 3 + this.take(2) : symbol === 17 ? 3 + this.take(3) : 11 + this.take(7);
        if (value < 0 || i + times > lengths.length) throw cut;
        while (times-- > 0) lengths[i++] = value;
      }
    }
    this.compressed(huffman(lengths.subarray(0, literalCount)), huffman(lengths.subarray(literalCount)));
  }

  private compressed(literals: Huffman, distances: Huffman): void {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol < 256) {
        if (this.room(1) === 0) return;
        this.output[this.length++] = symbol;
        continue;
      }
      if (symbol === 256) return;
      if (symbol > 285) throw cut;
      const size = (lengthBase[symbol - 257] as number) + this.take(lengthExtra[symbol - 257] as number);
      const kind = this.symbol(distances);
      if (kind > 29) throw cut;
      const distance = (distanceBase[kind] as number) + this.take(distanceExtra[kind] as number);
      if (distance > this.length) throw cut;
      const room = this.room(size);
      const { output } = this;
      // One by one: source and target overlap when a run repeats itself.
      for (let i = 0; i < room; i++, this.length++) output[this.length] = output[this.length - distance] as number;
      if (room < size) return;
    }
  }

  private symbol({ bits, table }: Huffman): number {
    while (this.count < bits && this.at < this.input.length) this.fill();
    const entry = table[this.held & ((1 << bits) - 1)] as number;
    const size = entry & 15;
    if (size === 0 || size > this.count) throw cut;
    this.held >>>= size;
    this.count -= size;
    return entry >> 4;
  }

  private take(count: number): number {
    while (this.count < count) {
      if (this.at >= this.input.length) throw cut;
      this.fill();
    }
    const value = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.count -= count;
    return value;
  }

  // At most 15 bits are asked for at a time, so 24 held bits are enough and 31 are never passed.
  private fill(): void {
    this.held |= (this.input[this.at++] as number) << this.count;
    this.count += 8;
  }

  /** Makes room for `wanted` bytes and answers for how many there is; sets `full` when it is fewer. */
  private room(wanted: number): number {
    const needed = this.length + wanted;
    if (needed <= this.output.length) return wanted;
    if (this.output.length < this.maxLength) {
      const larger = new Uint8Array(Math.min(this.maxLength, Math.max(needed, this.output.length * 2)));
      larger.set(this.output.subarray(0, this.length));
      this.output = larger;
    }
    const room = Math.min(wanted, this.output.length - this.length);
    if (room < wanted) this.full = true;
    return room;
  }
}

function fixedCodes(): NonNullable<typeof fixed> {
  const lengths = new Uint8Array(288);
  for (let i = 0; i < 288; i++) lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
  return { literals: huffman(lengths), distances: huffman(new Uint8Array(30).fill(5)) };
}

function huffman(lengths: Uint8Array): Huffman {
  const counts = new Uint16Array(maxBits + 1);
  let bits = 0;
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i] as number;
    counts[length] = (counts[length] as number) + 1;
    if (length > bits) bits = length;
  }
  counts[0] = 0;
  const next = new Uint16Array(maxBits + 2);
  let code = 0;
  for (let length = 1; length <= maxBits; length++) {
    code = (code + (counts[length - 1] as number)) << 1;
    // More codes than there is room for: no code at all (§3.2.2 assumes that there are not).
    if (code + (counts[length] as number) > 1 << length) throw cut;
    next[length] = code;
  }
  const table = new Uint16Array(1 << bits);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] as number;
    if (length === 0) continue;
    const canonical = next[length] as number;
    next[length] = canonical + 1;
    // Codes are packed with their first bit lowest, so the table is indexed by the reversed code and all that may follow it.
    let reversed = 0;
    for (let bit = 0; bit < length; bit++) if (canonical & (1 << bit)) reversed |= 1 << (length - 1 - bit);
    for (let index = reversed; index < table.length; index += 1 << length) table[index] = (symbol << 4) | length;
  }
  return { bits, table };
}
