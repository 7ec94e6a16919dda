import { handedOver, hostKeys, itemOf } from '../azure.ts';
import { record, stamped } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** A client's call through SignalR Service, or its coming and going. The client chooses the arguments and what is in query and headers. */
export const azureSignalr: Trigger = {
  id: 'azure:signalr',
  title: 'Azure Functions, SignalR Service',
  document: 'https://learn.microsoft.com/azure/azure-functions/functions-bindings-signalr-service-trigger',
  example: 'azure/signalr-trigger.json',
  keys: ['Hub', ...hostKeys],
  outsiderControlled: true,
  fields() {
    const call = {
      ...stamped('Hub', 'Category', 'ConnectionId'),
      Event: 'outsider',
      UserId: 'outsider',
      Arguments: 'outsider',
      Error: 'outsider',
      Claims: 'outsider',
      Headers: 'outsider',
      Query: 'outsider',
    } as const;
    return record('', { ...call, ...handedOver({}, record('', call)) });
  },
  recognizes(event) {
    const call = itemOf(event);
    return (
      typeof peek(call, 'Hub') === 'string' && typeof peek(call, 'ConnectionId') === 'string' && typeof peek(call, 'Category') === 'string'
    );
  },
};
