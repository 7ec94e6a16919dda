import type { Span } from '@postern/core';
import type { ParsedLanguage } from '@postern/syntax';
import {
  type Abstract,
  buildText,
  type Closure,
  elementOf,
  empty,
  type Frame,
  join,
  memberOf,
  mergeTaints,
  ofItems,
  ofMembers,
  ofRef,
  ofText,
  type Safe,
  type Taint,
  withSafe,
  withStep,
} from './abstract.ts';
import { createCallTable } from './calls.ts';
import { canonical } from './canonical.ts';
import { factsOf, intersection, matchOf } from './conditions.ts';
import { isStamped } from './event-paths.ts';
import type { Expression, FunctionForm, Statement, Target } from './form.ts';
import { moduleName } from './lower-javascript.ts';
import { readPattern } from './pattern.ts';
import { sanitizers } from './sanitizers/index.ts';
import { type SdkCall, sdkCallOf } from './sdk-call.ts';
import type { Sink } from './sink.ts';
import { sinks } from './sinks/index.ts';
import type { Source } from './source.ts';
import { sources } from './sources/index.ts';

/** What the solver sees on its way. */
export interface Observer {
  reaches(sink: Sink, taint: Taint, call: string, at: Span): void;
  calls(call: SdkCall, at: Span): void;
  /** A value that goes back to the caller by a callback. */
  answers(value: Abstract): void;
}

/** The bound of one file was reached: what lies beyond was not looked at. */
export class TooMuch extends Error {}

const sinkTable = createCallTable<Sink>(sinks);
const sourceTable = createCallTable<Source>(sources);
const sanitizerTable = createCallTable(sanitizers);
const operationSources = new Map(sources.flatMap((source) => (source.operations ?? []).map((operation) => [operation, source] as const)));

// Methods that pass each element of what they are called on to a function.
const iterating = new Set(['map', 'forEach', 'filter', 'find', 'findIndex', 'some', 'every', 'flatMap', 'findLast', 'sort']);
const keepsText = new Set([
  'trim',
  'toString',
  'String',
  'trimEnd',
  'trimStart',
  'strip',
  'str',
  'decode',
  'toLowerCase',
  'toUpperCase',
  'lower',
  'upper',
  'href',
  'URL',
  'valueOf',
]);
// Modules of the platform and the SDKs: what goes through them is known to be the same data.
const clear =
  /^(?:JSON|Buffer|String|Object|Array|Promise|URL|URLSearchParams|path|util|querystring|url|zlib|decodeURI|decodeURIComponent|encodeURI|encodeURIComponent|unescape|Map|Set|json|base64|os|urllib|re|str|dict|list|io|gzip|zlib|html|fetch|axios|requests|@aws-sdk|aws-sdk|boto3|structuredClone|atob|btoa|TextDecoder)\b/;

/** What the third parameter of a handler is called here. */
export const callbackRef = '(callback)';
const maxDepth = 8;
/** Evaluated expressions per file: some seconds at worst, far above what a handler of a few thousand lines needs. */
const defaultBudget = 400_000;

export class Solver {
  private budget: number;
  private readonly stack: FunctionForm[] = [];
  private readonly language: ParsedLanguage;
  private readonly observer: Observer;

  constructor(language: ParsedLanguage, observer: Observer, budget: number = defaultBudget) {
    this.language = language;
    this.observer = observer;
    this.budget = budget;
  }

  /** Runs a module's own statements and answers its frame. */
  module(body: readonly Statement[]): Frame {
    const frame = createFrame(undefined);
    // CommonJS: `exports` and `module.exports` are one object, filled by assignments.
    this.block(body, frame);
    return frame;
  }

  call(closure: Closure, args: readonly Abstract[], at: Span, named: ReadonlyMap<string, Abstract> = new Map()): Abstract {
    const { function: form } = closure;
    if (this.stack.length >= maxDepth || this.stack.includes(form))
      return { taints: mergeTaints(args.map(({ taints }) => taints)), refs: [] };
    this.stack.push(form);
    try {
      const frame = createFrame(closure.frame);
      form.parameters.forEach((parameter, index) => {
        const byName = parameter.target.kind === 'name' ? named.get(parameter.target.name) : undefined;
        const given = parameter.isRest ? ofItems(args.slice(index)) : (args[index] ?? byName);
        const value = given ?? (parameter.default ? this.evaluate(parameter.default, closure.frame) : empty);
        const named2 = form.name === undefined ? value : withStep(value, { at, label: `passed to ${form.name}` });
        this.assign(parameter.target, named2, frame);
      });
      this.block(form.body, frame);
      return frame.returns.reduce(join, empty);
    } finally {
      this.stack.pop();
    }
  }

