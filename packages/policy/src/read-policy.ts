import { didYouMean, printable, type Result } from '@postern/core';
import { documentFields, type Field, type FieldType } from './fields.ts';
import { type PolicyDocument, policyVersion } from './policy.ts';
import { textForms } from './text-forms.ts';

/** Something wrong with a policy, and where. */
export interface Problem {
  /** JSON path: `$.door.block[2]`. */
  readonly path: string;
  /** The same place, a step per element. */
  readonly segments: readonly (string | number)[];
  /** Whether the name of the member is wrong, or its value. */
  readonly at: 'name' | 'value';
  readonly problem: string;
}

export interface ReadPolicyOptions {
  /** The trigger ids that exist. Where they are given, another one is a problem: a typo here would be an open door. */
  readonly triggers?: readonly string[];
}

/** Nothing that a person writes is longer; what is bounded here is bounded for everything that reads a policy. */
const maxItems = 10_000;
const maxProblems = 100;

/** Reads any value as a policy document: the document, rebuilt from known fields only, or every problem with it (at most 100). Never throws on JSON values. */
export function readPolicy(value: unknown, options: ReadPolicyOptions = {}): Result<PolicyDocument, readonly Problem[]> {
  const reader = createReader(options);
  const document = reader.read(value, { kind: 'object', fields: documentFields }, []);
  return reader.problems.length > 0 ? { ok: false, problem: reader.problems } : { ok: true, value: document as PolicyDocument };
}

interface Reader {
  readonly problems: Problem[];
  read(value: unknown, type: FieldType, at: Segments): unknown;
}
type Segments = readonly (string | number)[];

function createReader(options: ReadPolicyOptions): Reader {
  const problems: Problem[] = [];

  function report(segments: Segments, problem: string, at: Problem['at'] = 'value'): undefined {
    if (problems.length < maxProblems) problems.push({ path: formatPath(segments), segments, at, problem });
    return undefined;
  }

  function read(value: unknown, type: FieldType, at: Segments): unknown {
    switch (type.kind) {
      case 'version':
        return readVersion(value, at);
      case 'choice':
        return readChoice(value, type.choices, at);
      case 'text': {
        if (typeof value !== 'string') return report(at, `must be ${textForms[type.form].description}, but is ${describe(value)}`);
        const problem = textForms[type.form].problem(value);
        return problem === undefined ? value : report(at, `${quote(value)} ${problem}`);
      }
      case 'list':
        return readList(value, type.items, at);
      case 'object':
        return readObject(value, type.fields, at);
      case 'record':
        return readRecord(value, type, at);
    }
  }

  function readVersion(value: unknown, at: Segments): unknown {
    if (value === policyVersion) return value;
    if (typeof value === 'number' && Number.isInteger(value) && value > policyVersion)
      return report(at, `is ${value}, written for a newer Postern; this one reads ${policyVersion}`);
    return report(at, `must be the number ${policyVersion}, but is ${describe(value)}`);
  }

  function readChoice(value: unknown, choices: readonly string[], at: Segments): unknown {
    if (typeof value === 'string' && choices.includes(value)) return value;
    const oneOf = `must be ${choices.length > 1 ? 'one of ' : ''}${choices.join(', ')}`;
    if (typeof value !== 'string') return report(at, `${oneOf}, but is ${describe(value)}`);
    return report(at, `${quote(value)} is not known: ${oneOf}.${didYouMean(value, choices)}`);
  }

  function readList(value: unknown, items: FieldType, at: Segments): unknown {
    if (!Array.isArray(value)) return report(at, `must be a list, but is ${describe(value)}`);
    if (value.length > maxItems) return report(at, `has ${value.length} items; at most ${maxItems} are read`);
    const list: unknown[] = [];
    for (let i = 0; i < value.length; i++) list.push(read(value[i], items, [...at, i]));
    return list;
  }

  function readObject(value: unknown, fields: readonly Field[], at: Segments): unknown {
    if (!isObject(value)) return report(at, `must be an object, but is ${describe(value)}`);
    const result: Record<string, unknown> = {};
    const names = fields.map((field) => field.name);
    for (const field of fields) {
      if (Object.hasOwn(value, field.name)) result[field.name] = read(value[field.name], field.type, [...at, field.name]);
      else if (field.required) report(at, `lacks the field "${field.name}"`);
    }
    for (const key of Object.keys(value))
      if (!names.includes(key)) report([...at, key], `${quote(key)} is not a known field.${didYouMean(key, names)}`, 'name');
    return result;
  }

  function readRecord(value: unknown, type: FieldType & { kind: 'record' }, at: Segments): unknown {
    if (!isObject(value)) return report(at, `must be an object, but is ${describe(value)}`);
    const result: Record<string, unknown> = Object.create(null);
    const keys = Object.keys(value);
    if (keys.length > maxItems) return report(at, `has ${keys.length} members; at most ${maxItems} are read`);
    for (const key of keys) {
      const here = [...at, key];
      const problem = textForms[type.keys].problem(key);
      if (problem !== undefined) report(here, `${quote(key)} ${problem}`, 'name');
      else if (type.keys === 'trigger-id' && options.triggers && !options.triggers.includes(key))
        report(here, `${quote(key)} is not a known trigger.${didYouMean(key, options.triggers)}`, 'name');
      result[key] = read(value[key], type.values, here);
    }
    return result;
  }

  return { problems, read };
}

/** `$.functions["a b"].hosts[0]` */
export function formatPath(segments: readonly (string | number)[]): string {
  let path = '$';
  for (const segment of segments) {
    if (typeof segment === 'number') path += `[${segment}]`;
    else path += /^[A-Za-z_][A-Za-z0-9_]*$/.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
  }
  return path;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? quote(value) : `the ${typeof value} ${String(value)}`;
}

function quote(text: string): string {
  return `"${printable(text.length > 60 ? `${text.slice(0, 60)}…` : text)}"`;
}
