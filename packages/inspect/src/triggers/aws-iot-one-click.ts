import { hasObject, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/** A device of AWS IoT 1-Click. Attributes of device and placement are the project's own. */
export const awsIotOneClick: Trigger = {
  id: 'aws:iot-one-click',
  title: 'AWS IoT 1-Click',
  document: 'https://docs.aws.amazon.com/iot-1-click/latest/developerguide/1click-programming.html',
  outsiderControlled: true,
  example: 'aws/iot-1-click-event.json',
  keys: ['deviceEvent'],
  fields: () =>
    record('', {
      deviceEvent: 'outsider',
      deviceInfo: record('type remainingLife', { deviceId: 'outsider', attributes: 'outsider' }),
      placementInfo: 'outsider',
    }),
  recognizes: (event) => hasObject(event, 'deviceEvent') && hasObject(event, 'placementInfo'),
};
