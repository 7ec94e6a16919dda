import { type Abstract, both, either, type Frame, type Safe } from './abstract.ts';
import { canonical } from './canonical.ts';
import type { FlowClass } from './flow.ts';
import type { Expression } from './form.ts';
import { hasFixedHost } from './hosts.ts';
import { readPattern } from './pattern.ts';

/** What a condition says about places, once it is known to be true or false. */
export interface Facts {
  readonly whenTrue: ReadonlyMap<string, Safe>;
  readonly whenFalse: ReadonlyMap<string, Safe>;
}

/** Evaluates an expression in the frame that the condition stands in. */
export type Evaluate = (expression: Expression, frame: Frame) => Abstract;

const nothing: ReadonlyMap<string, Safe> = new Map();
const noFacts: Facts = { whenTrue: nothing, whenFalse: nothing };
const onlyTraversal: ReadonlySet<FlowClass> = new Set(['lfi']);
const onlyRequests: ReadonlySet<FlowClass> = new Set(['ssrf']);
const typeChecks = new Set([
  'isInteger',
  'isSafeInteger',
  'isFinite',
  'isdigit',
  'isnumeric',
  'isdecimal',
  'isalnum',
  'isUUID',
  'isNumeric',
  'isAlphanumeric',
  'isInt',
]);
const memberships = new Set(['includes', 'has', 'hasOwnProperty', 'hasOwn', 'contains', '__contains__']);

/** Reads a condition. `depth` bounds conditions that are helper functions of helper functions. */
export function factsOf(test: Expression, frame: Frame, evaluate: Evaluate, depth = 0): Facts {
  if (depth > 30) return noFacts;
  const facts = (each: Expression): Facts => factsOf(each, frame, evaluate, depth + 1);
  switch (test.kind) {
    case 'logic': {
      const operands = test.operands.map(facts);
      if (test.by === 'not') return { whenTrue: operands[0]?.whenFalse ?? nothing, whenFalse: operands[0]?.whenTrue ?? nothing };
      const trues = operands.map(({ whenTrue }) => whenTrue);
      const falses = operands.map(({ whenFalse }) => whenFalse);
      return test.by === 'and'
        ? { whenTrue: union(trues), whenFalse: intersection(falses) }
        : { whenTrue: intersection(trues), whenFalse: union(falses) };
    }
    case 'compare':
      return comparison(test, frame, evaluate);
    case 'call':
      return call(test, frame, evaluate, depth);
    case 'assign':
      return facts(test.value);
    default:
      return noFacts;
  }
}

