import { cloudEventFields, cloudEventTrigger } from '../cloud-event.ts';
import { record, stamped } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** An object of a bucket was written, deleted, archived or changed. Whoever may upload names it and sets its type, headers and metadata. */
export const googleStorage: Trigger = {
  id: 'google:storage',
  title: 'Google Cloud Storage object',
  document: 'https://cloud.google.com/storage/docs/pubsub-notifications',
  example: 'gcp/ce-storage-object-data-workflows.json',
  keys: ['kind', 'google:storage'],
  outsiderControlled: true,
  fields() {
    const object = {
      ...stamped(
        'bucket',
        'componentCount',
        'crc32c',
        'customerEncryption',
        'etag',
        'eventBasedHold',
        'generation',
        'kind',
        'kmsKeyName',
        'md5Hash',
        'metageneration',
        'retentionExpirationTime',
        'size',
        'storageClass',
        'temporaryHold',
        'timeCreated',
        'timeDeleted',
        'timeStorageClassUpdated',
        'updated',
      ),
      name: 'outsider',
      id: 'outsider',
      mediaLink: 'outsider',
      selfLink: 'outsider',
      contentType: 'outsider',
      contentDisposition: 'outsider',
      contentEncoding: 'outsider',
      contentLanguage: 'outsider',
      cacheControl: 'outsider',
      metadata: 'outsider',
    } as const;
    return cloudEventFields(record('', object), object);
  },
  recognizes(event) {
    if (peek(event, 'kind') === 'storage#object') return typeof peek(event, 'bucket') === 'string';
    return cloudEventTrigger(event) === 'google:storage';
  },
};
