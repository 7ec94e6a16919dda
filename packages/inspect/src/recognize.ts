import { cloudEventTrigger } from './cloud-event.ts';
import { peek, type Trigger } from './trigger.ts';
import { triggers } from './triggers/index.ts';
import { openwhiskRawWebAction } from './triggers/openwhisk-raw-web-action.ts';
import { openwhiskWebAction } from './triggers/openwhisk-web-action.ts';
import { unknown } from './triggers/unknown.ts';

/** Above this many members it is cheaper to ask the event for each name that a trigger knows. */
const fewMembers = 64;

interface Dispatch {
  /** By a name of {@link Trigger.keys}: the places in {@link triggers} of those that may have made an event with it, ascending. */
  readonly byKey: ReadonlyMap<string, readonly number[]>;
  /** Those that have to be asked about every event. */
  readonly keyless: readonly number[];
}

let built: Dispatch | undefined;

/**
 * The trigger that made an event; the generic one when no other recognises it. Only triggers that have a name in common with the event are asked. An
 * event that several recognise belongs to the first in the registry, in whatever order its members stand: a sender cannot choose by their order.
 */
export function recognize(event: unknown): Trigger {
  try {
    return find(event);
  } catch {
    return unknown; // a revoked proxy, which answers no question at all
  }
}

function find(event: unknown): Trigger {
  // A client names the parameters of a web action, except those in `__ow_`, which the gateway refuses: whatever else such an event looks like, it is one.
  if (openwhiskRawWebAction.recognizes(event)) return openwhiskRawWebAction;
  if (openwhiskWebAction.recognizes(event)) return openwhiskWebAction;
  built ??= build();
  const { byKey, keyless } = built;
  let best = ask(keyless, event, triggers.length);
  if (typeof event !== 'object' || event === null) return triggers[best] ?? unknown;
  const source = sourceOf(event);
  if (source !== undefined) best = ask(byKey.get(source), event, best);
  if (Array.isArray(event)) return triggers[ask(byKey.get('0'), event, best)] ?? unknown;
  const names = namesOf(event, byKey);
  for (let i = 0; i < names.length; i++) best = ask(byKey.get(names[i] as string), event, best);
  return triggers[best] ?? unknown;
}

function ask(places: readonly number[] | undefined, event: unknown, best: number): number {
  if (places !== undefined)
    for (let i = 0; i < places.length && (places[i] as number) < best; i++)
      if ((triggers[places[i] as number] as Trigger).recognizes(event)) return places[i] as number;
  return best;
}

/** What the event, its first record or its first item says that made it; of a CloudEvent the trigger that its type leads to. */
function sourceOf(event: object): string | undefined {
  const first = Array.isArray(event) ? peek(event, 0) : (peek(event, 'Records', 0) ?? event);
  const source = peek(first, 'eventSource') ?? peek(first, 'EventSource');
  return typeof source === 'string' ? source : cloudEventTrigger(event);
}

function namesOf(event: object, byKey: ReadonlyMap<string, unknown>): readonly string[] {
  try {
    const own = Object.keys(event);
    if (own.length <= fewMembers) return own;
    const names: string[] = [];
    for (const name of byKey.keys()) if (Object.hasOwn(event, name)) names.push(name);
    return names;
  } catch {
    return []; // a proxy that refuses
  }
}

function build(): Dispatch {
  const byKey = new Map<string, number[]>();
  const keyless: number[] = [];
  for (let i = 0; i < triggers.length; i++) {
    const trigger = triggers[i] as Trigger;
    if (trigger === unknown) continue;
    if (trigger.keys === undefined) keyless.push(i);
    else
      for (let j = 0; j < trigger.keys.length; j++) {
        const key = trigger.keys[j] as string;
        const places = byKey.get(key);
        if (places === undefined) byKey.set(key, [i]);
        else places.push(i);
      }
  }
  return { byKey, keyless };
}
