import { cloudEventFields, cloudEventTrigger } from '../cloud-event.ts';
import { stamped } from '../event-shape.ts';
import { envelope, type Trigger } from '../trigger.ts';

/** A message of a Dapr topic: a CloudEvent that names the component it came through. The publisher may write the whole of it. */
export const azureDapr: Trigger = {
  id: 'azure:dapr',
  title: 'Dapr topic message',
  document: 'https://learn.microsoft.com/azure/azure-functions/functions-bindings-dapr-trigger-topic',
  example: 'azure/dapr-topic.json',
  keys: ['azure:dapr'],
  outsiderControlled: true,
  fields: () => cloudEventFields(envelope, { ...stamped('pubsubname', 'topic', 'traceid', 'tracestate', 'traceparent') }),
  recognizes: (event) => cloudEventTrigger(event) === 'azure:dapr',
};
