import { hostKeys } from '../azure.ts';
import { eventGridFields, eventGridType } from '../event-grid.ts';
import type { Trigger } from '../trigger.ts';

/** A device was created or deleted, connected or went away, or sent telemetry: what Event Grid says of an IoT hub. */
export const azureEventgridIothub: Trigger = {
  id: 'azure:eventgrid-iothub',
  title: 'Azure Functions, Event Grid event of an IoT hub',
  document: 'https://learn.microsoft.com/azure/event-grid/event-schema-iot-hub',
  example: 'azure/iothub-twin-change.json',
  keys: ['eventType', '0', ...hostKeys],
  outsiderControlled: true,
  // The twin and the telemetry in `data` are the device's.
  fields: () => eventGridFields('outsider'),
  recognizes: (event) => eventGridType(event)?.startsWith('Microsoft.Devices') === true,
};
