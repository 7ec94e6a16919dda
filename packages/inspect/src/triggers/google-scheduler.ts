import { cloudEventFields, cloudEventTrigger } from '../cloud-event.ts';
import { record, stamped } from '../event-shape.ts';
import { encoded, object, peek, type Trigger } from '../trigger.ts';

/**
 * The tick of a Cloud Scheduler job, over HTTP, as CloudEvent or bare. The account wrote the payload; but a function that is open to all can be
 * called with the same headers.
 */
export const googleScheduler: Trigger = {
  id: 'google:scheduler',
  title: 'Google Cloud Scheduler',
  document: 'https://cloud.google.com/scheduler/docs/creating',
  example: 'gcp/scheduler-scheduler-job-data-simple.json',
  verify: 'authorization',
  keys: ['customData', 'headers', 'google:scheduler'],
  outsiderControlled: true,
  fields() {
    const job = { customData: encoded('base64') } as const;
    const headers = object(stamped('host', 'x-cloudscheduler', 'x-cloudscheduler-scheduletime', 'x-cloudscheduler-jobname'), {
      ignoreCase: true,
    });
    return cloudEventFields(record('', job), { ...job, headers, body: 'outsider' });
  },
  recognizes(event) {
    if (typeof peek(event, 'customData') === 'string') return true;
    return peek(event, 'headers', 'x-cloudscheduler') !== undefined || cloudEventTrigger(event) === 'google:scheduler';
  },
};
