import { itemOf } from '../azure.ts';
import { record, stamped } from '../event-shape.ts';
import { list, object, peek, type Trigger } from '../trigger.ts';

/** Documents of a change feed. What is not the database's own bookkeeping is what the application stored. */
export const azureCosmosdb: Trigger = {
  id: 'azure:cosmosdb',
  title: 'Azure Functions, Cosmos DB change feed',
  document: 'https://learn.microsoft.com/azure/azure-functions/functions-bindings-cosmosdb-v2-trigger',
  example: 'azure/cosmosdb-change-feed.json',
  keys: ['_rid', 'current', '0'],
  outsiderControlled: true,
  fields() {
    const stamps = stamped('_rid', '_self', '_etag', '_attachments', '_ts', '_lsn');
    // A feed in the mode "all versions and deletes" has the document in `current` and `previous`.
    return list(
      object({
        ...stamps,
        current: object(stamps),
        previous: object(stamps),
        metadata: record('operationType lsn crts previousImageLSN'),
      }),
    );
  },
  recognizes(event) {
    const document = itemOf(event);
    return (
      (typeof peek(document, '_rid') === 'string' && peek(document, '_ts') !== undefined) ||
      typeof peek(document, 'current', '_rid') === 'string'
    );
  },
};
