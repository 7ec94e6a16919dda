import { cloudEventFields, cloudEventTrigger } from '../cloud-event.ts';
import { peek, type Trigger } from '../trigger.ts';

/** A reference of Firebase's Realtime Database changed: the data before, and what was written. Clients write both names and values. */
export const googleRealtimeDatabase: Trigger = {
  id: 'google:realtime-database',
  title: 'Firebase Realtime Database',
  document: 'https://firebase.google.com/docs/functions/database-events',
  example: 'gcp/database-reference-event-data-simple.json',
  keys: ['delta', 'google:realtime-database'],
  outsiderControlled: true,
  // The keys that matched the wildcards of the path stand in `params` and in `ref`.
  fields: () => cloudEventFields('outsider', { delta: 'outsider', params: 'outsider', ref: 'outsider' }),
  recognizes(event) {
    if (peek(event, 'delta') !== undefined) return peek(event, 'data') !== undefined;
    return cloudEventTrigger(event) === 'google:realtime-database';
  },
};
