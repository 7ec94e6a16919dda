import { hasTexts, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/** An AWS IoT button was pressed. The device says so itself. */
export const awsIotButton: Trigger = {
  id: 'aws:iot-button',
  title: 'AWS IoT Button',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/services-iot.html',
  outsiderControlled: true,
  example: 'aws/iot-button-event.json',
  keys: ['clickType'],
  fields: () => record('', { serialNumber: 'outsider', clickType: 'outsider', batteryVoltage: 'outsider' }),
  recognizes: (event) => hasTexts(event, 'serialNumber', 'clickType'),
};
