import { handedOver, itemOf } from './azure.ts';
import { record, stamped } from './event-shape.ts';
import { type Field, list, peek } from './trigger.ts';

/** An event of Event Grid's own schema (https://learn.microsoft.com/azure/event-grid/event-schema); Azure hands over one, or a list of them. */
export function eventGridFields(data: Field): Field {
  const event = {
    ...stamped('id', 'topic', 'eventType', 'eventTime', 'dataVersion', 'metadataVersion'),
    // Names what it is about: a blob, a device, whatever the publisher of a topic of one's own says.
    subject: 'outsider',
    data,
  } as const;
  return list(record('', { ...event, ...handedOver({ data }, record('', event)) }));
}

/** The type of the first event of a delivery of Event Grid's own schema. */
export function eventGridType(event: unknown): string | undefined {
  const first = itemOf(event);
  const type = peek(first, 'eventType');
  if (typeof type !== 'string' || typeof peek(first, 'topic') !== 'string' || typeof peek(first, 'eventTime') !== 'string')
    return undefined;
  return peek(first, 'data') === undefined ? undefined : type;
}
