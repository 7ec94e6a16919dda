import { overlap, type RegExpNode, type RegExpTree } from './languages/regexp.ts';

/** Positions of a larger expression are not compared pair by pair. */
const mostPositions = 160;
/** From so many turns on, a bounded repeat costs like an unbounded one. */
const manyTurns = 8;

/**
 * Whether an expression can take exponentially long in a backtracking engine: whether a text exists that one of its loops reads in two ways, so that
 * n turns are read in 2ⁿ ways (the exponential degree of ambiguity of Weber and Seidl, TCS 88, 1991). Decided on the position automaton
 * (Glushkov 1961), in which a turn of a loop around a loop is a second edge between the same positions. What can make the match fail behind the
 * loop is not asked: whoever sends such an expression sends the text too.
 */
export function isExponential({ root }: RegExpTree): boolean {
  const automaton = new Automaton();
  automaton.read(root);
  for (let i = 0; i < automaton.looks.length; i++) automaton.read(automaton.looks[i] as RegExpNode);
  return !automaton.isTooLarge && automaton.isAmbiguous();
}

interface Piece {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly isNullable: boolean;
}

const empty: Piece = { first: [], last: [], isNullable: true };

class Automaton {
  readonly looks: RegExpNode[] = [];
  isTooLarge = false;
  readonly #sets: (readonly number[])[] = [];
  /** From a position to those behind it, as often as there is a way: two ways from one to the other make two readings. */
  readonly #edges: number[][] = [];

  read(node: RegExpNode): Piece {
    if (this.isTooLarge) return empty;
    switch (node.kind) {
      case 'set': {
        if (this.#sets.length >= mostPositions) {
          this.isTooLarge = true;
          return empty;
        }
        const position = this.#sets.push(node.ranges) - 1;
        this.#edges.push([]);
        return { first: [position], last: [position], isNullable: false };
      }
      case 'sequence': {
        let piece = empty;
        for (let i = 0; i < node.items.length; i++) piece = this.#joined(piece, this.read(node.items[i] as RegExpNode));
        return piece;
      }
      case 'choice': {
        const options = node.options.map((option) => this.read(option));
        return {
          first: options.flatMap(({ first }) => first),
          last: options.flatMap(({ last }) => last),
          isNullable: options.some(({ isNullable }) => isNullable),
        };
      }
      case 'group':
        return this.read(node.body);
      case 'repeat':
        return this.#repeated(node);
      case 'look':
        this.looks.push(node.body);
        return empty;
      default:
        return empty;
    }
  }

