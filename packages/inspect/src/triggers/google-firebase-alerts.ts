import { cloudEventFields, cloudEventTrigger } from '../cloud-event.ts';
import { record, stamped } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** An alert of Crashlytics, Performance, billing or App Distribution. What a crash or a tester's feedback says comes from devices. */
export const googleFirebaseAlerts: Trigger = {
  id: 'google:firebase-alerts',
  title: 'Firebase alert',
  document: 'https://firebase.google.com/docs/functions/alert-events',
  example: 'gcp/firebasealerts-alert-data-simple.json',
  keys: ['payload', 'google:firebase-alerts'],
  outsiderControlled: true,
  fields() {
    const alert = { ...stamped('createTime', 'endTime'), payload: record('', { '@type': 'platform' }) } as const;
    return cloudEventFields(record('', alert), { ...alert, ...stamped('alerttype', 'appid') });
  },
  recognizes(event) {
    const type = peek(event, 'payload', '@type');
    if (typeof type === 'string') return type.includes('google.events.firebase.firebasealerts.');
    return cloudEventTrigger(event) === 'google:firebase-alerts';
  },
};
