import { cloudEventTrigger } from '../cloud-event.ts';
import { encoded, object, peek, type Trigger } from '../trigger.ts';

/** A CloudEvent of anybody: its producer writes all of it, attributes and extensions included. */
export const cloudeventsEvent: Trigger = {
  id: 'cloudevents:event',
  title: 'CloudEvent, structured or binary',
  document: 'https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md',
  example: 'cloudevents/structured-1.0.json',
  keys: ['cloudevents:event'],
  outsiderControlled: true,
  fields: () =>
    object({
      specversion: 'platform',
      source: 'outsider',
      type: 'outsider',
      subject: 'outsider',
      data: 'outsider',
      data_base64: encoded('base64'),
      body: 'outsider',
    }),
  recognizes: (event) => !Array.isArray(event) && cloudEventTrigger(event) === 'cloudevents:event' && peek(event, 'Records') === undefined,
};
