import { holds, type RegExpNode, type RegExpTree } from './languages/regexp.ts';

/** Counted repeats are written out, and those of a larger expression only so often. */
const mostInstructions = 4000;
/** Choices that wait to be tried again. */
const mostWaiting = 500_000;

/** What a backtracking engine does next. `next` and `other` are places in the program. */
type Instruction =
  | { readonly op: 'set'; readonly ranges: readonly number[] }
  | { readonly op: 'split'; next: number; other: number }
  | { readonly op: 'jump'; next: number }
  | { readonly op: 'assert'; readonly test: Extract<RegExpNode, { kind: 'assert' }>['test'] }
  | { readonly op: 'look'; readonly program: Program; readonly isBehind: boolean; readonly isNegative: boolean }
  | { readonly op: 'back'; readonly index: number }
  | { readonly op: 'save'; readonly register: number }
  /** Fails when nothing was read since the register was saved: a turn of a loop that is empty is not repeated (ECMA-262 §22.2.2.3.1). */
  | { readonly op: 'progress'; readonly register: number }
  | { readonly op: 'match' };

/** An expression compiled for counting. */
export interface Program {
  readonly instructions: readonly Instruction[];
  readonly registers: number;
  readonly isMultiline: boolean;
  readonly isSticky: boolean;
}

/** The program that a backtracking engine would run for the expression. */
export function compile(tree: RegExpTree): Program {
  const compiler = new Compiler(tree);
  compiler.add(tree.root);
  return compiler.program();
}

class Compiler {
  readonly #instructions: Instruction[] = [];
  readonly #tree: RegExpTree;
  #registers: number;

  constructor(tree: RegExpTree) {
    this.#tree = tree;
    this.#registers = 2 * (tree.groups + 1);
  }

