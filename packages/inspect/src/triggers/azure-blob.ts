import { handedOver, hostKeys, metadataOf } from '../azure.ts';
import { record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** A blob that was written. Whoever may upload chooses its name, its metadata, its content type and its content. */
export const azureBlob: Trigger = {
  id: 'azure:blob',
  title: 'Azure Functions, blob',
  document: 'https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger',
  example: 'azure/blob-trigger.json',
  keys: ['blobTrigger', ...hostKeys],
  outsiderControlled: true,
  fields() {
    const properties = record('length Length ContentLength eTag ETag lastModified LastModified CreatedOn BlobType LeaseState LeaseStatus');
    const blob = { uri: 'outsider', properties, metadata: 'outsider' } as const;
    return record('', { blobTrigger: 'outsider', ...blob, body: 'outsider', ...handedOver({ ...blob, blobtrigger: 'outsider' }) });
  },
  recognizes: (event) => typeof peek(event, 'blobTrigger') === 'string' || metadataOf(event, 'BlobTrigger') !== undefined,
};
