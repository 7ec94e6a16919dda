import { list, peek, type Trigger } from '../trigger.ts';
import { cloudeventsEvent } from './cloudevents-event.ts';

/** A JSON batch of CloudEvents. */
export const cloudeventsBatch: Trigger = {
  id: 'cloudevents:batch',
  title: 'CloudEvents in a batch',
  document: 'https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md#4-json-batch-format',
  example: 'cloudevents/batch.json',
  keys: ['0'],
  outsiderControlled: true,
  fields: () => list(cloudeventsEvent.fields()),
  recognizes: (event) =>
    Array.isArray(event) && typeof peek(event, 0, 'specversion') === 'string' && typeof peek(event, 0, 'type') === 'string',
};
