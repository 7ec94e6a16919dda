import type { Raw, RawMap, RawMember } from '../text/raw.ts';
import { rawAt } from '../text/raw.ts';
import { callOf } from './resolve.ts';

/** The section of SAM's `Globals` that a type of resource takes its defaults from. */
const sections: Readonly<Record<string, string>> = {
  'AWS::Serverless::Api': 'Api',
  'AWS::Serverless::CapacityProvider': 'CapacityProvider',
  'AWS::Serverless::Function': 'Function',
  'AWS::Serverless::HttpApi': 'HttpApi',
  'AWS::Serverless::LayerVersion': 'LayerVersion',
  'AWS::Serverless::SimpleTable': 'SimpleTable',
  'AWS::Serverless::StateMachine': 'StateMachine',
  'AWS::Serverless::WebSocketApi': 'WebSocketApi',
};

/** The globals for a type, as written. */
export function globalsFor(template: RawMap, type: string): Raw | undefined {
  const section = Object.hasOwn(sections, type) ? sections[type] : undefined;
  return section === undefined ? undefined : rawAt(template, 'Globals', section);
}

/**
 * Merges as SAM does: mappings member by member, lists one after the other with the global one first, anything else is replaced, and so is
 * a function such as `!If`. Each member keeps the place it was written at.
 */
export function mergeGlobals(globals: Raw | undefined, own: Raw | undefined): Raw | undefined {
  if (!globals || globals.kind === 'refused') return own;
  if (!own || (own.kind === 'scalar' && own.value === null)) return globals;
  if (globals.kind === 'list' && own.kind === 'list') return { kind: 'list', items: [...globals.items, ...own.items], offset: own.offset };
  if (globals.kind !== 'map' || own.kind !== 'map' || callOf(globals) || callOf(own)) return own;
  const members = new Map<string, RawMember>(globals.members);
  for (const member of own.members.values()) {
    const value = mergeGlobals(members.get(member.name)?.value, member.value) as Raw;
    // What is only the global list or mapping lies where Globals says it.
    members.set(member.name, { ...member, value });
  }
  return { kind: 'map', members, offset: own.offset };
}
