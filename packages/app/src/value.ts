import type { SourceLocation } from '@postern/core';

/** What a text of the template refers to: `!Ref Bucket`, `!GetAtt Bucket.Arn`, `${AWS::AccountId}`, an export of another stack. */
export interface Reference {
  readonly target: 'resource' | 'parameter' | 'pseudo' | 'import' | 'unresolved';
  /** The logical id, parameter, pseudo parameter (`AWS::Region`) or export. */
  readonly to: string;
  /** `Arn` of `!GetAtt Bucket.Arn`; absent for `!Ref`. */
  readonly attribute?: string;
}

/** A member of a mapping, with the place of its name. */
export interface Member {
  readonly name: string;
  readonly nameLocation: SourceLocation;
  readonly value: Value;
}

interface Located {
  /** Where it was written. A value that came from `Globals` or a parameter's default lies there. */
  readonly location: SourceLocation;
}

/** A value that is known exactly. `parameter` says that it is the default of a parameter, which a deployment may override. */
export interface ScalarValue extends Located {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly parameter?: string;
}

/** A text that is known in part: what a reference becomes is only settled when the stack is deployed. */
export interface TextValue extends Located {
  readonly kind: 'text';
  readonly parts: readonly (string | Reference)[];
}

export interface ListValue extends Located {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

export interface MapValue extends Located {
  readonly kind: 'map';
  readonly members: ReadonlyMap<string, Member>;
}

/** `Fn::If` over a condition that depends on the deployment: it may be any of `values`. */
export interface ChoiceValue extends Located {
  readonly kind: 'choice';
  readonly condition: string;
  /** What holds when the condition is true comes first. */
  readonly values: readonly Value[];
}

/** `AWS::NoValue` within a choice: the property is left out. */
export interface AbsentValue extends Located {
  readonly kind: 'absent';
}

/** What can't be resolved is unknown, never guessed. */
export interface UnknownValue extends Located {
  readonly kind: 'unknown';
  readonly reason: string;
}

export type Value = ScalarValue | TextValue | ListValue | MapValue | ChoiceValue | AbsentValue | UnknownValue;

/** Whether the value, and everything in it, is settled by the template alone. */
export function isKnown(value: Value): boolean {
  switch (value.kind) {
    case 'scalar':
    case 'absent':
      return true;
    case 'list':
      return value.items.every(isKnown);
    case 'map':
      return [...value.members.values()].every((member) => isKnown(member.value));
    case 'text':
    case 'choice':
    case 'unknown':
      return false;
  }
}

/** The values it may have: those of a choice, or itself. */
export function alternatives(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return value.kind === 'choice' ? value.values.flatMap(alternatives) : [value];
}

/** The member `name` with the place of its name; `undefined` if `value` is no mapping or has none. */
export function memberOf(value: Value | undefined, name: string): Member | undefined {
  if (value?.kind === 'map') return value.members.get(name);
  if (value?.kind !== 'choice') return undefined;
  const found = alternatives(value).map((alternative) => (alternative.kind === 'map' ? alternative.members.get(name) : undefined));
  const first = found.find((member) => member !== undefined);
  if (first === undefined) return undefined;
  const values = found.map((member): Value => member?.value ?? { kind: 'absent', location: value.location });
  return {
    name,
    nameLocation: first.nameLocation,
    value: { kind: 'choice', condition: value.condition, values, location: value.location },
  };
}

/** The value at a path of members, through choices: `at(properties, 'VpcConfig', 'SubnetIds')`. */
export function at(value: Value | undefined, ...names: readonly string[]): Value | undefined {
  let place = value;
  for (const name of names) place = memberOf(place, name)?.value;
  return place;
}

/** The items of a list; anything else stands for a list of itself, as policies and events allow. Choices are flattened. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  return alternatives(value).flatMap((alternative) => {
    if (alternative.kind === 'list') return alternative.items.flatMap(alternatives);
    return alternative.kind === 'absent' ? [] : [alternative];
  });
}

export function membersOf(value: Value | undefined): readonly Member[] {
  return alternatives(value).flatMap((alternative) => (alternative.kind === 'map' ? [...alternative.members.values()] : []));
}

/** The text of a value that is known exactly, a number or boolean in the words of the template. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'scalar' && value.value !== null ? String(value.value) : undefined;
}

/** The number of a value that is known exactly, also where it was written as text. */
export function numberOf(value: Value | undefined): number | undefined {
  const text = textOf(value)?.trim();
  return text === undefined || text === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
}

/** The boolean of a value that is known exactly: CloudFormation accepts `true` and `"true"`. */
export function booleanOf(value: Value | undefined): boolean | undefined {
  const text = textOf(value)?.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** The text with `${Name}` or `${Name.Attribute}` where a reference stands: `arn:aws:s3:::uploads-${AWS::AccountId}/*`. */
export function patternOf(value: Value | undefined): string | undefined {
  if (value?.kind !== 'text') return textOf(value);
  return value.parts.map((part) => (typeof part === 'string' ? part : writeReference(part))).join('');
}

export function writeReference({ to, attribute }: Reference): string {
  return attribute === undefined ? `\${${to}}` : `\${${to}.${attribute}}`;
}

/** Every reference in the value, to any depth, in the order of the text. */
export function referencesIn(value: Value | undefined): readonly Reference[] {
  switch (value?.kind) {
    case 'text':
      return value.parts.filter((part) => typeof part !== 'string');
    case 'list':
      return value.items.flatMap(referencesIn);
    case 'choice':
      return value.values.flatMap(referencesIn);
    case 'map':
      return [...value.members.values()].flatMap((member) => referencesIn(member.value));
    default:
      return [];
  }
}

/** The logical id of the resource that the whole value refers to (`!Ref Topic`, `!GetAtt Queue.Arn`). */
export function resourceOf(value: Value | undefined): string | undefined {
  if (value?.kind !== 'text' || value.parts.length !== 1) return undefined;
  const part = value.parts[0] as string | Reference;
  return typeof part !== 'string' && part.target === 'resource' ? part.to : undefined;
}
