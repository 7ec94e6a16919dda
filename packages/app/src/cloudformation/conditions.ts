import { printable } from '@postern/core';
import { type Raw, rawAt, rawText } from '../text/raw.ts';
import type { Context } from './context.ts';

/** What is known of a condition: whatever the deployment says, and what the defaults of the parameters say. */
export interface Verdict {
  readonly holds: 'always' | 'never' | 'depends';
  readonly byDefault?: boolean;
}

export interface Conditions {
  has(name: string): boolean;
  verdictOf(name: string): Verdict;
}

/** A chain of conditions longer than this was not written by hand; evaluating it recurses. */
const maxChain = 200;

type Truth = boolean | undefined;

/** Evaluates `Conditions` in three values: what depends on a parameter or on where it is deployed is undefined, once without and once with defaults. */
export function createConditions(context: Context): Conditions {
  const section = rawAt(context.template, 'Conditions');
  const parameters = rawAt(context.template, 'Parameters');
  const open = new Set<string>();
  const known = new Map<string, { readonly strict: Truth; readonly byDefault: Truth }>();

  function textFor(raw: Raw | undefined, withDefaults: boolean): string | undefined {
    const text = rawText(raw);
    if (text !== undefined) return text;
    const parameter = rawText(rawAt(raw, 'Ref'));
    if (parameter !== undefined && withDefaults) return rawText(rawAt(parameters, parameter, 'Default'));
    const found = rawAt(raw, 'Fn::FindInMap');
    if (found?.kind === 'list' && found.items.length === 3) {
      const [map, first, second] = found.items.map((item) => textFor(item, withDefaults));
      if (map !== undefined && first !== undefined && second !== undefined)
        return rawText(rawAt(context.template, 'Mappings', map, first, second));
    }
    return undefined;
  }

  /** Whether a parameter can never have this value. */
  function isExcluded(raw: Raw | undefined, other: string | undefined): boolean {
    const parameter = rawText(rawAt(raw, 'Ref'));
    if (parameter === undefined || other === undefined) return false;
    const allowed = rawAt(parameters, parameter, 'AllowedValues');
    return (
      allowed?.kind === 'list' &&
      allowed.items.length > 0 &&
      allowed.items.every((item) => rawText(item) !== undefined && rawText(item) !== other)
    );
  }

  function evaluate(raw: Raw | undefined, withDefaults: boolean): Truth {
    const text = rawText(raw);
    if (text !== undefined) return text === 'true' ? true : text === 'false' ? false : undefined;
    if (raw?.kind !== 'map' || raw.members.size !== 1) return undefined;
    const [member] = raw.members.values();
    if (!member) return undefined;
    const { name, value } = member;
    const items = value.kind === 'list' ? value.items : [value];
    if (name === 'Condition') {
      const target = rawText(value);
      return target === undefined ? undefined : truthOf(target, value.offset)[withDefaults ? 'byDefault' : 'strict'];
    }
    if (name === 'Fn::Equals') {
      const [left, right] = [textFor(items[0], withDefaults), textFor(items[1], withDefaults)];
      if (left !== undefined && right !== undefined) return left === right;
      if (isExcluded(items[0], right) || isExcluded(items[1], left)) return false;
      const [a, b] = [rawText(rawAt(items[0], 'Ref')), rawText(rawAt(items[1], 'Ref'))];
      return a !== undefined && a === b ? true : undefined;
    }
    if (name === 'Fn::Not') {
      const truth = evaluate(items[0], withDefaults);
      return truth === undefined ? undefined : !truth;
    }
    const truths = items.map((item) => evaluate(item, withDefaults));
    if (name === 'Fn::And') return truths.includes(false) ? false : truths.includes(undefined) ? undefined : true;
    if (name === 'Fn::Or') return truths.includes(true) ? true : truths.includes(undefined) ? undefined : false;
    return undefined;
  }

  function truthOf(name: string, offset: number): { readonly strict: Truth; readonly byDefault: Truth } {
    const before = known.get(name);
    if (before) return before;
    const raw = rawAt(section, name);
    if (raw === undefined) {
      context.problem(offset, `the condition ${printable(name)} is not defined`);
      return remember(name, { strict: undefined, byDefault: undefined });
    }
    if (open.has(name)) {
      context.problem(raw.offset, `the condition ${printable(name)} depends on itself`);
      return { strict: undefined, byDefault: undefined };
    }
    if (open.size >= maxChain) {
      context.problem(raw.offset, `conditions depend on one another over more than ${maxChain} steps`);
      return { strict: undefined, byDefault: undefined };
    }
    open.add(name);
    const truth = { strict: evaluate(raw, false), byDefault: evaluate(raw, true) };
    open.delete(name);
    return remember(name, truth);
  }

  function remember<Truths extends { readonly strict: Truth; readonly byDefault: Truth }>(name: string, truth: Truths): Truths {
    known.set(name, truth);
    return truth;
  }

  // Each is evaluated once, also where nothing uses it, so that what is wrong in it is said.
  if (section?.kind === 'map') for (const { name, nameOffset } of section.members.values()) truthOf(name, nameOffset);

  return {
    has: (name) => rawAt(section, name) !== undefined,
    verdictOf(name) {
      const { strict, byDefault } = known.get(name) ?? { strict: undefined, byDefault: undefined };
      const holds = strict === undefined ? 'depends' : strict ? 'always' : 'never';
      return byDefault === undefined ? { holds } : { holds, byDefault };
    },
  };
}
