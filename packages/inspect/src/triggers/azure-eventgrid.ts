import { hostKeys } from '../azure.ts';
import { eventGridFields, eventGridType } from '../event-grid.ts';
import type { Trigger } from '../trigger.ts';

/** Event Grid's own schema, from a topic of one's own or from a service that has no trigger here. */
export const azureEventgrid: Trigger = {
  id: 'azure:eventgrid',
  title: 'Azure Functions, Event Grid event',
  document: 'https://learn.microsoft.com/azure/event-grid/event-schema',
  example: 'azure/eventgrid-custom-topic.json',
  keys: ['eventType', '0', ...hostKeys],
  outsiderControlled: true,
  fields: () => eventGridFields('outsider'),
  recognizes(event) {
    const type = eventGridType(event);
    return type !== undefined && !/^Microsoft\.(?:Storage|Devices|EventGrid\.Subscription)/.test(type);
  },
};
