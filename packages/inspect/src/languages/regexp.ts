/**
 * Regular expressions of ECMA-262 (§22.2.1 with the tolerance of Annex B.1.2), as a tree: for judging an expression that arrives as input, and for
 * counting what one of the application's own costs on an input. Syntax that other engines add (possessive and atomic groups, named classes,
 * inline flags) is read too, as what it means nearest.
 */
export type RegExpNode =
  /** One unit of a set: pairs of first and last code, in order. */
  | { readonly kind: 'set'; readonly ranges: readonly number[] }
  | { readonly kind: 'sequence'; readonly items: readonly RegExpNode[] }
  | { readonly kind: 'choice'; readonly options: readonly RegExpNode[] }
  | {
      readonly kind: 'repeat';
      readonly body: RegExpNode;
      readonly min: number;
      readonly max: number;
      readonly isLazy: boolean;
      readonly isAtomic: boolean;
    }
  | { readonly kind: 'group'; readonly body: RegExpNode; readonly index: number }
  | { readonly kind: 'look'; readonly body: RegExpNode; readonly isBehind: boolean; readonly isNegative: boolean }
  | { readonly kind: 'assert'; readonly test: 'start' | 'end' | 'boundary' | 'inside' }
  | { readonly kind: 'back'; readonly index: number };

export interface RegExpTree {
  readonly root: RegExpNode;
  readonly groups: number;
  readonly isMultiline: boolean;
  readonly isSticky: boolean;
}

const last = 0xffff;
const digit = [48, 57];
const word = [48, 57, 65, 90, 95, 95, 97, 122];
const space = [
  9, 13, 32, 32, 160, 160, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f, 0x205f, 0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff,
];
const noLineEnd = [0, 9, 11, 12, 14, 0x2027, 0x202a, last];
const deepest = 100;
/** A longer expression is no expression that somebody types; its tree would cost more than the text is worth. */
const longest = 4000;

/** One object: making an error costs more than most inputs, and most of them are no expressions. */
const notOne = new Error('no regular expression');

/** The tree of an expression; `undefined` when it is none. */
export function parseRegExp(source: string, flags = ''): RegExpTree | undefined {
  if (source.length > longest) return undefined;
  try {
    return new Parser(source, flags).read();
  } catch (error) {
    if (error !== notOne) throw error;
    return undefined;
  }
}

