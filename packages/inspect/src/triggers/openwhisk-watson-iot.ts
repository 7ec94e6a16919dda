import { record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/**
 * A message of a device of Watson IoT Platform, through the MQTT feed. The platform checks type and id in the topic against the connection; the names of event
 * and format are the device's, and so is the body.
 */
export const openwhiskWatsonIot: Trigger = {
  id: 'openwhisk:watson-iot',
  title: 'OpenWhisk, Watson IoT Platform message',
  document: 'https://github.com/krook/openwhisk-package-mqtt-watson',
  example: 'openwhisk/watson-iot-message.json',
  keys: ['topic'],
  outsiderControlled: true,
  fields: () => record('', { topic: 'outsider', body: 'outsider', payload: 'outsider' }),
  recognizes(event) {
    const topic = peek(event, 'topic');
    return typeof topic === 'string' && topic.startsWith('iot-2/');
  },
};
