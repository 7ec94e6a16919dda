import { hostKeys } from '../azure.ts';
import { eventHubFields, isFromDevice, isHubEvent } from '../event-hub.ts';
import type { Trigger } from '../trigger.ts';

/**
 * What devices send through an IoT hub, and the hub's own messages about them: changes of twins, devices that appear, connect or go. Which device it
 * was is the hub's word (`iothub-connection-device-id`); an id in the body is the device's own.
 */
export const azureIothub: Trigger = {
  id: 'azure:iothub',
  title: 'Azure Functions, IoT Hub messages',
  document: 'https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-read-builtin',
  example: 'azure/eventhub.json',
  keys: ['sequenceNumber', '0', ...hostKeys],
  outsiderControlled: true,
  fields: eventHubFields,
  recognizes: (event) => isHubEvent(event) && isFromDevice(event),
};
