import { didYouMean, printable, type SourceLocation } from '@postern/core';
import { type Raw, type RawMap, type RawMember, rawAt, rawText } from '../text/raw.ts';
import type { ListValue, MapValue, Member, Reference, TextValue, Value } from '../value.ts';
import type { Conditions } from './conditions.ts';
import type { Context } from './context.ts';

export interface Resolver {
  resolve(raw: Raw): Value;
  resolveMap(raw: Raw | undefined, fallback: number): MapValue;
}

type Part = string | Reference;

/** Where the platform can put a value that only the deployment knows, all candidates are followed up to this number. */
const maxCandidates = 12;
/** Resolved values of one template: mappings and aliases are used again and again. */
const maxResolved = 400_000;
const maxTextLength = 256 * 1024;

/** After so many names that lead nowhere, one more says nothing new, and looking for what was meant costs. */
const maxUnresolved = 100;

const noArguments: readonly Raw[] = [];

/** Resolves CloudFormation's functions as far as the template says what they are; the rest stays a reference or unknown. */
export function createResolver(context: Context, conditions: Conditions): Resolver {
  const parameters = rawAt(context.template, 'Parameters');
  const resources = rawAt(context.template, 'Resources');
  const resourceNames = resources?.kind === 'map' ? [...resources.members.keys()] : [];
  let resolved = 0;
  let unresolved = 0;

  const functions: Readonly<Record<string, (argument: Raw, location: SourceLocation) => Value>> = {
    Ref: (argument, location) => resolveRef(argument, location),
    'Fn::GetAtt': (argument, location) => resolveAttribute(argument, location),
    'Fn::Sub': (argument, location) => resolveSub(argument, location),
    'Fn::Join': (argument, location) => resolveJoin(argument, location),
    'Fn::Select': (argument, location) => resolveSelect(argument, location),
    'Fn::Split': (argument, location) => resolveSplit(argument, location),
    'Fn::FindInMap': (argument, location) => resolveFindInMap(argument, location),
    'Fn::If': (argument, location) => resolveIf(argument, location),
    'Fn::ImportValue': (argument, location) => resolveImport(argument, location),
    'Fn::Base64': (argument) => resolve(argument),
    'Fn::ToJsonString': (argument) => resolve(argument),
    'Fn::Length': (argument, location) => {
      const value = resolve(argument);
      return value.kind === 'list'
        ? { kind: 'scalar', value: value.items.length, location }
        : unknown('the length of a list that is not known', location);
    },
    'Fn::GetAZs': (_argument, location) => unknown('availability zones are those of the region', location),
    'Fn::Cidr': (_argument, location) => unknown('address blocks are computed at deployment', location),
    'Fn::Transform': (argument, location) =>
      unknown(`the macro ${printable(rawText(rawAt(argument, 'Name')) ?? '')} runs at deployment`, location),
  };

  function resolve(raw: Raw): Value {
    const location = context.locate(raw.offset);
    if (++resolved > maxResolved) {
      if (resolved === maxResolved + 1)
        context.problem(raw.offset, `resolves to more than ${maxResolved} values: what follows is not read`);
      return unknown('the template resolves to too many values', location);
    }
    switch (raw.kind) {
      case 'scalar':
        return { kind: 'scalar', value: raw.value, location };
      case 'refused':
        return unknown(raw.reason, location);
      case 'list':
        return listOf(raw.items.map(resolve), location);
      case 'map':
        return resolveMember(raw, location);
    }
  }

  function resolveMember(raw: RawMap, location: SourceLocation): Value {
    const call = callOf(raw);
    if (!call) return mapOf(raw, location);
    const known = Object.hasOwn(functions, call.name) ? functions[call.name] : undefined;
    if (known) return known(call.value, location);
    if (call.name.startsWith('Fn::ForEach')) {
      context.unknown(call.name, 'loops are expanded at deployment', location);
      return unknown('loops are expanded at deployment', location);
    }
    context.problem(call.nameOffset, `${printable(call.name)} is not a known function.${didYouMean(call.name, Object.keys(functions))}`);
    return unknown(`${printable(call.name)} is not a known function`, location);
  }

  function mapOf(raw: RawMap, location: SourceLocation): MapValue {
    const members = new Map<string, Member>();
    for (const { name, nameOffset, value } of raw.members.values()) {
      const resolvedValue = resolve(value);
      if (resolvedValue.kind !== 'absent') members.set(name, { name, nameLocation: context.locate(nameOffset), value: resolvedValue });
    }
    return { kind: 'map', members, location };
  }

  function resolveRef(argument: Raw, location: SourceLocation): Value {
    const name = rawText(argument);
    if (name === undefined) return malformed('Ref', argument, location);
    if (name === 'AWS::NoValue') return { kind: 'absent', location };
    if (name.startsWith('AWS::')) return text([{ target: 'pseudo', to: name }], location);
    const parameter = rawAt(parameters, name);
    if (parameter) return resolveParameter(name, parameter, location);
    return text([referenceTo(name, undefined, argument.offset)], location);
  }

  function resolveParameter(name: string, parameter: Raw, location: SourceLocation): Value {
    const reference: Value = text([{ target: 'parameter', to: name }], location);
    const fallback = rawAt(parameter, 'Default');
    const type = rawText(rawAt(parameter, 'Type')) ?? 'String';
    // The default of such a parameter is the name under which the value lies in the parameter store.
    if (fallback?.kind !== 'scalar' || type.startsWith('AWS::SSM::')) return reference;
    const place = context.locate(fallback.offset);
    if (type === 'CommaDelimitedList' || type.startsWith('List<'))
      return listOf(
        String(fallback.value ?? '')
          .split(',')
          .map((item): Value => ({ kind: 'scalar', value: item.trim(), parameter: name, location: place })),
        location,
      );
    return { kind: 'scalar', value: fallback.value, parameter: name, location: place };
  }

  /** SAM makes resources named after those of the template (`ResizeRole`, `ServerlessRestApi`): a prefix that fits is enough there. */
  function referenceTo(name: string, attribute: string | undefined, offset: number): Reference {
    const withAttribute = attribute === undefined ? {} : { attribute };
    if (rawAt(resources, name)) return { target: 'resource', to: name, ...withAttribute };
    const dot = name.indexOf('.'); // SAM's `!Ref Resize.Version`
    if (dot > 0 && rawAt(resources, name.slice(0, dot)))
      return { target: 'resource', to: name.slice(0, dot), attribute: name.slice(dot + 1) };
    if (context.dialect === 'sam' && (/^Serverless(?:Rest|Http)Api/.test(name) || beginsWithResource(name)))
      return { target: 'resource', to: name, ...withAttribute };
    if (++unresolved <= maxUnresolved)
      context.problem(
        offset,
        `"${printable(name)}" is neither a resource nor a parameter of this template.${didYouMean(name, candidates())}`,
      );
    return { target: 'unresolved', to: name, ...withAttribute };
  }

  /** Names are at most 255 letters (quotas), so this is faster than to compare with all. */
  function beginsWithResource(name: string): boolean {
    for (let length = Math.min(name.length, 255); length > 0; length--) if (rawAt(resources, name.slice(0, length))) return true;
    return false;
  }

  function candidates(): readonly string[] {
    const parameterNames = parameters?.kind === 'map' ? [...parameters.members.keys()] : [];
    return [...resourceNames, ...parameterNames].slice(0, 1000);
  }

  function resolveAttribute(argument: Raw, location: SourceLocation): Value {
    if (argument.kind === 'scalar') {
      const [name, ...rest] = String(argument.value).split('.');
      return text([referenceTo(name as string, rest.join('.') || undefined, argument.offset)], location);
    }
    const items = argument.kind === 'list' ? argument.items : noArguments;
    const name = rawText(items[0]);
    const attribute = items[1] ? rawText(items[1]) : undefined;
    if (name === undefined) return malformed('Fn::GetAtt', argument, location);
    return text([referenceTo(name, attribute ?? '?', argument.offset)], location);
  }

  function resolveSub(argument: Raw, location: SourceLocation): Value {
    const template = rawText(argument.kind === 'list' ? argument.items[0] : argument);
    const own = argument.kind === 'list' ? argument.items[1] : undefined;
    if (template === undefined) return malformed('Fn::Sub', argument, location);
    const parts: Part[] = [];
    let at = 0;
    for (const match of template.matchAll(/\$\{([^{}]*)\}/g)) {
      parts.push(template.slice(at, match.index));
      at = match.index + match[0].length;
      const name = (match[1] as string).trim();
      if (name.startsWith('!')) parts.push(`\${${name.slice(1)}}`);
      else if (rawAt(own, name)) parts.push(...partsOf(resolve(rawAt(own, name) as Raw)));
      else if (name.includes('.')) {
        const dot = name.indexOf('.');
        parts.push(referenceTo(name.slice(0, dot), name.slice(dot + 1), argument.offset));
      } else parts.push(...partsOf(resolveRef({ kind: 'scalar', value: name, offset: argument.offset }, location)));
    }
    parts.push(template.slice(at));
    return charged(text(parts, location));
  }

  function resolveJoin(argument: Raw, location: SourceLocation): Value {
    const items = argument.kind === 'list' ? argument.items : noArguments;
    const delimiter = rawText(items[0]);
    if (delimiter === undefined || !items[1]) return malformed('Fn::Join', argument, location);
    const list = resolve(items[1]);
    if (list.kind !== 'list') return text([...partsOf(list)], location);
    return charged(
      text(
        list.items.flatMap((item, index) => (index === 0 ? partsOf(item) : [delimiter, ...partsOf(item)])),
        location,
      ),
    );
  }

  function resolveSelect(argument: Raw, location: SourceLocation): Value {
    const items = argument.kind === 'list' ? argument.items : noArguments;
    const index = items[0] ? resolve(items[0]) : undefined;
    if (!items[1] || index === undefined) return malformed('Fn::Select', argument, location);
    const list = resolve(items[1]);
    const at = index.kind === 'scalar' ? Number(index.value) : Number.NaN;
    if (list.kind === 'list' && Number.isInteger(at) && list.items[at]) return list.items[at];
    return unknown('which item is selected is not known', location);
  }

  function resolveSplit(argument: Raw, location: SourceLocation): Value {
    const items = argument.kind === 'list' ? argument.items : noArguments;
    const delimiter = rawText(items[0]);
    if (!delimiter || !items[1]) return malformed('Fn::Split', argument, location);
    const split: Part[][] = [[]];
    for (const part of partsOf(resolve(items[1]))) {
      if (typeof part !== 'string') {
        split.at(-1)?.push(part);
        continue;
      }
      const [first = '', ...rest] = part.split(delimiter);
      split.at(-1)?.push(first);
      for (const piece of rest) split.push([piece]);
    }
    return listOf(
      split.map((parts) => text(parts, location)),
      location,
    );
  }

  function resolveFindInMap(argument: Raw, location: SourceLocation): Value {
    const items = argument.kind === 'list' ? argument.items : noArguments;
    const [map, first, second] = items.slice(0, 3).map((item) => resolve(item));
    if (!map || !first || !second) return malformed('Fn::FindInMap', argument, location);
    if (map.kind !== 'scalar') return unknown('which mapping is looked up is not known', location);
    const mapping = rawAt(context.template, 'Mappings', String(map.value));
    if (mapping?.kind !== 'map') {
      context.problem(argument.offset, `the mapping ${printable(String(map.value))} is not defined`);
      return unknown('the mapping is not defined', location);
    }
    const rows = first.kind === 'scalar' ? [rawAt(mapping, String(first.value))] : [...mapping.members.values()].map(({ value }) => value);
    const found: Value[] = [];
    for (const row of rows) {
      if (row?.kind !== 'map') continue;
      const cells = second.kind === 'scalar' ? [rawAt(row, String(second.value))] : [...row.members.values()].map(({ value }) => value);
      for (const cell of cells) if (cell && found.length <= maxCandidates) found.push(resolve(cell));
    }
    return choice('Fn::FindInMap', found, location, 'no row of the mapping fits');
  }

  function resolveIf(argument: Raw, location: SourceLocation): Value {
    const items = argument.kind === 'list' ? argument.items : noArguments;
    const name = rawText(items[0]);
    const [, whenTrue, whenFalse] = items;
    if (name === undefined || !whenTrue || !whenFalse) return malformed('Fn::If', argument, location);
    if (!conditions.has(name)) {
      context.problem(argument.offset, `the condition ${printable(name)} is not defined`);
      return choice(name, [resolve(whenTrue), resolve(whenFalse)], location, '');
    }
    const { holds } = conditions.verdictOf(name);
    if (holds !== 'depends') return resolve(holds === 'always' ? whenTrue : whenFalse);
    return choice(name, [resolve(whenTrue), resolve(whenFalse)], location, '');
  }

  function resolveImport(argument: Raw, location: SourceLocation): Value {
    const parts = partsOf(resolve(argument));
    const name = parts.map((part) => (typeof part === 'string' ? part : `\${${part.to}}`)).join('');
    return text([{ target: 'import', to: name }], location);
  }

  /** Long texts count as many values: a default that is put together again and again must not fill the memory. */
  function charged(value: Value): Value {
    for (const part of partsOf(value)) resolved += typeof part === 'string' ? part.length >> 6 : 0;
    return value;
  }

  function malformed(name: string, argument: Raw, location: SourceLocation): Value {
    context.problem(argument.offset, `${name} has not the arguments it needs`);
    return unknown(`${name} has not the arguments it needs`, location);
  }

  return {
    resolve,
    resolveMap: (raw, fallback) =>
      raw?.kind === 'map' && !callOf(raw)
        ? mapOf(raw, context.locate(raw.offset))
        : { kind: 'map', members: new Map(), location: context.locate(raw?.offset ?? fallback) },
  };
}

