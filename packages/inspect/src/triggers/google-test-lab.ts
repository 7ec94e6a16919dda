import { cloudEventFields, cloudEventTrigger } from '../cloud-event.ts';
import { record, stamped } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** A test matrix ended. What the client that started it says about itself is its own word. */
export const googleTestLab: Trigger = {
  id: 'google:test-lab',
  title: 'Firebase Test Lab result',
  document: 'https://firebase.google.com/docs/functions/test-lab-events',
  example: 'gcp/testlab-test-matrix-event-data-simple.json',
  keys: ['testMatrixId', 'google:test-lab'],
  outsiderControlled: false,
  fields() {
    const matrix = {
      ...stamped('createTime', 'state', 'outcomeSummary', 'testMatrixId', 'invalidMatrixDetails'),
      resultStorage: record('toolResultsHistory toolResultsExecution resultsUri gcsPath'),
      clientInfo: 'outsider',
      client_info: 'outsider',
    } as const;
    return cloudEventFields(record('', matrix), matrix);
  },
  recognizes(event) {
    if (typeof peek(event, 'testMatrixId') === 'string')
      return peek(event, 'resultStorage') !== undefined || peek(event, 'state') !== undefined;
    return cloudEventTrigger(event) === 'google:test-lab';
  },
};
