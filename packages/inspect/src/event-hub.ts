import { handedOver, itemOf, metadataOf } from './azure.ts';
import { record, stamped } from './event-shape.ts';
import { envelope, type Field, list, object, peek } from './trigger.ts';

/** An event of an event hub, which is also how IoT hubs deliver. https://learn.microsoft.com/azure/event-hubs/event-hubs-about */
export function eventHubFields(): Field {
  // What the hub adds to a message; all else among the system properties is the sender's choice, such as message-id.
  const systemProperties = object(
    stamped(
      'iothub-connection-device-id',
      'iothub-connection-module-id',
      'iothub-connection-auth-method',
      'iothub-connection-auth-generation-id',
      'iothub-enqueuedtime',
      'iothub-message-source',
      'x-opt-sequence-number',
      'x-opt-offset',
      'x-opt-enqueued-time',
    ),
    { ignoreCase: true },
  );
  const stamps = stamped('offset', 'sequenceNumber', 'enqueuedTimeUtc');
  const about = {
    ...stamped(
      'offset',
      'sequencenumber',
      'enqueuedtimeutc',
      'offsetarray',
      'sequencenumberarray',
      'enqueuedtimeutcarray',
      'partitioncontext',
      'triggerpartitioncontext',
    ),
    systemproperties: systemProperties,
    systempropertiesarray: list(systemProperties),
  };
  return list(
    record('', {
      body: envelope,
      partitionKey: 'outsider',
      properties: 'outsider',
      ...stamps,
      systemProperties,
      ...handedOver(about, envelope),
    }),
  );
}

/** Whether an event hub delivered it: one event or a batch. */
export function isHubEvent(event: unknown): boolean {
  const first = itemOf(event);
  if (peek(first, 'sequenceNumber') !== undefined)
    return peek(first, 'offset') !== undefined && peek(first, 'enqueuedTimeUtc') !== undefined;
  return metadataOf(event, 'PartitionContext') !== undefined || metadataOf(event, 'TriggerPartitionContext') !== undefined;
}

/** Whether an IoT hub put it there. */
export function isFromDevice(event: unknown): boolean {
  const properties =
    peek(itemOf(event), 'systemProperties') ?? metadataOf(event, 'SystemProperties') ?? peek(metadataOf(event, 'SystemPropertiesArray'), 0);
  return peek(properties, 'iothub-message-source') !== undefined || peek(properties, 'iothub-connection-device-id') !== undefined;
}
