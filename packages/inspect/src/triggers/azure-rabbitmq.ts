import { handedOver, hostKeys, metadataOf } from '../azure.ts';
import { record, stamped } from '../event-shape.ts';
import { envelope, type Trigger } from '../trigger.ts';

/** A RabbitMQ message. Without what the host says about it only its body is there, which is inspected as any other event. */
export const azureRabbitmq: Trigger = {
  id: 'azure:rabbitmq',
  title: 'Azure Functions, RabbitMQ message',
  document: 'https://learn.microsoft.com/azure/azure-functions/functions-bindings-rabbitmq-trigger',
  example: 'azure/custom-handler-rabbitmq.json',
  keys: hostKeys,
  outsiderControlled: true,
  // The routing key and the properties (reply-to, headers, user id) are the publisher's.
  fields: () =>
    record(
      '',
      handedOver(
        { ...stamped('consumertag', 'deliverytag', 'redelivered', 'exchange'), routingkey: 'outsider', basicproperties: 'outsider' },
        envelope,
      ),
    ),
  recognizes: (event) => metadataOf(event, 'DeliveryTag') !== undefined && metadataOf(event, 'RoutingKey') !== undefined,
};
