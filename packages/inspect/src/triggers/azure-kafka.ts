import { handedOver, hostKeys, itemOf } from '../azure.ts';
import { record, stamped } from '../event-shape.ts';
import { encoded, envelope, list, peek, type Trigger } from '../trigger.ts';

/** Kafka records. Keys, values and headers are the producer's; values of headers come in base64. */
export const azureKafka: Trigger = {
  id: 'azure:kafka',
  title: 'Azure Functions, Kafka record',
  document: 'https://learn.microsoft.com/azure/azure-functions/functions-bindings-kafka-trigger',
  example: 'azure/kafka-trigger.json',
  keys: ['Topic', '0', ...hostKeys],
  outsiderControlled: true,
  fields() {
    const item = {
      ...stamped('Offset', 'Partition', 'Topic', 'Timestamp'),
      Key: 'outsider',
      Value: envelope,
      Headers: list(record('', { Key: 'outsider', Value: encoded('base64') })),
    } as const;
    return list(record('', { ...item, ...handedOver(stamped('offset', 'partition', 'topic', 'timestamp'), record('', item)) }));
  },
  recognizes(event) {
    const item = itemOf(event);
    return typeof peek(item, 'Topic') === 'string' && peek(item, 'Partition') !== undefined && peek(item, 'Offset') !== undefined;
  },
};
