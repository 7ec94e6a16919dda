import { cloudEventFields, cloudEventTrigger } from '../cloud-event.ts';
import { peek, type Trigger } from '../trigger.ts';

/** Events that an app logged to Google Analytics: all of it was said by a device. */
export const googleAnalytics: Trigger = {
  id: 'google:analytics',
  title: 'Google Analytics for Firebase',
  document: 'https://firebase.google.com/docs/functions/1st-gen/analytics-events-1st',
  example: 'gcp/analytics-analytics-log-data-complex.json',
  keys: ['eventDim', 'userDim', 'google:analytics'],
  outsiderControlled: true,
  fields: () => cloudEventFields('outsider', { userDim: 'outsider', eventDim: 'outsider' }),
  recognizes: (event) =>
    Array.isArray(peek(event, 'eventDim')) || typeof peek(event, 'userDim') === 'object' || cloudEventTrigger(event) === 'google:analytics',
};
