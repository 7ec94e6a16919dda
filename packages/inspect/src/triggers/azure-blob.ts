import { handedOver, hostKeys, metadataOf } from '../azure.ts';
import { record, stamped } from '../platform-record.ts';
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
    const properties = record(
      stamped(
        'length',
        'Length',
        'ContentLength',
        'eTag',
        'ETag',
        'lastModified',
        'LastModified',
        'CreatedOn',
        'BlobType',
        'LeaseState',
        'LeaseStatus',
      ),
    );
    const blob = { blobtrigger: 'outsider', uri: 'outsider', properties, metadata: 'outsider' } as const;
    return record({ blobTrigger: 'outsider', ...blob, body: 'outsider', ...handedOver(blob) });
  },
  recognizes: (event) => typeof peek(event, 'blobTrigger') === 'string' || metadataOf(event, 'BlobTrigger') !== undefined,
};