  /** Whether the end of the block can be reached. */
  private block(body: readonly Statement[], frame: Frame): boolean {
    for (const each of body) if (!this.statement(each, frame)) return false;
    return true;
  }

  private statement(statement: Statement, frame: Frame): boolean {
    switch (statement.kind) {
      case 'evaluate':
        this.evaluate(statement.value, frame);
        return true;
      case 'bind':
        frame.vars.set(statement.name, ofRef(statement.ref));
        return true;
      case 'return':
        if (statement.value) frame.returns.push(this.evaluate(statement.value, frame));
        return false;
      case 'leave':
        if (statement.value) this.evaluate(statement.value, frame);
        return false;
      case 'if':
        return this.branch(statement, frame);
      case 'loop':
        return this.loop(statement, frame);
      case 'try':
        return this.attempt(statement, frame);
    }
  }

  private branch({ test, so, otherwise }: Statement & { readonly kind: 'if' }, frame: Frame): boolean {
    this.evaluate(test, frame);
    const facts = factsOf(test, frame, this.quietly);
    const before = snapshot(frame);
    addChecked(frame, facts.whenTrue);
    const thenGoesOn = this.block(so, frame);
    const afterThen = snapshot(frame);
    restore(frame, before);
    addChecked(frame, facts.whenFalse);
    const otherwiseGoesOn = this.block(otherwise, frame);
    if (thenGoesOn && otherwiseGoesOn) merge(frame, afterThen);
    else if (thenGoesOn) restore(frame, afterThen);
    return thenGoesOn || otherwiseGoesOn;
  }

  private loop({ each, test, body }: Statement & { readonly kind: 'loop' }, frame: Frame): boolean {
    // Twice: what the first round leaves in a variable can reach a sink in the second.
    for (let round = 0; round < 2; round++) {
      const before = snapshot(frame);
      if (each) this.assign(each.target, elementOf(this.evaluate(each.over, frame), each.over.at), frame);
      if (test) {
        this.evaluate(test, frame);
        addChecked(frame, factsOf(test, frame, this.quietly).whenTrue);
      }
      this.block(body, frame);
      merge(frame, before);
    }
    return true;
  }

  private attempt({ body, handlers, after }: Statement & { readonly kind: 'try' }, frame: Frame): boolean {
    const before = snapshot(frame);
    let goesOn = this.block(body, frame);
    const afterBody = snapshot(frame);
    for (const handler of handlers) {
      const checked = before.checked;
      merge(frame, before);
      frame.checked = new Map(checked);
      if (handler.error) this.assign(handler.error, caughtError(handler.error), frame);
      const handlerGoesOn = this.block(handler.body, frame);
      if (handlerGoesOn && goesOn) merge(frame, afterBody);
      else if (!handlerGoesOn) restore(frame, afterBody);
      goesOn ||= handlerGoesOn;
    }
    return this.block(after, frame) && goesOn;
  }

  /** For conditions, which look at the same expressions again: nothing new is to be seen there. */
  private readonly quietly = (expression: Expression, frame: Frame): Abstract =>
    expression.kind === 'call' && this.stack.length >= maxDepth ? empty : this.evaluate(expression, frame);

  evaluate(expression: Expression, frame: Frame): Abstract {
    if (--this.budget < 0) throw new TooMuch();
    const value = this.compute(expression, frame);
    if (value.taints.length === 0) return value;
    const isPlace = expression.kind === 'name' || expression.kind === 'member' || expression.kind === 'call';
    const safe = isPlace ? checkedOf(expression, frame) : undefined;
    return safe === undefined ? value : withSafe(value, safe);
  }

