import { handedOver, hostKeys, itemOf, metadataOf } from '../azure.ts';
import { record, stamped } from '../event-shape.ts';
import { envelope, list, peek, type Trigger } from '../trigger.ts';

/** A message of a Service Bus queue or of a topic's subscription. Its sender sets the ids, the subject and the application properties too. */
export const azureServicebus: Trigger = {
  id: 'azure:servicebus',
  title: 'Azure Functions, Service Bus message',
  document: 'https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus-trigger',
  example: 'azure/servicebus-queue.json',
  keys: ['messageId', '0', ...hostKeys],
  outsiderControlled: true,
  fields: () =>
    list(
      record('', {
        body: envelope,
        messageId: 'outsider',
        subject: 'outsider',
        applicationProperties: 'outsider',
        ...stamped(
          'enqueuedTimeUtc',
          'sequenceNumber',
          'enqueuedSequenceNumber',
          'deliveryCount',
          'lockToken',
          'lockedUntilUtc',
          'expiresAtUtc',
          'state',
        ),
        ...handedOver(
          stamped(
            'enqueuedtimeutc',
            'enqueuedtime',
            'sequencenumber',
            'deliverycount',
            'locktoken',
            'expiresatutc',
            'expiresat',
            'messagereceiver',
            'messagesession',
            'messageactions',
            'client',
          ),
          envelope,
        ),
      }),
    ),
  recognizes(event) {
    const message = itemOf(event);
    if (typeof peek(message, 'messageId') === 'string')
      return (
        peek(message, 'body') !== undefined &&
        (peek(message, 'applicationProperties') !== undefined || peek(message, 'deliveryCount') !== undefined)
      );
    return (
      metadataOf(event, 'LockToken') !== undefined ||
      (metadataOf(event, 'DeliveryCount') !== undefined && metadataOf(event, 'MessageId') !== undefined)
    );
  },
};
