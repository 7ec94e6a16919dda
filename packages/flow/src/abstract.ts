import type { Span } from '@postern/core';
import type { FlowClass, SourceKind } from './flow.ts';
import type { FunctionForm } from './form.ts';

/** What is known of a value without running anything. */
export interface Abstract {
  readonly taints: readonly Taint[];
  /** What it is, by the way one gets there: `child_process.exec`, `pg.Client()` for an instance. Several after a branch. */
  readonly refs: readonly string[];
  /** Its text with `\0` where it is not known. */
  readonly text?: string;
  readonly closure?: Closure;
  readonly members?: ReadonlyMap<string, Abstract>;
  readonly items?: readonly Abstract[];
  /** The source of a regular expression. */
  readonly pattern?: string;
}

export interface Closure {
  readonly function: FunctionForm;
  readonly frame: Frame;
}

/** The variables of one call. */
export interface Frame {
  vars: Map<string, Abstract>;
  /** Places that a condition has checked, and what they are safe for since. */
  checked: Map<string, Safe>;
  readonly parent: Frame | undefined;
  readonly returns: Abstract[];
}

export type Safe = 'all' | ReadonlySet<FlowClass>;

export interface Step {
  readonly at: Span;
  readonly label: string;
}

/** Untrusted data within a value. */
export interface Taint {
  readonly kind: SourceKind;
  /** `event.Records.0.Sns.Message`. */
  readonly path: string;
  /** Where it was read. */
  readonly at: Span;
  readonly steps: readonly Step[];
  readonly safe: Safe;
  /** Where it was last put into a text. */
  readonly built?: Span;
  /** What stands before it in that text, with `\0` where that is not known. */
  readonly prefix?: string;
  /** It went through code that was not read. */
  readonly isVague: boolean;
}

export const empty: Abstract = { taints: [], refs: [] };

// Bounds of one value: a hostile file could otherwise make every join larger than the last.
const maxTaints = 8;
const maxRefs = 4;
const maxRefLength = 160;
const maxSteps = 12;
const maxText = 2000;
const maxMembers = 200;

export function ofRef(ref: string): Abstract {
  return { taints: [], refs: [ref.slice(0, maxRefLength)] };
}

export function ofText(text: string): Abstract {
  return { taints: [], refs: [], text: text.slice(0, maxText) };
}

export function ofMembers(members: ReadonlyMap<string, Abstract>, others: readonly Abstract[] = []): Abstract {
  const kept = members.size > maxMembers ? new Map([...members].slice(0, maxMembers)) : members;
  return { taints: mergeTaints([...members.values(), ...others].map(({ taints }) => taints)), refs: [], members: kept };
}

export function ofItems(items: readonly Abstract[]): Abstract {
  const all = { taints: mergeTaints(items.map(({ taints }) => taints)), refs: [] };
  return items.length > maxMembers ? all : { ...all, items };
}

/** Either of the values, as after a branch. */
export function join(left: Abstract, right: Abstract): Abstract {
  if (left === right || right === empty) return left;
  if (left === empty) return right;
  const closure = left.closure ?? right.closure;
  const pattern = left.pattern ?? right.pattern;
  const items =
    left.items && right.items && left.items.length === right.items.length
      ? left.items.map((item, index) => join(item, right.items?.[index] ?? empty))
      : undefined;
  return {
    taints: mergeTaints([left.taints, right.taints]),
    refs: left.refs.length === 0 ? right.refs : [...new Set([...left.refs, ...right.refs])].slice(0, maxRefs),
    ...(left.text !== undefined && left.text === right.text ? { text: left.text } : {}),
    ...(closure ? { closure } : {}),
    ...(left.members || right.members ? { members: joinMembers(left.members, right.members) } : {}),
    ...(items ? { items } : {}),
    ...(pattern !== undefined ? { pattern } : {}),
  };
}

function joinMembers(
  left: ReadonlyMap<string, Abstract> = new Map(),
  right: ReadonlyMap<string, Abstract> = new Map(),
): ReadonlyMap<string, Abstract> {
  const joined = new Map(left);
  for (const [name, value] of right) {
    const other = joined.get(name);
    if (other !== undefined) joined.set(name, shallow(other, value));
    else if (joined.size < maxMembers) joined.set(name, value);
  }
  return joined;
}

