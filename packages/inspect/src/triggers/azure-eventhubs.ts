import { hostKeys } from '../azure.ts';
import { eventHubFields, isFromDevice, isHubEvent } from '../event-hub.ts';
import type { Trigger } from '../trigger.ts';

/** A batch of Event Hubs. The body may be another service's event: diagnostics and Event Grid write to hubs. */
export const azureEventhubs: Trigger = {
  id: 'azure:eventhubs',
  title: 'Azure Functions, Event Hubs batch',
  document: 'https://learn.microsoft.com/azure/azure-functions/functions-bindings-event-hubs-trigger',
  example: 'azure/eventhubs-batch.json',
  keys: ['sequenceNumber', '0', ...hostKeys],
  outsiderControlled: true,
  fields: eventHubFields,
  recognizes: (event) => isHubEvent(event) && !isFromDevice(event),
};
