import { record } from '../event-shape.ts';
import { list, peek, type Trigger } from '../trigger.ts';

/** A change in a Cloudant or CouchDB database. Whoever writes a document may choose its id. */
export const openwhiskCloudant: Trigger = {
  id: 'openwhisk:cloudant',
  title: 'OpenWhisk, Cloudant change',
  document: 'https://github.com/apache/openwhisk-package-cloudant',
  example: 'openwhisk/cloudant-trigger.json',
  keys: ['changes'],
  outsiderControlled: true,
  fields: () => record('seq dbname deleted', { id: 'outsider', changes: list(record('', { rev: 'platform' })), doc: 'outsider' }),
  recognizes: (event) => typeof peek(event, 'changes', 0, 'rev') === 'string' && peek(event, 'seq') !== undefined,
};
