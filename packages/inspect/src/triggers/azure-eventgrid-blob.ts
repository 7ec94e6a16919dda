import { hostKeys } from '../azure.ts';
import { eventGridFields, eventGridType } from '../event-grid.ts';
import { record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/** A blob was created, deleted or renamed. Whoever may upload names it: in `subject` as it is, in `url` percent-encoded. */
export const azureEventgridBlob: Trigger = {
  id: 'azure:eventgrid-blob',
  title: 'Azure Functions, Event Grid event of Blob Storage',
  document: 'https://learn.microsoft.com/azure/event-grid/event-schema-blob-storage',
  example: 'azure/eventgrid-blob-created.json',
  keys: ['eventType', '0', ...hostKeys],
  outsiderControlled: true,
  fields: () =>
    eventGridFields(
      record('api requestId eTag contentLength contentOffset blobType sequencer storageDiagnostics', {
        url: 'outsider',
        contentType: 'outsider',
        clientRequestId: 'outsider',
      }),
    ),
  recognizes: (event) => eventGridType(event)?.startsWith('Microsoft.Storage') === true,
};
