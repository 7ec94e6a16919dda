import { record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** The tick of an alarm, with the payload that its maker gave it. */
export const openwhiskAlarm: Trigger = {
  id: 'openwhisk:alarm',
  title: 'OpenWhisk alarm',
  document: 'https://github.com/apache/openwhisk-package-alarms',
  example: 'openwhisk/alarm-trigger.json',
  keys: ['trigger_payload'],
  outsiderControlled: false,
  fields: () => record('', { trigger_payload: 'platform' }),
  recognizes: (event) => peek(event, 'trigger_payload') !== undefined,
};