  #joined(before: Piece, behind: Piece): Piece {
    this.#connect(before.last, behind.first);
    return {
      first: before.isNullable ? [...before.first, ...behind.first] : before.first,
      last: behind.isNullable ? [...before.last, ...behind.last] : behind.last,
      isNullable: before.isNullable && behind.isNullable,
    };
  }

  #connect(from: readonly number[], to: readonly number[]): void {
    for (let i = 0; i < from.length; i++)
      for (let j = 0; j < to.length; j++) (this.#edges[from[i] as number] as number[]).push(to[j] as number);
  }

  #repeated({ body, min, max, isAtomic }: Extract<RegExpNode, { kind: 'repeat' }>): Piece {
    // What has matched is not tried in another way: no loop of it multiplies readings.
    if (isAtomic || max === 0) return empty;
    if (max >= manyTurns && !(min === max && isFixed(body))) {
      const piece = this.read(body);
      this.#connect(piece.last, piece.first);
      // Turns that may be empty but must be counted: which of them read something is one more choice.
      if (piece.isNullable && min >= manyTurns) this.#connect(piece.last, piece.first);
      return min === 0 ? { ...piece, isNullable: true } : piece;
    }
    // Of many turns of one length two show what there is to see.
    const turns = Math.min(max, min === max && isFixed(body) ? 2 : manyTurns);
    let piece = empty;
    for (let turn = 0; turn < turns; turn++) {
      const next = this.read(body);
      piece = this.#joined(piece, turn < min ? next : { ...next, isNullable: true });
    }
    return piece;
  }

  /** Whether from some pair of one position twice, two different positions are reached by one text, and from them the first pair again. */
  isAmbiguous(): boolean {
    const count = this.#sets.length;
    const components = stronglyConnected(this.#edges);
    for (let start = 0; start < count; start++) {
      const component = components[start] as number;
      // A second edge in a loop is a second reading at once.
      const own = (this.#edges[start] as number[]).filter((to) => components[to] === component);
      if (new Set(own).size < own.length && isInLoop(this.#edges, components, start)) return true;
    }
    for (let start = 0; start < count; start++)
      if (isInLoop(this.#edges, components, start) && this.#splits(start, components)) return true;
    return false;
  }

  /** Two ways from `start` and back that read the same text. Positions of other components never come back. */
  #splits(start: number, components: readonly number[]): boolean {
    const count = this.#sets.length;
    const component = components[start];
    // The first time two positions differ is told from pairs that still are one: `start` itself splits at once.
    const seen = new Uint8Array(count * count);
    const queue: number[] = [];
    const visit = (one: number, other: number): void => {
      const pair = one < other ? one * count + other : other * count + one;
      if (seen[pair] === 0) {
        seen[pair] = 1;
        queue.push(pair);
      }
    };
    const followers = this.#edges.map((to) => [...new Set(to)].filter((next) => components[next] === component));
    const from = followers[start] as number[];
    for (let i = 0; i < from.length; i++)
      for (let j = i + 1; j < from.length; j++) {
        const one = from[i] as number;
        const other = from[j] as number;
        if (overlap(this.#sets[one] as number[], this.#sets[other] as number[])) visit(one, other);
      }
    for (let at = 0; at < queue.length; at++) {
      const pair = queue[at] as number;
      const ones = followers[Math.floor(pair / count)] as number[];
      const others = followers[pair % count] as number[];
      for (let i = 0; i < ones.length; i++)
        for (let j = 0; j < others.length; j++) {
          const one = ones[i] as number;
          const other = others[j] as number;
          if (one === other) {
            // Both ways meet in one position of the loop, from which `start` is reached.
            return true;
          }
          if (overlap(this.#sets[one] as number[], this.#sets[other] as number[])) visit(one, other);
        }
    }
    return false;
  }
}

/** Whether all texts of the node have one length and it holds no loop. */
function isFixed(node: RegExpNode): boolean {
  switch (node.kind) {
    case 'sequence':
      return node.items.every(isFixed);
    case 'choice':
      return node.options.every((option) => option.kind === 'set');
    case 'group':
      return isFixed(node.body);
    case 'repeat':
      return node.min === node.max && isFixed(node.body);
    default:
      return node.kind !== 'back';
  }
}

function isInLoop(edges: readonly (readonly number[])[], components: readonly number[], position: number): boolean {
  const component = components[position];
  return (edges[position] as readonly number[]).some((to) => components[to] === component);
}

/** The number of the strongly connected component of each position (Tarjan 1972, without recursion). */
function stronglyConnected(edges: readonly (readonly number[])[]): readonly number[] {
  const count = edges.length;
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const component: number[] = new Array(count).fill(-1);
  const open: number[] = [];
  let next = 0;
  let components = 0;
  for (let root = 0; root < count; root++) {
    if (order[root] !== -1) continue;
    const path: { readonly position: number; edge: number }[] = [{ position: root, edge: 0 }];
    while (path.length > 0) {
      const step = path[path.length - 1] as { readonly position: number; edge: number };
      const { position } = step;
      if (step.edge === 0) {
        order[position] = low[position] = next++;
        open.push(position);
      }
      const to = (edges[position] as readonly number[])[step.edge++];
      if (to !== undefined) {
        if (order[to] === -1) path.push({ position: to, edge: 0 });
        else if (component[to] === -1) low[position] = Math.min(low[position] as number, order[to] as number);
        continue;
      }
      path.pop();
      const above = path[path.length - 1];
      if (above !== undefined) low[above.position] = Math.min(low[above.position] as number, low[position] as number);
      if (low[position] === order[position]) {
        for (let member = open.pop(); member !== undefined; member = open.pop()) {
          component[member] = components;
          if (member === position) break;
        }
        components++;
      }
    }
  }
  return component;
}

/**
 * How many unbounded loops in a row can share one run of text: n of them divide it in about lengthⁿ⁻¹ ways. `.*.*=.*` has two before its `=`, which
 * they read as well.
 */
export function sharedLoops({ root }: RegExpTree): number {
  let most = 0;
  let shared: readonly number[] | undefined;
  let count = 0;
  const visit = (node: RegExpNode): void => {
    if (node.kind === 'sequence') node.items.forEach(visit);
    else if (node.kind === 'group') visit(node.body);
    else if (node.kind === 'repeat' && node.body.kind === 'set' && node.max === Number.POSITIVE_INFINITY && !node.isAtomic) {
      const { ranges } = node.body;
      count = shared !== undefined && overlap(shared, ranges) ? count + 1 : 1;
      shared = ranges;
      most = Math.max(most, count);
    } else if (node.kind === 'repeat' && node.min === 0) return;
    else if (node.kind === 'set' && shared !== undefined && overlap(shared, node.ranges)) return;
    else if (node.kind !== 'assert' && node.kind !== 'look') shared = undefined;
  };
  visit(root);
  return most;
}
