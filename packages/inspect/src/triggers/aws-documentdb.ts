import { record } from '../event-shape.ts';
import { list, peek, type Trigger } from '../trigger.ts';

/** A batch of an Amazon DocumentDB change stream, in Extended JSON: `$oid`, `$date` and their like are types, not operators. */
export const awsDocumentdb: Trigger = {
  id: 'aws:documentdb',
  title: 'Amazon DocumentDB change stream',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/with-documentdb.html',
  outsiderControlled: true,
  example: 'aws/documentdb-event.json',
  keys: ['aws:docdb'],
  fields: () =>
    record('eventSource eventSourceArn', {
      events: list(
        record('', {
          event: record('_id clusterTime operationType ns', {
            documentKey: 'outsider',
            fullDocument: 'outsider',
            updateDescription: 'outsider',
          }),
        }),
      ),
    }),
  recognizes: (event) => peek(event, 'eventSource') === 'aws:docdb',
};
