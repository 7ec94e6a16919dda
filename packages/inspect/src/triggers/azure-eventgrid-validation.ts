import { hostKeys } from '../azure.ts';
import { eventGridFields, eventGridType } from '../event-grid.ts';
import { record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/**
 * The handshake of a subscription. It reaches a webhook before anything is proven about the sender, and it holds an address that some handlers fetch:
 * nothing in it is taken as stamped.
 */
export const azureEventgridValidation: Trigger = {
  id: 'azure:eventgrid-validation',
  title: 'Azure Functions, Event Grid subscription handshake',
  document: 'https://learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema',
  example: 'azure/eventgrid-subscription-validation.json',
  keys: ['eventType', '0', ...hostKeys],
  outsiderControlled: true,
  fields: () => eventGridFields(record('', { validationCode: 'outsider', validationUrl: 'outsider' })),
  recognizes: (event) => eventGridType(event)?.startsWith('Microsoft.EventGrid.Subscription') === true,
};