  private compute(expression: Expression, frame: Frame): Abstract {
    const { at } = expression;
    switch (expression.kind) {
      case 'constant':
        return expression.value === undefined || expression.value === null ? empty : ofText(String(expression.value));
      case 'pattern':
        return { ...empty, pattern: expression.source };
      case 'name':
        return lookup(expression.name, frame) ?? ofRef(expression.name);
      case 'member': {
        const object = this.evaluate(expression.object, frame);
        if (expression.name !== undefined) return this.member(object, expression.name, at);
        const index = expression.index ? this.evaluate(expression.index, frame) : empty;
        if (index.text !== undefined && !index.text.includes('\0')) return this.member(object, index.text, at);
        return elementOf({ ...object, ...(object.members ? { taints: object.taints } : {}) }, at);
      }
      case 'call':
        return this.callExpression(expression, frame);
      case 'text':
        return this.text(expression, frame);
      case 'compare':
        this.evaluate(expression.left, frame);
        this.evaluate(expression.right, frame);
        return empty;
      case 'logic':
        return this.logic(expression, frame);
      case 'choice': {
        this.evaluate(expression.test, frame);
        const facts = factsOf(expression.test, frame, this.quietly);
        return join(this.given(expression.whenTrue, facts.whenTrue, frame), this.given(expression.whenFalse, facts.whenFalse, frame));
      }
      case 'object': {
        const members = new Map<string, Abstract>();
        const others: Abstract[] = [];
        for (const { name, value } of expression.members) {
          const computed = this.evaluate(value, frame);
          if (name !== undefined) members.set(name, computed);
          else {
            others.push(computed);
            for (const [inner, of] of computed.members ?? []) members.set(inner, of);
          }
        }
        // What is spread may hold any name: a member that is not written is one of it.
        return ofMembers(members, others);
      }
      case 'list':
        return ofItems(expression.items.map((item) => this.evaluate(item, frame)));
      case 'function':
        return { ...empty, closure: { function: expression.function, frame } };
      case 'assign': {
        const value = this.evaluate(expression.value, frame);
        this.assign(expression.target, value, frame);
        return value;
      }
      case 'operation': {
        const operands = expression.operands.map((operand) => this.evaluate(operand, frame));
        return expression.of === 'number' ? empty : operands.reduce(join, empty);
      }
      case 'each': {
        const over = elementOf(this.evaluate(expression.over, frame), expression.over.at);
        const before = snapshot(frame);
        this.assign(expression.target, over, frame);
        for (const test of expression.tests) {
          this.evaluate(test, frame);
          addChecked(frame, factsOf(test, frame, this.quietly).whenTrue);
        }
        const value = this.evaluate(expression.body, frame);
        restore(frame, before);
        return { taints: value.taints, refs: [] };
      }
    }
  }

  private member(object: Abstract, name: string, at: Span): Abstract {
    const value = memberOf(object, name, at);
    if (!value.taints.some(({ kind, path }) => kind === 'event' && isStamped(path))) return value;
    return { ...value, taints: value.taints.filter(({ kind, path }) => kind !== 'event' || !isStamped(path)) };
  }

  /** `a && b`: `b` is only read where `a` holds. */
  private logic({ by, operands }: Expression & { readonly kind: 'logic' }, frame: Frame): Abstract {
    const before = frame.checked;
    let value = empty;
    for (const operand of operands) {
      value = join(value, this.evaluate(operand, frame));
      const facts = factsOf(operand, frame, this.quietly);
      frame.checked = new Map(frame.checked);
      addChecked(frame, by === 'and' ? facts.whenTrue : facts.whenFalse);
    }
    frame.checked = before;
    return by === 'not' ? empty : value;
  }

  private given(expression: Expression, facts: ReadonlyMap<string, Safe>, frame: Frame): Abstract {
    const before = frame.checked;
    frame.checked = new Map(before);
    addChecked(frame, facts);
    const value = this.evaluate(expression, frame);
    frame.checked = before;
    return value;
  }

  private text({ parts, at }: Expression & { readonly kind: 'text' }, frame: Frame): Abstract {
    const values = parts.map((part) => this.evaluate(part, frame));
    if (values.length === 1) return values[0] as Abstract;
    return buildText(values, at);
  }