function comparison(test: Expression & { readonly kind: 'compare' }, frame: Frame, evaluate: Evaluate): Facts {
  const { by, left, right } = test;
  if (by === 'in' || by === 'not-in') {
    const isClean = evaluate(right, frame).taints.length === 0;
    if (isClean) return when(by === 'in', place(left), 'all');
    // `'..' in name`: what is not in it can't do what it is needed for.
    return left.kind === 'constant' && isStepUp(left.value) ? when(by === 'not-in', place(right), onlyTraversal) : noFacts;
  }
  for (const [side, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const kind = side.kind === 'call' && side.callee.kind === 'name' && side.callee.name === 'typeof' ? side.args[0]?.value : undefined;
    if (kind && other.kind === 'constant') {
      if (other.value === 'number' || other.value === 'boolean') return when(by === 'equal', place(kind), 'all');
      return noFacts;
    }
    const searched = searchOf(side, other, frame, evaluate);
    if (searched) return when(by === 'unequal', searched, 'all');
    const path = place(side);
    if (path === undefined || side.kind === 'constant') continue;
    // To be nothing, or true, says nothing about the text otherwise; to be equal to what the program knows says everything.
    if (other.kind === 'constant' && (typeof other.value !== 'string' || other.value === '')) continue;
    if (evaluate(side, frame).taints.length > 0 && evaluate(other, frame).taints.length === 0) return when(by === 'equal', path, 'all');
  }
  return noFacts;
}

/** `allowed.indexOf(x) !== -1`. */
function searchOf(side: Expression, other: Expression, frame: Frame, evaluate: Evaluate): string | undefined {
  if (side.kind !== 'call' || side.callee.kind !== 'member' || side.callee.name !== 'indexOf') return undefined;
  const isMinusOne = other.kind === 'operation' && other.operands[0]?.kind === 'constant' && other.operands[0].value === 1;
  const argument = side.args[0]?.value;
  if (!isMinusOne || !argument || evaluate(side.callee.object, frame).taints.length > 0) return undefined;
  return place(argument);
}

function call(test: Expression & { readonly kind: 'call' }, frame: Frame, evaluate: Evaluate, depth: number): Facts {
  const { callee, args } = test;
  const first = args[0]?.value;
  if (callee.kind === 'member' && callee.name !== undefined) {
    const name = callee.name;
    const object = callee.object;
    const last = args.at(-1)?.value;
    if (typeChecks.has(name)) return when(true, place(first && evaluate(first, frame).taints.length > 0 ? first : object), 'all');
    if (memberships.has(name) && last) {
      if (name === 'hasOwn' || name === 'call' || evaluate(object, frame).taints.length === 0) return when(true, place(last), 'all');
      return first?.kind === 'constant' && isStepUp(first.value) ? when(false, place(object), onlyTraversal) : noFacts;
    }
    if ((name === 'startsWith' || name === 'startswith') && first) return startsWith(object, first, frame, evaluate);
    const matched = matchOf(
      object,
      name,
      args.map(({ value }) => value),
      frame,
      evaluate,
    );
    if (matched) {
      const { isWhole, safeFor } = readPattern(matched.pattern);
      return isWhole || matched.isWhole ? when(true, place(matched.subject), safeFor) : noFacts;
    }
  }
  if (callee.kind === 'name' && callee.name === 'isinstance' && args[1]) {
    const types = canonical(args[1].value);
    return types === 'int' || types === 'float' || types === 'bool' ? when(true, first && place(first), 'all') : noFacts;
  }
  return helper(test, frame, evaluate, depth);
}

/** Which expression is matched against which text: `/^a$/.test(x)`, `x.match(/^a$/)`, `re.fullmatch(p, x)`, `PATTERN.fullmatch(x)`. */
export function matchOf(
  object: Expression,
  name: string,
  args: readonly Expression[],
  frame: Frame,
  evaluate: Evaluate,
): { readonly pattern: string; readonly subject: Expression; readonly isWhole: boolean } | undefined {
  const isMatch =
    name === 'test' || name === 'exec' || name === 'match' || name === 'fullmatch' || name === 'search' || name === 'matchAll';
  const first = args[0];
  if (!isMatch || !first) return undefined;
  const isWhole = name === 'fullmatch';
  const receiver = evaluate(object, frame);
  if (receiver.pattern !== undefined) return { pattern: receiver.pattern, subject: first, isWhole };
  if (receiver.refs.includes('re') && args[1]) {
    const pattern = evaluate(first, frame).text;
    return pattern === undefined || pattern.includes('\0') ? undefined : { pattern, subject: args[1], isWhole };
  }
  const pattern = evaluate(first, frame).pattern;
  return pattern === undefined ? undefined : { pattern, subject: object, isWhole };
}

function startsWith(subject: Expression, prefix: Expression, frame: Frame, evaluate: Evaluate): Facts {
  const known = evaluate(prefix, frame);
  if (known.taints.length > 0) return noFacts;
  const value = evaluate(subject, frame);
  const isResolved = value.refs.some((ref) => /(?:resolve|normalize|realpath|realpathSync|abspath)\(\)$/.test(ref));
  const safe = new Set<FlowClass>();
  if (isResolved) safe.add('lfi');
  if (known.text === undefined || hasFixedHost(known.text)) safe.add('ssrf');
  return when(true, place(subject), safe);
}

/** A condition that is a function of the same file with one answer: `isPlain(name)`. */
function helper(test: Expression & { readonly kind: 'call' }, frame: Frame, evaluate: Evaluate, depth: number): Facts {
  const closure = test.callee.kind === 'name' ? evaluate(test.callee, frame).closure : undefined;
  const answer = closure?.function.body.length === 1 ? closure.function.body[0] : undefined;
  if (!closure || answer?.kind !== 'return' || !answer.value) return noFacts;
  const names = new Map<string, string>();
  const inner: Frame = { vars: new Map(), checked: new Map(), parent: closure.frame, returns: [] };
  closure.function.parameters.forEach(({ target }, index) => {
    const argument = test.args[index]?.value;
    if (target.kind !== 'name' || !argument) return;
    const path = canonical(argument);
    if (path !== undefined) names.set(target.name, path);
    inner.vars.set(target.name, evaluate(argument, frame));
  });
  const facts = factsOf(answer.value, inner, evaluate, depth + 5);
  const rename = (known: ReadonlyMap<string, Safe>): ReadonlyMap<string, Safe> => {
    const renamed = new Map<string, Safe>();
    for (const [path, safe] of known) {
      const root = /^[\w$]+/.exec(path)?.[0] ?? '';
      const outer = names.get(root);
      if (outer !== undefined) renamed.set(outer + path.slice(root.length), safe);
    }
    return renamed;
  };
  return { whenTrue: rename(facts.whenTrue), whenFalse: rename(facts.whenFalse) };
}

function when(isTrue: boolean, path: string | undefined, safe: Safe): Facts {
  if (path === undefined) return noFacts;
  const known = new Map<string, Safe>([[path, safe]]);
  // Who compared the host of a parsed URL knows where a request with that URL goes.
  const url = safe === 'all' ? /^(.+)\.(?:hostname|host|origin|netloc)$/.exec(path)?.[1] : undefined;
  if (url !== undefined) for (const whole of [url, `${url}.href`, `${url}.toString()`]) known.set(whole, onlyRequests);
  return isTrue ? { whenTrue: known, whenFalse: nothing } : { whenTrue: nothing, whenFalse: known };
}

function place(expression: Expression | undefined): string | undefined {
  if (
    expression?.kind === 'call' &&
    expression.callee.kind === 'name' &&
    (expression.callee.name === 'String' || expression.callee.name === 'str')
  )
    return place(expression.args[0]?.value);
  return expression && canonical(expression);
}

function isStepUp(value: unknown): boolean {
  return value === '..' || value === '../' || value === '/' || value === '/..';
}

function union(all: readonly ReadonlyMap<string, Safe>[]): ReadonlyMap<string, Safe> {
  const united = new Map<string, Safe>();
  for (const each of all)
    for (const [path, safe] of each) {
      const known = united.get(path);
      united.set(path, known === undefined ? safe : either(known, safe));
    }
  return united;
}

export function intersection(all: readonly ReadonlyMap<string, Safe>[]): ReadonlyMap<string, Safe> {
  const [first = nothing, ...others] = all;
  const common = new Map<string, Safe>();
  for (const [path, safe] of first) {
    const known = others.map((other) => other.get(path));
    if (known.every((each) => each !== undefined))
      common.set(
        path,
        known.reduce<Safe>((sum, each) => both(sum, each as Safe), safe),
      );
  }
  return common;
}