/** Members of members are joined by their taints alone: objects that refer to themselves would never end. */
function shallow(left: Abstract, right: Abstract): Abstract {
  return left === right
    ? left
    : { ...left, taints: mergeTaints([left.taints, right.taints]), refs: [...new Set([...left.refs, ...right.refs])].slice(0, maxRefs) };
}

export function mergeTaints(lists: readonly (readonly Taint[])[]): readonly Taint[] {
  const filled = lists.filter((list) => list.length > 0);
  if (filled.length <= 1) return filled[0] ?? [];
  const merged = new Map<string, Taint>();
  for (const list of filled)
    for (const taint of list) {
      const key = `${taint.kind}\0${taint.path}`;
      const known = merged.get(key);
      if (known) merged.set(key, known === taint ? known : { ...known, safe: both(known.safe, taint.safe) });
      else if (merged.size < maxTaints) merged.set(key, taint);
    }
  return [...merged.values()];
}

/** Safe only for what both are safe for. */
export function both(left: Safe, right: Safe): Safe {
  if (left === 'all') return right;
  if (right === 'all') return left;
  return new Set([...left].filter((each) => right.has(each)));
}

export function either(left: Safe, right: Safe): Safe {
  if (left === 'all' || right === 'all') return 'all';
  return new Set([...left, ...right]);
}

/** The value once it is safe for something more. */
export function withSafe(value: Abstract, safe: Safe): Abstract {
  if (value.taints.length === 0) return value;
  if (safe === 'all')
    return { ...value, taints: [], ...(value.members ? { members: new Map() } : {}), ...(value.items ? { items: [] } : {}) };
  if (safe.size === 0) return value;
  const mark = (taint: Taint): Taint => ({ ...taint, safe: either(taint.safe, safe) });
  return {
    ...value,
    taints: value.taints.map(mark),
    ...(value.items ? { items: value.items.map((item) => ({ ...item, taints: item.taints.map(mark) })) } : {}),
  };
}

export function withStep(value: Abstract, step: Step): Abstract {
  if (value.taints.length === 0) return value;
  const add = (taint: Taint): Taint => {
    const last = taint.steps.at(-1);
    // The handler's own parameter is the source itself.
    if (taint.path === step.label) return taint;
    if (taint.steps.length >= maxSteps || (last && last.at[0] === step.at[0] && last.label === step.label)) return taint;
    return { ...taint, steps: [...taint.steps, step] };
  };
  return { ...value, taints: value.taints.map(add) };
}

/** The parts as one text. A value in it remembers where it was put and what stands before it. */
export function buildText(parts: readonly Abstract[], at: Span): Abstract {
  let text = '';
  const lists: (readonly Taint[])[] = [];
  for (const part of parts) {
    const before = text;
    lists.push(part.taints.map((taint) => ({ ...taint, built: at, prefix: (before + (taint.prefix ?? '')).slice(0, maxText) })));
    text = (text + (part.text ?? '\0')).slice(0, maxText);
  }
  const taints = mergeTaints(lists);
  return { taints: withStep({ taints, refs: [] }, { at, label: 'put into a text' }).taints, refs: [], text };
}

/** A member by its name, at the place where it is read. */
export function memberOf(value: Abstract, name: string, at: Span): Abstract {
  const known = value.members?.get(name);
  if (known !== undefined) return known;
  if (value.items && /^\d{1,9}$/.test(name)) return value.items[Number(name)] ?? empty;
  if (name === 'length' || name === 'size') return { taints: [], refs: [] };
  const refs = value.refs.map((ref) => `${ref}.${name}`.slice(0, maxRefLength));
  if (value.taints.length === 0) return refs.length === 0 ? empty : { taints: [], refs };
  return { taints: value.taints.map((taint) => extend(taint, name, at)), refs };
}

/** An element of a list whose length is not known. */
export function elementOf(value: Abstract, at: Span): Abstract {
  if (value.items) return value.items.reduce(join, empty);
  return { taints: value.taints.map((taint) => extend(taint, '*', at)), refs: [] };
}

function extend(taint: Taint, name: string, at: Span): Taint {
  // Once it stands in a variable or a text, the place where it was read stays. Of an error the member that is read matters.
  if (taint.path.length > maxRefLength) return taint;
  const path = `${taint.path}.${name}`;
  return taint.steps.length > 0 && taint.kind !== 'error' ? { ...taint, path } : { ...taint, path, at };
}