/** The function that a mapping with one member stands for. */
export function callOf(raw: RawMap): RawMember | undefined {
  if (raw.members.size !== 1) return undefined;
  const [member] = raw.members.values();
  return member && (member.name === 'Ref' || member.name.startsWith('Fn::')) ? member : undefined;
}

/** A text from its parts; one that is known whole is a scalar, and one that is a value itself keeps its place. */
function text(parts: readonly Part[], location: SourceLocation): Value {
  const joined: Part[] = [];
  let length = 0;
  for (const part of parts) {
    if (part === '') continue;
    length += typeof part === 'string' ? part.length : 16;
    if (length > maxTextLength) return unknown('the text is too long', location);
    if (typeof part === 'string' && typeof joined.at(-1) === 'string') joined[joined.length - 1] += part;
    else joined.push(part);
  }
  if (joined.length === 0) return { kind: 'scalar', value: '', location };
  if (joined.length === 1 && typeof joined[0] === 'string') return { kind: 'scalar', value: joined[0], location };
  return { kind: 'text', parts: joined, location } satisfies TextValue;
}

function partsOf(value: Value): readonly Part[] {
  switch (value.kind) {
    case 'scalar':
      return [value.value === null ? '' : String(value.value)];
    case 'text':
      return value.parts;
    case 'list':
      return value.items.flatMap((item, index) => (index === 0 ? partsOf(item) : [',', ...partsOf(item)]));
    case 'absent':
      return [];
    case 'choice':
      return [{ target: 'unresolved', to: `${value.condition}?` }];
    default:
      return [{ target: 'unresolved', to: '?' }];
  }
}

function choice(condition: string, values: readonly Value[], location: SourceLocation, reason: string): Value {
  if (values.length === 0) return unknown(reason, location);
  if (values.length > maxCandidates) return unknown('more values are possible than are followed', location);
  const [first] = values as [Value];
  if (first.kind === 'scalar' && values.every((value) => value.kind === 'scalar' && value.value === first.value)) return first;
  return values.length === 1 ? first : { kind: 'choice', condition, values, location };
}

function listOf(items: readonly Value[], location: SourceLocation): ListValue {
  return { kind: 'list', items: items.filter((item) => item.kind !== 'absent'), location };
}

function unknown(reason: string, location: SourceLocation): Value {
  return { kind: 'unknown', reason, location };
}