  private assign(target: Target, value: Abstract, frame: Frame): void {
    switch (target.kind) {
      case 'name':
        assignName(target.name, withStep(value, { at: target.at, label: target.name }), frame);
        return;
      case 'member':
        this.assignMember(target.place, value, frame);
        return;
      case 'object':
        for (const member of target.members) {
          const given = member.name === undefined ? { taints: value.taints, refs: [] } : this.member(value, member.name, member.at);
          this.assign(member.target, member.default ? join(given, this.evaluate(member.default, frame)) : given, frame);
        }
        return;
      case 'list':
        target.items.forEach((item, index) => {
          if (item) this.assign(item, value.items ? (value.items[index] ?? empty) : elementOf(value, target.at), frame);
        });
    }
  }

  /** `object.member = value`: the object holds the value from now on. */
  private assignMember(place: Expression, value: Abstract, frame: Frame): void {
    if (place.kind !== 'member') return;
    const object = this.evaluate(place.object, frame);
    const name = place.name ?? '*';
    const members = new Map(object.members ?? []);
    if (members.size < 200) members.set(name, place.name === undefined ? join(members.get('*') ?? empty, value) : value);
    const changed: Abstract = { ...object, members, taints: mergeTaints([object.taints, value.taints]) };
    if (place.object.kind === 'name') assignName(place.object.name, changed, frame, true);
    else if (place.object.kind === 'member') this.assignMember(place.object, changed, frame);
  }

  private callExpression(expression: Expression & { readonly kind: 'call' }, frame: Frame): Abstract {
    const { callee, at } = expression;
    const receiver = callee.kind === 'member' ? this.evaluate(callee.object, frame) : empty;
    const method = callee.kind === 'member' ? callee.name : undefined;
    const called =
      callee.kind === 'member' ? (method === undefined ? empty : this.member(receiver, method, callee.at)) : this.evaluate(callee, frame);
    const args: Abstract[] = [];
    const named = new Map<string, Abstract>();
    for (const { name, value } of expression.args) {
      const computed = this.evaluate(value, frame);
      if (name === undefined) args.push(computed);
      else named.set(name, computed);
    }
    const { refs } = called;
    const everything = [...args, ...named.values()];

    for (const { entry: sink, ref } of sinkTable.find(this.language, refs, called.closure ? undefined : method))
      for (const value of sink.inspects({ receiver, args, named, ref }))
        for (const taint of value?.taints ?? [])
          if (taint.kind !== 'error' && taint.safe !== 'all' && !taint.safe.has(sink.class) && (sink.harms?.(taint) ?? true))
            this.observer.reaches(sink, taint, ref.startsWith('*.') ? ref.slice(2) : ref, at);

    if (refs.includes(callbackRef) && args[1]) this.observer.answers(args[1]);
    const sdk = sdkCallOf(refs, receiver, args, named);
    if (sdk) this.observer.calls(sdk, at);
    const source = (sdk && operationSources.get(sdk.operation)) ?? sourceTable.find(this.language, refs, undefined)[0]?.entry;
    if (source) {
      this.runCallbacks(args, [empty, ofTaint(source.kind, `(${source.title})`, at)], at);
      return { ...ofTaint(source.kind, `(${source.title})`, at), refs: refs.map((ref) => `${ref}()`) };
    }

    const special = this.special(refs, receiver, method, args, at);
    if (special) return special;

    const sanitizer = sanitizerTable.find(this.language, refs, called.closure ? undefined : method)[0]?.entry;
    if (called.closure && !expression.isNew) return this.call(called.closure, args, at, named);

    const answers = this.runCallbacks(args, this.callbackArguments(receiver, method, args, callee.at), at);
    if (sanitizer?.safeFor === 'all') return { taints: [], refs: refs.map((ref) => `${ref}()`) };
    if (sanitizer)
      return withSafe({ taints: mergeTaints(everything.map(({ taints }) => taints)), refs: [] }, new Set(sanitizer.safeFor as readonly []));

    const matched =
      callee.kind === 'member' && method !== undefined
        ? matchOf(
            callee.object,
            method,
            expression.args.map(({ value }) => value),
            frame,
            this.quietly,
          )
        : undefined;
    if (matched) return withSafe({ taints: this.evaluate(matched.subject, frame).taints, refs: [] }, readPattern(matched.pattern).safeFor);
    return this.unknownCall({ refs, receiver, method, args, everything, answers, isNew: expression.isNew, called, at });
  }

