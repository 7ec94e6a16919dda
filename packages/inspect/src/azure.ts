import { stamped } from './event-shape.ts';
import { type Field, map, object, peek } from './trigger.ts';

/** Names of what the host hands over. */
export const hostKeys = ['Data', 'bindingData', 'triggerMetadata'] as const;

/**
 * What the Functions host hands over besides the bare item. A custom handler gets `{Data: {name: item}, Metadata}`, where whatever is no text is JSON
 * (https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers); Node's context has the same as `bindings` and `bindingData`
 * (programming model 3) or `triggerMetadata` (4), under names that begin in lower case.
 */
export function handedOver(metadata: Readonly<Record<string, Field>>, item: Field = 'outsider'): Readonly<Record<string, Field>> {
  const about = object({ ...stamped('sys', 'invocationid'), ...metadata }, { ignoreCase: true, namesAreData: false });
  return { Data: map(item), Metadata: about, bindings: map(item), bindingData: about, triggerMetadata: about };
}

/** What the host says about the item under `name`, as a custom handler sees it: `DequeueCount`. */
export function metadataOf(event: unknown, name: string): unknown {
  const about = peek(event, 'Metadata');
  if (about !== undefined) return peek(event, 'Data') === undefined ? undefined : peek(about, name);
  const inNode = peek(event, 'bindingData') ?? peek(event, 'triggerMetadata');
  return inNode === undefined ? undefined : peek(inNode, (name[0] as string).toLowerCase() + name.slice(1));
}

/** The first of what the host handed over by name; the event itself when it is a bare item, the first of a batch. */
export function itemOf(event: unknown): unknown {
  if (Array.isArray(event)) return peek(event, 0);
  const named = peek(event, 'Data') ?? peek(event, 'bindings');
  if (typeof named !== 'object' || named === null || Array.isArray(named)) return event;
  const about = peek(event, 'Metadata') ?? peek(event, 'bindingData');
  if (about === undefined) return event;
  try {
    const item = peek(named, Object.keys(named)[0] ?? '');
    return Array.isArray(item) ? peek(item, 0) : item;
  } catch {
    return undefined; // a proxy that lists no names
  }
}
