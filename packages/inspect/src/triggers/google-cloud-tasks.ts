import { isFromQueue, requestFields } from '../google-request.ts';
import { peek, type Trigger } from '../trigger.ts';

/** A task of Cloud Tasks, told by its headers. The payload is what the application enqueued, often from a request. */
export const googleCloudTasks: Trigger = {
  id: 'google:cloud-tasks',
  title: 'Google Cloud Tasks',
  document: 'https://cloud.google.com/tasks/docs/creating-http-target-tasks',
  example: 'gcp/cloud-tasks-request.json',
  verify: 'authorization',
  keys: ['headers'],
  outsiderControlled: true,
  fields: requestFields,
  recognizes: (event) => isFromQueue(event) && peek(event, 'headers', 'x-cloudscheduler') === undefined,
};