  /** Calls that are part of the language's way to get at something. */
  private special(
    refs: readonly string[],
    receiver: Abstract,
    method: string | undefined,
    args: readonly Abstract[],
    at: Span,
  ): Abstract | undefined {
    const [first] = args;
    for (const ref of refs) {
      if (ref === 'require' || ref === 'importlib.import_module') return first?.text === undefined ? empty : ofRef(moduleName(first.text));
      if (ref === 'util.promisify') return first ?? empty;
      if (ref === 're.compile') return first?.text === undefined ? empty : { ...empty, pattern: first.text };
      if (ref === 'RegExp') return first?.text === undefined || first.text.includes('\0') ? empty : { ...empty, pattern: first.text };
      if (ref === 'os.getenv' || ref === 'os.environ.get') return ofRef(`process.env.${first?.text ?? '?'}`);
      if (/^boto3(?:\.Session\(\)|\.session\.Session\(\))?\.(?:client|resource)$/.test(ref) && first?.text !== undefined)
        return ofRef(`${ref}(${first.text})`);
      if (/^boto3\..*\.(?:Table|Bucket|Queue|Topic|Object)$/.test(ref))
        return { ...ofRef(`${ref}()`), members: new Map(first ? [['(name)', first]] : []) };
      if (ref === 'Object.assign') return args.reduce(join, empty);
      if (/^(?:path(?:\.posix)?\.(?:join|resolve|normalize)|os\.path\.(?:join|abspath|realpath|normpath)|pathlib\.Path)$/.test(ref)) {
        const built = buildText(
          args.flatMap((arg, index) => (index === 0 ? [arg] : [ofText('/'), arg])),
          at,
        );
        return { ...built, refs: [`${ref}()`] };
      }
    }
    if (method === 'format' && receiver.text !== undefined) return buildText([ofText(receiver.text.split('{')[0] as string), ...args], at);
    if (method === 'concat' && receiver.text !== undefined) return buildText([receiver, ...args], at);
    if (method === 'join' && receiver.text !== undefined && this.language === 'python') return first && { taints: first.taints, refs: [] };
    if ((method === 'push' || method === 'append' || method === 'add') && args.length > 0) return empty;
    return undefined;
  }

  /** What a function that is passed on gets. */
  private callbackArguments(receiver: Abstract, method: string | undefined, args: readonly Abstract[], at: Span): readonly Abstract[] {
    if (method === 'then' || method === 'finally') return [receiver];
    if (method === 'catch') return [ofTaint('error', 'error', at)];
    if (method !== undefined && iterating.has(method)) return [elementOf(receiver, at), empty];
    if (method === 'reduce') return [args[1] ?? empty, elementOf(receiver, at)];
    return [];
  }

  private runCallbacks(args: readonly Abstract[], given: readonly Abstract[], at: Span): readonly Abstract[] {
    return args.flatMap(({ closure }) => (closure ? [this.call(closure, given, at)] : []));
  }

