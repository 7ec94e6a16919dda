import { cloudEventFields, cloudEventTrigger } from '../cloud-event.ts';
import type { Trigger } from '../trigger.ts';

/** An event that Eventarc relays for one of the many services that have no trigger here. */
export const googleEventarc: Trigger = {
  id: 'google:eventarc',
  title: 'Google Eventarc, another service',
  document: 'https://cloud.google.com/eventarc/docs/reference/supported-events',
  example: 'gcp/eventarc-gateway-created.json',
  keys: ['google:eventarc'],
  outsiderControlled: true,
  fields: () => cloudEventFields('outsider'),
  recognizes: (event) => cloudEventTrigger(event) === 'google:eventarc',
};
