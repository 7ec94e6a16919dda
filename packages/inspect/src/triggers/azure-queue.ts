import { handedOver, hostKeys, metadataOf } from '../azure.ts';
import { record, stamped } from '../event-shape.ts';
import { envelope, peek, type Trigger } from '../trigger.ts';

/** A message of a storage queue. Its text may be an Event Grid event again. */
export const azureQueue: Trigger = {
  id: 'azure:queue',
  title: 'Azure Functions, storage queue message',
  document: 'https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger',
  example: 'azure/queue-trigger.json',
  keys: ['queueTrigger', ...hostKeys],
  outsiderControlled: true,
  fields: () =>
    record('', {
      queueTrigger: envelope,
      ...stamped('id', 'popReceipt', 'dequeueCount', 'expirationTime', 'insertionTime', 'nextVisibleTime'),
      ...handedOver(
        { queuetrigger: envelope, ...stamped('id', 'popreceipt', 'dequeuecount', 'expirationtime', 'insertiontime', 'nextvisibletime') },
        envelope,
      ),
    }),
  recognizes: (event) => typeof peek(event, 'queueTrigger') === 'string' || metadataOf(event, 'PopReceipt') !== undefined,
};
