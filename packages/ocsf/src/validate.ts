import { printable } from '@postern/core';
import { classes, objects, ocsfVersion, profileNames, types } from './schema.generated.ts';
import type { AttributeRule, ObjectShape, TypeRule } from './schema.ts';
import type { OcsfEvent } from './types.generated.ts';

/** What an event does not keep of the schema, and where: `$.finding_info.uid`. */
export interface OcsfProblem {
  readonly path: string;
  readonly problem: string;
}

/** An object of the schema may hold itself (a process its parent); a hostile event nests without end. */
const maxDepth = 40;
/** Nobody reads more, and a hostile event must not make more of them than it has bytes. */
const maxProblems = 50;
/** The schema's patterns are for short values; a longer text is not what they describe. */
const maxPatternLength = 4096;

const byUid = new Map(Object.values(classes).map((shape) => [shape.uid, shape]));
const patterns = new Map<TypeRule, RegExp>();
for (const rule of Object.values(types)) if (rule.regex !== undefined) patterns.set(rule, new RegExp(rule.regex));

/** Every departure of `event` from the schema, at most fifty; an empty list says that it is valid. */
export function validateOcsf(event: unknown): readonly OcsfProblem[] {
  const problems: OcsfProblem[] = [];
  const add = (path: string, problem: string): void => {
    if (problems.length < maxProblems) problems.push({ path, problem });
  };
  if (!isObject(event)) return [{ path: '$', problem: 'is no object' }];
  const shape = byUid.get(event['class_uid'] as number);
  if (shape === undefined)
    return [{ path: '$.class_uid', problem: `is none of the classes known here (${[...byUid.keys()].sort().join(', ')})` }];
  const metadata = isObject(event['metadata']) ? event['metadata'] : {};
  if (metadata['version'] !== ocsfVersion) add('$.metadata.version', `is not ${ocsfVersion}`);
  const named = Array.isArray(metadata['profiles']) ? metadata['profiles'] : [];
  const profiles = new Set(named.filter((name) => typeof name === 'string'));
  for (const name of profiles)
    if (!profileNames.includes(name)) add('$.metadata.profiles', `names ${shown(name)}, which is not known here`);
  checkObject(event, shape, '$', 0, profiles, add);
  if (typeof event['activity_id'] === 'number' && event['type_uid'] !== shape.uid * 100 + event['activity_id'])
    add('$.type_uid', 'is not class_uid × 100 + activity_id');
  return problems;
}

/** Whether `event` is valid; the first problem of {@link validateOcsf} otherwise says why not. */
export function isOcsfEvent(event: unknown): event is OcsfEvent {
  return validateOcsf(event).length === 0;
}

type Add = (path: string, problem: string) => void;

function checkObject(
  value: Readonly<Record<string, unknown>>,
  shape: ObjectShape,
  path: string,
  depth: number,
  profiles: ReadonlySet<string>,
  add: Add,
): void {
  if (depth > maxDepth) {
    add(path, `is nested deeper than ${maxDepth}`);
    return;
  }
  for (const name of Object.keys(value)) {
    const rule = Object.hasOwn(shape.attributes, name) ? shape.attributes[name] : undefined;
    if (rule === undefined) {
      add(`${path}.${shown(name)}`, `is no attribute of ${shape.caption}`);
      continue;
    }
    const at = `${path}.${name}`;
    if (!applies(rule, profiles)) add(at, `needs one of the profiles ${(rule.profiles as readonly string[]).join(', ')}`);
    else checkAttribute(value[name], rule, at, depth, profiles, add);
  }
  for (const name in shape.attributes) {
    const rule = shape.attributes[name] as AttributeRule;
    if (rule.required && applies(rule, profiles) && !has(value, name)) add(`${path}.${name}`, 'is required');
  }
  const { at_least_one: some, just_one: one } = shape.constraints ?? {};
  if (some && !some.some((name) => has(value, name))) add(path, `needs one of ${some.join(', ')}`);
  if (one && one.filter((name) => has(value, name)).length !== 1) add(path, `needs exactly one of ${one.join(', ')}`);
}

function checkAttribute(value: unknown, rule: AttributeRule, path: string, depth: number, profiles: ReadonlySet<string>, add: Add): void {
  if (!rule.array) {
    checkValue(value, rule, path, depth, profiles, add);
    return;
  }
  if (!Array.isArray(value)) {
    add(path, 'is no list');
    return;
  }
  for (let i = 0; i < value.length; i++) checkValue(value[i], rule, `${path}[${i}]`, depth, profiles, add);
}

function checkValue(value: unknown, rule: AttributeRule, path: string, depth: number, profiles: ReadonlySet<string>, add: Add): void {
  if (rule.object !== undefined) {
    if (!isObject(value)) {
      add(path, 'is no object');
      return;
    }
    const shape = objects[rule.object] as ObjectShape;
    // The schema's `object` is the one that holds anything.
    if (Object.keys(shape.attributes).length > 0) checkObject(value, shape, path, depth + 1, profiles, add);
    return;
  }
  const type = types[rule.type] as TypeRule;
  const problem = problemOf(value, type);
  if (problem !== undefined) add(path, problem);
  else if (rule.enum && !Object.hasOwn(rule.enum, String(value))) add(path, `is none of ${Object.keys(rule.enum).join(', ')}`);
}

function problemOf(value: unknown, type: TypeRule): string | undefined {
  switch (type.base) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'is neither true nor false';
    case 'float':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : 'is no number';
    case 'integer':
    case 'long': {
      if (!Number.isSafeInteger(value)) return 'is no whole number';
      const [least, most] = type.range ?? [];
      return least !== undefined && most !== undefined && ((value as number) < least || (value as number) > most)
        ? `is not between ${least} and ${most}`
        : undefined;
    }
    case 'json':
      return value === undefined ? 'is missing' : undefined;
    default: {
      if (typeof value !== 'string') return 'is no text';
      if (type.maxLength !== undefined && value.length > type.maxLength) return `is longer than ${type.maxLength}`;
      const pattern = patterns.get(type);
      return pattern && (value.length > maxPatternLength || !pattern.test(value)) ? 'has not the form of its type' : undefined;
    }
  }
}

function applies(rule: AttributeRule, profiles: ReadonlySet<string>): boolean {
  return rule.profiles === undefined || rule.profiles.some((name) => profiles.has(name));
}

function has(value: Readonly<Record<string, unknown>>, name: string): boolean {
  return Object.hasOwn(value, name) && value[name] !== undefined && value[name] !== null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(name: string): string {
  return printable(name.length > 60 ? `${name.slice(0, 60)}…` : name);
}
