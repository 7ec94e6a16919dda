import { cloudEventFields, cloudEventTrigger } from '../cloud-event.ts';
import type { Trigger } from '../trigger.ts';

/** An Azure service's event in the CloudEvents schema of Event Grid. */
export const azureEventgridCloudevent: Trigger = {
  id: 'azure:eventgrid-cloudevent',
  title: 'Azure Functions, Event Grid event as CloudEvent',
  document: 'https://learn.microsoft.com/azure/event-grid/cloud-event-schema',
  example: 'azure/eventgrid-cloudevent.json',
  keys: ['azure:eventgrid-cloudevent'],
  outsiderControlled: true,
  fields: () => cloudEventFields('outsider'),
  recognizes: (event) => cloudEventTrigger(event) === 'azure:eventgrid-cloudevent',
};
