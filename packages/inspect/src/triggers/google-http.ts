import { cloudEventType } from '../cloud-event.ts';
import { isFromQueue, requestFields } from '../google-request.ts';
import { peek, type Trigger } from '../trigger.ts';

/** An HTTP request as the Functions Framework, and Express below it, has it. */
export const googleHttp: Trigger = {
  id: 'google:http',
  title: 'Google Cloud Functions and Cloud Run, HTTP request',
  document: 'https://cloud.google.com/functions/docs/writing/write-http-functions',
  example: 'gcp/http-request.json',
  keys: ['url'],
  outsiderControlled: true,
  fields: requestFields,
  recognizes(event) {
    const url = peek(event, 'url');
    if (typeof url !== 'string' || !url.startsWith('/') || typeof peek(event, 'method') !== 'string') return false;
    return typeof peek(event, 'headers') === 'object' && cloudEventType(event) === undefined && !isFromQueue(event);
  },
};
