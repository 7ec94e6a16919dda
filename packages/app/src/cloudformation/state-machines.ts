import { posix } from 'node:path';
import type { Edge, Resource } from '../app.ts';
import { readJsonDocument } from '../text/json-document.ts';
import type { Raw } from '../text/raw.ts';
import { readYamlDocument } from '../text/yaml-document.ts';
import { at, memberOf, membersOf, patternOf, textOf, type Value } from '../value.ts';
import type { Context } from './context.ts';
import type { Names } from './names.ts';

/** States and what follows on what, of Amazon States Language, as far as it matters for order. */
interface State {
  readonly functions: readonly string[];
  readonly next: readonly string[];
}

/** Edges of a state machine: the functions it invokes, and which of them follows which. */
export function readStateMachine(machine: Resource, names: Names, context: Context): readonly Edge[] {
  const location = machine.location;
  const substitutions = at(machine.properties, 'DefinitionSubstitutions');
  const toFunctions = (text: string): readonly string[] => {
    const found = new Set<string>();
    for (const [, name = ''] of text.matchAll(/\$\{([^}]+)\}/g)) {
      const substituted = memberOf(substitutions, name)?.value;
      const value: Value = substituted ?? { kind: 'text', parts: [{ target: 'resource', to: name.split('.')[0] as string }], location };
      for (const id of names.resourcesIn(value, ['function', 'state-machine'])) found.add(id);
    }
    for (const id of names.resourcesIn({ kind: 'scalar', value: text, location }, ['function'])) found.add(id);
    return [...found];
  };
  const definition = definitionOf(machine, context);
  if (!definition) {
    context.unknown(`the definition of ${machine.id}`, 'it is not written in the template', location);
    return [];
  }
  const states = new Map<string, State>();
  collectStates(definition, '', states, toFunctions, names, 0);

  const edges: Edge[] = [];
  const invoked = new Set([...states.values()].flatMap(({ functions }) => functions));
  for (const id of invoked) edges.push({ kind: 'invokes', from: machine.id, to: id, location, basis: 'definition', confidence: 'high' });
  const followed = new Set<string>();
  for (const state of states.values()) {
    for (const from of state.functions)
      for (const to of nextFunctions(state, states)) {
        const key = `${from} ${to}`;
        if (followed.has(key)) continue;
        followed.add(key);
        edges.push({ kind: 'follows', from, to, location, basis: 'definition', confidence: 'high', label: machine.id });
      }
  }
  return edges;
}

function definitionOf(machine: Resource, context: Context): Value | undefined {
  const written = at(machine.properties, 'Definition');
  if (written?.kind === 'map') return written;
  const text = patternOf(at(machine.properties, 'DefinitionString'));
  if (text !== undefined) return fromText(text, machine);
  const file = textOf(at(machine.properties, 'DefinitionUri'));
  if (file === undefined || file.startsWith('s3://')) return undefined;
  const path = posix.normalize(posix.join(context.folder, file));
  const source = path.startsWith('..') ? undefined : context.sources.read(path, 1024 * 1024);
  if (!source?.ok) {
    context.problem(
      memberOf(machine.properties, 'DefinitionUri')?.value.location ?? machine.location,
      `the definition ${file} ${source ? source.problem.problem : 'lies outside of the folder that is read'}`,
    );
    return undefined;
  }
  return fromText(source.value, machine);
}

function fromText(text: string, machine: Resource): Value | undefined {
  if (text.length > 1024 * 1024) return undefined;
  const { root } = /^\s*[{[]/.test(text) ? readJsonDocument(text) : readYamlDocument(text);
  return root && plain(root, machine);
}

/** Values without functions; all lie where the state machine is written. */
function plain(raw: Raw, machine: Resource): Value {
  const { location } = machine;
  if (raw.kind === 'scalar') return { kind: 'scalar', value: raw.value, location };
  if (raw.kind === 'list') return { kind: 'list', items: raw.items.map((item) => plain(item, machine)), location };
  if (raw.kind === 'refused') return { kind: 'unknown', reason: raw.reason, location };
  return {
    kind: 'map',
    members: new Map(
      [...raw.members.values()].map(({ name, value }) => [name, { name, nameLocation: location, value: plain(value, machine) }]),
    ),
    location,
  };
}

function collectStates(
  definition: Value,
  prefix: string,
  states: Map<string, State>,
  toFunctions: (text: string) => readonly string[],
  names: Names,
  depth: number,
): readonly string[] {
  if (depth > 20) return [];
  const entries: string[] = [];
  const start = textOf(at(definition, 'StartAt'));
  if (start !== undefined) entries.push(prefix + start);
  for (const { name, value } of membersOf(at(definition, 'States'))) {
    const functions = new Set<string>();
    const places = [
      at(value, 'Resource'),
      at(value, 'Parameters', 'FunctionName'),
      at(value, 'Arguments', 'FunctionName'),
      at(value, 'Parameters', 'StateMachineArn'),
    ];
    if (textOf(at(value, 'Type')) === 'Task')
      for (const place of places) {
        for (const id of names.resourcesIn(place, ['function', 'state-machine'])) functions.add(id);
        const text = patternOf(place);
        if (text !== undefined) for (const id of toFunctions(text)) functions.add(id);
      }
    const next = new Set<string>();
    for (const target of [at(value, 'Next'), at(value, 'Default')]) if (textOf(target) !== undefined) next.add(prefix + textOf(target));
    for (const list of [at(value, 'Choices'), at(value, 'Catch')])
      if (list?.kind === 'list')
        for (const item of list.items) if (textOf(at(item, 'Next')) !== undefined) next.add(prefix + textOf(at(item, 'Next')));
    const branches = at(value, 'Branches');
    const inner = [...(branches?.kind === 'list' ? branches.items : []), at(value, 'Iterator'), at(value, 'ItemProcessor')].filter(
      (item) => item !== undefined,
    );
    inner.forEach((item, index) => {
      for (const entry of collectStates(item, `${prefix}${name}/${index}/`, states, toFunctions, names, depth + 1)) next.add(entry);
    });
    states.set(prefix + name, { functions: [...functions], next: [...next] });
  }
  return entries;
}

/** The functions that come next, past states that are no tasks. */
function nextFunctions(state: State, states: ReadonlyMap<string, State>): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const open = [...state.next];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const next = states.get(name);
    if (!next) continue;
    if (next.functions.length > 0) for (const id of next.functions) found.add(id);
    else open.push(...next.next);
  }
  return [...found];
}