  program(): Program {
    this.#instructions.push({ op: 'match' });
    const { isMultiline, isSticky } = this.#tree;
    return { instructions: this.#instructions, registers: this.#registers, isMultiline, isSticky };
  }

  add(node: RegExpNode): void {
    switch (node.kind) {
      case 'set':
        this.#instructions.push({ op: 'set', ranges: node.ranges });
        return;
      case 'sequence':
        for (let i = 0; i < node.items.length; i++) this.add(node.items[i] as RegExpNode);
        return;
      case 'choice': {
        const jumps: { next: number }[] = [];
        for (let i = 0; i < node.options.length; i++) {
          const isLast = i === node.options.length - 1;
          const split = isLast ? undefined : this.#split();
          this.add(node.options[i] as RegExpNode);
          if (split === undefined) continue;
          const jump = { op: 'jump' as const, next: 0 };
          this.#instructions.push(jump);
          jumps.push(jump);
          split.other = this.#instructions.length;
        }
        for (let i = 0; i < jumps.length; i++) (jumps[i] as { next: number }).next = this.#instructions.length;
        return;
      }
      case 'group':
        this.#instructions.push({ op: 'save', register: 2 * node.index });
        this.add(node.body);
        this.#instructions.push({ op: 'save', register: 2 * node.index + 1 });
        return;
      case 'look': {
        const { isBehind, isNegative } = node;
        const inner = new Compiler(this.#tree);
        inner.add(node.body);
        this.#instructions.push({ op: 'look', program: inner.program(), isBehind, isNegative });
        return;
      }
      case 'assert':
        this.#instructions.push({ op: 'assert', test: node.test });
        return;
      case 'back':
        this.#instructions.push({ op: 'back', index: node.index });
        return;
      default:
        this.#addRepeat(node);
    }
  }

  #addRepeat({ body, min, max, isLazy }: Extract<RegExpNode, { kind: 'repeat' }>): void {
    for (let i = 0; i < min && this.#instructions.length < mostInstructions; i++) this.add(body);
    if (max === Number.POSITIVE_INFINITY || max - min > mostInstructions) {
      const start = this.#instructions.length;
      const split = this.#split();
      const register = this.#registers++;
      const isPlain = body.kind === 'set';
      if (!isPlain) this.#instructions.push({ op: 'save', register });
      this.add(body);
      if (!isPlain) this.#instructions.push({ op: 'progress', register });
      this.#instructions.push({ op: 'jump', next: start });
      this.#leave(split, isLazy);
      return;
    }
    const splits: { next: number; other: number }[] = [];
    for (let i = min; i < max && this.#instructions.length < mostInstructions; i++) {
      splits.push(this.#split());
      this.add(body);
    }
    for (let i = 0; i < splits.length; i++) this.#leave(splits[i] as { next: number; other: number }, isLazy);
  }

  /** First goes on behind itself; `other` is set when the place is known. */
  #split(): { next: number; other: number } {
    const split = { op: 'split' as const, next: this.#instructions.length + 1, other: 0 };
    this.#instructions.push(split);
    return split;
  }

  #leave(split: { next: number; other: number }, isLazy: boolean): void {
    split.other = this.#instructions.length;
    if (isLazy) [split.next, split.other] = [split.other, split.next];
  }
}

/** Whether the expression is found in the text, as far as `most` steps tell. */
export function matches(program: Program, text: string, most = 1_000_000): boolean {
  return search(new Machine(text, most), program, text, most);
}

/** How many steps a backtracking engine takes to find the expression in the text, or that it is not there; `most` when it takes more. */
export function countSteps(program: Program, text: string, most: number): number {
  const machine = new Machine(text, most);
  search(machine, program, text, most);
  return Math.min(most, machine.steps);
}

function search(machine: Machine, program: Program, text: string, most: number): boolean {
  for (let start = 0; start <= text.length && machine.steps < most; start++) {
    if (machine.run(program, start) >= 0) return true;
    // Engines see that an expression which begins with `^` is not found further on.
    if (program.isSticky || (!program.isMultiline && beginsWithStart(program))) break;
  }
  return false;
}

function beginsWithStart({ instructions }: Program): boolean {
  let i = 0;
  while (instructions[i]?.op === 'save') i++;
  const first = instructions[i];
  return first?.op === 'assert' && first.test === 'start';
}

class Machine {
  steps = 0;
  readonly #text: string;
  readonly #most: number;

  constructor(text: string, most: number) {
    this.#text = text;
    this.#most = most;
  }

  /** Where a match that begins at `start` ends; -1 when there is none or the steps are used up. */
  run({ instructions, registers: count, isMultiline }: Program, start: number): number {
    const text = this.#text;
    const registers = new Int32Array(count).fill(-1);
    // Three numbers each: where to go on in the program (or -1 - register), and at which unit (or what the register held).
    const waiting: number[] = [];
    let pc = 0;
    let at = start;
    for (;;) {
      if (++this.steps >= this.#most || waiting.length > mostWaiting) {
        this.steps = Math.max(this.steps, waiting.length > mostWaiting ? this.#most : 0);
        return -1;
      }
      const instruction = instructions[pc] as Instruction;
      let isAlive = true;
      switch (instruction.op) {
        case 'set':
          isAlive = at < text.length && holds(instruction.ranges, text.charCodeAt(at));
          at++;
          pc++;
          break;
        case 'split':
          waiting.push(instruction.other, at);
          pc = instruction.next;
          break;
        case 'jump':
          pc = instruction.next;
          break;
        case 'assert':
          isAlive = this.#holds(instruction.test, at, isMultiline);
          pc++;
          break;
        case 'look': {
          const found = instruction.isBehind ? this.#behind(instruction.program, at) : this.run(instruction.program, at) >= 0;
          isAlive = found !== instruction.isNegative;
          pc++;
          break;
        }
        case 'back': {
          const from = registers[2 * instruction.index] ?? -1;
          const to = registers[2 * instruction.index + 1] ?? -1;
          if (from >= 0 && to > from) {
            isAlive = text.startsWith(text.slice(from, to), at);
            this.steps += to - from;
            at += to - from;
          }
          pc++;
          break;
        }
        case 'save':
          waiting.push(-1 - instruction.register, registers[instruction.register] as number);
          registers[instruction.register] = at;
          pc++;
          break;
        case 'progress':
          isAlive = registers[instruction.register] !== at;
          pc++;
          break;
        default:
          return at;
      }
      while (!isAlive) {
        const value = waiting.pop();
        const place = waiting.pop();
        if (value === undefined || place === undefined) return -1;
        if (place < 0) registers[-1 - place] = value;
        else {
          pc = place;
          at = value;
          isAlive = true;
        }
      }
    }
  }

  /** Looking behind, engines read backwards; here the places before are tried, the nearest first. */
  #behind(program: Program, end: number): boolean {
    for (let start = end; start >= Math.max(0, end - 64); start--) if (this.run(program, start) === end) return true;
    return false;
  }

  #holds(test: Extract<RegExpNode, { kind: 'assert' }>['test'], at: number, isMultiline: boolean): boolean {
    const text = this.#text;
    if (test === 'start') return at === 0 || (isMultiline && text.charCodeAt(at - 1) === 10);
    if (test === 'end') return at === text.length || (isMultiline && text.charCodeAt(at) === 10);
    return (isWord(text.charCodeAt(at - 1)) !== isWord(text.charCodeAt(at))) === (test === 'boundary');
  }
}

function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}