class Parser {
  #at = 0;
  #groups = 0;
  readonly #names: Map<string, number> = new Map();
  readonly #source: string;
  readonly #flags: string;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#flags = flags;
  }

  read(): RegExpTree {
    const root = this.#choice(0);
    if (this.#at < this.#source.length) throw notOne; // a bracket that closes nothing
    return { root, groups: this.#groups, isMultiline: this.#flags.includes('m'), isSticky: this.#flags.includes('y') };
  }

  #choice(depth: number): RegExpNode {
    if (depth > deepest) throw notOne;
    const options = [this.#sequence(depth)];
    while (this.#takes('|')) options.push(this.#sequence(depth));
    return options.length === 1 ? (options[0] as RegExpNode) : { kind: 'choice', options };
  }

  #sequence(depth: number): RegExpNode {
    const items: RegExpNode[] = [];
    while (this.#at < this.#source.length && this.#source[this.#at] !== '|' && this.#source[this.#at] !== ')')
      items.push(this.#term(depth));
    return items.length === 1 ? (items[0] as RegExpNode) : { kind: 'sequence', items };
  }

  #term(depth: number): RegExpNode {
    const body = this.#atom(depth);
    const quantifier = this.#quantifier();
    if (quantifier === undefined) return body;
    const { min, max } = quantifier;
    if (body.kind === 'assert') throw notOne;
    const isAtomic = this.#takes('+'); // possessive, in Java, PCRE and Ruby
    return { kind: 'repeat', body, min, max, isLazy: !isAtomic && this.#takes('?'), isAtomic };
  }

  #quantifier(): { readonly min: number; readonly max: number } | undefined {
    if (this.#takes('*')) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (this.#takes('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (this.#takes('?')) return { min: 0, max: 1 };
    if (this.#source[this.#at] !== '{') return undefined;
    const match = /^\{(\d{0,9})(,?)(\d{0,9})\}/.exec(this.#source.slice(this.#at, this.#at + 24));
    if (match === null || (match[1] === '' && match[3] === '')) return undefined; // Annex B: a brace that is no quantifier stands for itself
    this.#at += match[0].length;
    const min = Number(match[1]);
    return { min, max: match[2] === '' ? min : match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3]) };
  }

  #atom(depth: number): RegExpNode {
    const character = this.#source[this.#at++] as string;
    switch (character) {
      case '^':
        return { kind: 'assert', test: 'start' };
      case '$':
        return { kind: 'assert', test: 'end' };
      case '.':
        return { kind: 'set', ranges: this.#flags.includes('s') ? [0, last] : noLineEnd };
      case '(':
        return this.#group(depth);
      case '[':
        return { kind: 'set', ranges: this.#folded(this.#class()) };
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw notOne; // nothing to repeat
      default:
        return this.#unit(character.charCodeAt(0));
    }
  }

  #unit(code: number): RegExpNode {
    return { kind: 'set', ranges: this.#folded([code, code]) };
  }

  #group(depth: number): RegExpNode {
    let index = 0;
    let look: { readonly isBehind: boolean; readonly isNegative: boolean } | undefined;
    let isAtomic = false;
    if (this.#takes('?')) {
      const match = /^(?:<?[=!]|[:>|#]|P?<(\w{1,64})>|'(\w{1,64})'|[a-zA-Z-]{1,10}:)/.exec(this.#source.slice(this.#at, this.#at + 70));
      if (match === null) {
        const flags = /^[a-zA-Z-]{1,10}\)/.exec(this.#source.slice(this.#at, this.#at + 12));
        if (flags === null) throw notOne;
        this.#at += flags[0].length; // (?i)
        return { kind: 'sequence', items: [] };
      }
      this.#at += match[0].length;
      const opening = match[0];
      if (opening === '>') isAtomic = true;
      if (/^<?[=!]$/.test(opening)) look = { isBehind: opening[0] === '<', isNegative: opening.endsWith('!') };
      const name = match[1] ?? match[2];
      if (name !== undefined) {
        index = ++this.#groups;
        this.#names.set(name, index);
      }
    } else index = ++this.#groups;
    const body = this.#choice(depth + 1);
    if (!this.#takes(')')) throw notOne;
    if (look !== undefined) return { kind: 'look', body, ...look };
    if (isAtomic) return { kind: 'repeat', body, min: 1, max: 1, isLazy: false, isAtomic };
    return index === 0 ? body : { kind: 'group', body, index };
  }

  #escape(): RegExpNode {
    const character = this.#source[this.#at];
    if (character === undefined) throw notOne;
    if (character === 'b' || character === 'B') {
      this.#at++;
      return { kind: 'assert', test: character === 'b' ? 'boundary' : 'inside' };
    }
    if (character === 'A' || character === 'z' || character === 'Z') {
      this.#at++;
      return { kind: 'assert', test: character === 'A' ? 'start' : 'end' };
    }
    const back = /^(?:([1-9]\d?)|k<(\w{1,64})>)/.exec(this.#source.slice(this.#at, this.#at + 70));
    if (back !== null) {
      this.#at += back[0].length;
      const name = back[2];
      return { kind: 'back', index: name === undefined ? Number(back[1]) : (this.#names.get(name) ?? 0) };
    }
    return { kind: 'set', ranges: this.#folded(this.#escapedSet()) };
  }

  /** Behind a backslash, in a class or outside of one. */
  #escapedSet(): readonly number[] {
    const character = this.#source[this.#at++];
    switch (character) {
      case undefined:
        throw notOne;
      case 'd':
        return digit;
      case 'D':
        return inverted(digit);
      case 'w':
        return word;
      case 'W':
        return inverted(word);
      case 's':
        return space;
      case 'S':
        return inverted(space);
      case 'p':
      case 'P': {
        const match = /^\{[\w=^]{1,64}\}/.exec(this.#source.slice(this.#at, this.#at + 70));
        if (match === null) return [112, 112];
        this.#at += match[0].length;
        // Which property it is matters little: letters and what is not ASCII, or all the others.
        const letters = [65, 90, 97, 122, 128, last];
        return character === 'p' ? letters : inverted(letters);
      }
      default: {
        const code = this.#escapedUnit(character);
        return [code, code];
      }
    }
  }

  #escapedUnit(character: string): number {
    const control = 'tnvfr0'.indexOf(character);
    if (control >= 0) return [9, 10, 11, 12, 13, 0][control] as number;
    if (character === 'c') return this.#source.charCodeAt(this.#at++) & 31;
    if (character === 'x' || character === 'u') {
      const match = /^(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{2}))([0-9a-fA-F]{2})?/.exec(this.#source.slice(this.#at, this.#at + 8));
      if (match !== null && (match[1] !== undefined || character === 'x' || match[3] !== undefined)) {
        const digits = match[1] ?? (character === 'x' ? match[2] : `${match[2]}${match[3]}`);
        this.#at += match[1] === undefined ? (character === 'x' ? 2 : 4) : match[1].length + 2;
        return Math.min(last, Number.parseInt(digits as string, 16));
      }
    }
    return character.charCodeAt(0);
  }

  #class(): readonly number[] {
    const isNegative = this.#takes('^');
    const ranges: number[] = [];
    for (let isFirst = true; ; isFirst = false) {
      const character = this.#source[this.#at];
      if (character === undefined) throw notOne;
      this.#at++;
      // ECMAScript's empty class is left out: to all others a bracket that comes first is one of the characters.
      if (character === ']' && !isFirst) break;
      const low = this.#member(character);
      if (this.#source[this.#at] === '-' && this.#source[this.#at + 1] !== ']' && this.#at + 1 < this.#source.length) {
        this.#at++;
        const high = this.#member(this.#source[this.#at++] as string);
        if (low.length === 2 && high.length === 2) {
          const [from] = low as [number];
          const to = high[1] as number;
          if (from > to) throw notOne;
          ranges.push(from, to);
          continue;
        }
        ranges.push(45, 45);
        for (let i = 0; i < high.length; i++) ranges.push(high[i] as number);
      }
      for (let i = 0; i < low.length; i++) ranges.push(low[i] as number);
    }
    const sorted = merged(ranges);
    return isNegative ? inverted(sorted) : sorted;
  }

  #member(character: string): readonly number[] {
    if (character === '[') {
      const posix = /^:\^?([a-z]{1,10}):\]/.exec(this.#source.slice(this.#at, this.#at + 16));
      if (posix !== null) {
        this.#at += posix[0].length;
        return posix[1] === 'space' || posix[1] === 'blank' ? space : posix[1] === 'digit' ? digit : posix[1] === 'punct' ? [33, 47] : word;
      }
    }
    if (character !== '\\') return [character.charCodeAt(0), character.charCodeAt(0)];
    if (this.#source[this.#at] === 'b') {
      this.#at++;
      return [8, 8];
    }
    return this.#escapedSet();
  }

  /** With both cases of ASCII letters, where case does not count. */
  #folded(ranges: readonly number[]): readonly number[] {
    if (!this.#flags.includes('i')) return ranges;
    const both = [...ranges];
    for (let i = 0; i < ranges.length; i += 2)
      for (const [low, high, shift] of [
        [65, 90, 32],
        [97, 122, -32],
      ] as const) {
        const from = Math.max(low, ranges[i] as number);
        const to = Math.min(high, ranges[i + 1] as number);
        if (from <= to) both.push(from + shift, to + shift);
      }
    return merged(both);
  }

  #takes(character: string): boolean {
    if (this.#source[this.#at] !== character) return false;
    this.#at++;
    return true;
  }
}

function merged(ranges: readonly number[]): readonly number[] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i] as number, ranges[i + 1] as number]);
  pairs.sort((one, other) => one[0] - other[0]);
  const result: number[] = [];
  for (const [low, high] of pairs) {
    const end = result[result.length - 1];
    if (end !== undefined && low <= end + 1) result[result.length - 1] = Math.max(end, high);
    else result.push(low, high);
  }
  return result;
}

function inverted(ranges: readonly number[]): readonly number[] {
  const result: number[] = [];
  let next = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    if ((ranges[i] as number) > next) result.push(next, (ranges[i] as number) - 1);
    next = (ranges[i + 1] as number) + 1;
  }
  if (next <= last) result.push(next, last);
  return result;
}

/** Whether the set holds the unit. */
export function holds(ranges: readonly number[], code: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) if (code <= (ranges[i + 1] as number)) return code >= (ranges[i] as number);
  return false;
}

/** Whether a unit is in both sets. */
export function overlap(one: readonly number[], other: readonly number[]): boolean {
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    if ((one[i + 1] as number) < (other[j] as number)) i += 2;
    else if ((other[j + 1] as number) < (one[i] as number)) j += 2;
    else return true;
  }
  return false;
}