  /** A call of what was not read: what comes out may hold what went in. */
  private unknownCall(call: {
    readonly refs: readonly string[];
    readonly receiver: Abstract;
    readonly method: string | undefined;
    readonly args: readonly Abstract[];
    readonly everything: readonly Abstract[];
    readonly answers: readonly Abstract[];
    readonly called: Abstract;
    readonly isNew: boolean;
    readonly at: Span;
  }): Abstract {
    const { refs, receiver, method, everything, answers, called } = call;
    const madeRefs = refs.map((ref) => `${ref}()`.slice(0, 160));
    // A class of the same file: an instance has its methods.
    if (called.members && refs.length === 0) return { ...called, taints: mergeTaints(everything.map(({ taints }) => taints)) };
    const isPart = method !== undefined && iterating.has(method);
    const from =
      isPart && (method === 'map' || method === 'flatMap' || method === 'forEach') ? answers : [receiver, ...everything, ...answers];
    const taints = mergeTaints(from.map(({ taints }) => taints));
    const name = method ?? refs[0]?.slice((refs[0]?.lastIndexOf('.') ?? -1) + 1) ?? '';
    const isClear = refs.every((ref) => clear.test(ref)) || (method !== undefined && receiver.refs.length === 0);
    const keeps = keepsText.has(name);
    // `middy(handler)` is called as the handler is.
    const wrapped = isPart || method === 'then' || method === 'catch' ? undefined : (call.args[0]?.closure ?? receiver.closure);
    const members = call.isNew || madeRefs.some((ref) => ref.endsWith('Command()')) ? call.args[0]?.members : undefined;
    return {
      taints: taints.map((taint) => {
        if (keeps && !(taint.isVague === false && !isClear)) return taint;
        const { prefix, built, ...rest } = taint;
        return {
          ...rest,
          ...(isClear && prefix !== undefined ? { prefix } : {}),
          ...(isClear && built ? { built } : {}),
          isVague: taint.isVague || !isClear,
        };
      }),
      refs: madeRefs,
      ...(wrapped ? { closure: wrapped } : {}),
      ...(members ? { members } : {}),
      ...(keeps && receiver.text !== undefined ? { text: receiver.text } : {}),
    };
  }
}

export function ofTaint(kind: Taint['kind'], path: string, at: Span): Abstract {
  return { taints: [{ kind, path, at, steps: [], safe: new Set(), isVague: false }], refs: [] };
}

function caughtError(target: Target): Abstract {
  return target.kind === 'name'
    ? ofTaint('error', target.name, target.at)
    : ofTaint('error', 'error', target.kind === 'member' ? target.place.at : target.at);
}

function createFrame(parent: Frame | undefined): Frame {
  return { vars: new Map(), checked: new Map(), parent, returns: [] };
}

function lookup(name: string, frame: Frame): Abstract | undefined {
  for (let place: Frame | undefined = frame; place; place = place.parent) {
    const value = place.vars.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function checkedOf(expression: Expression, frame: Frame): Safe | undefined {
  let path: string | undefined;
  for (let place: Frame | undefined = frame; place; place = place.parent) {
    if (place.checked.size > 0) {
      path ??= canonical(expression);
      if (path === undefined) return undefined;
      const safe = place.checked.get(path);
      if (safe !== undefined) return safe;
    }
    if (expression.kind === 'name' && place.vars.has(expression.name)) return undefined;
  }
  return undefined;
}

function assignName(name: string, value: Abstract, frame: Frame, isPart = false): void {
  let place: Frame | undefined = frame;
  while (place && !place.vars.has(name)) place = place.parent;
  if (!place || place === frame) {
    frame.vars.set(name, value);
    if (!isPart) forget(frame, name);
    return;
  }
  // A variable of a function around this one: whether and when it is called is not known, so both values may hold.
  place.vars.set(name, join(place.vars.get(name) ?? empty, value));
  forget(place, name);
}

/** A check of a variable says nothing about its next value. */
function forget(frame: Frame, name: string): void {
  if (frame.checked.size === 0) return;
  for (const path of frame.checked.keys())
    if (path === name || path.startsWith(`${name}.`) || path.includes(`(${name}`)) frame.checked.delete(path);
}

interface Snapshot {
  readonly vars: Map<string, Abstract>;
  readonly checked: Map<string, Safe>;
}

function snapshot(frame: Frame): Snapshot {
  return { vars: new Map(frame.vars), checked: new Map(frame.checked) };
}

function restore(frame: Frame, { vars, checked }: Snapshot): void {
  frame.vars = new Map(vars);
  frame.checked = new Map(checked);
}

/** Either state may hold from here on. */
function merge(frame: Frame, other: Snapshot): void {
  for (const [name, value] of other.vars) {
    const own = frame.vars.get(name);
    frame.vars.set(name, own === undefined ? value : join(own, value));
  }
  frame.checked = new Map(intersection([frame.checked, other.checked]));
}

function addChecked(frame: Frame, facts: ReadonlyMap<string, Safe>): void {
  for (const [path, safe] of facts) {
    const known = frame.checked.get(path);
    frame.checked.set(
      path,
      known === undefined || known === 'all' || safe === 'all' ? (known === 'all' ? known : safe) : new Set([...known, ...safe]),
    );
  }
}
