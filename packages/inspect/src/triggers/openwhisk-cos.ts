import { record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** An object of IBM Cloud Object Storage was written or deleted. Whoever may upload names it. */
export const openwhiskCos: Trigger = {
  id: 'openwhisk:cos',
  title: 'IBM Cloud Functions, Object Storage',
  document: 'https://cloud.ibm.com/docs/openwhisk?topic=openwhisk-pkg_obstorage',
  example: 'openwhisk/cos-trigger.json',
  keys: ['notification'],
  outsiderControlled: true,
  fields: () =>
    record('bucket endpoint operation status', {
      key: 'outsider',
      file: record('ETag LastModified Size', { Key: 'outsider' }),
      notification: record('bucket_name event_type format object_length object_etag request_id request_time', {
        object_name: 'outsider',
        content_type: 'outsider',
      }),
    }),
  recognizes: (event) => typeof peek(event, 'notification', 'object_name') === 'string' && typeof peek(event, 'bucket') === 'string',
};
