import { hasObject, hasTexts, record } from '../event-shape.ts';
import type { Trigger } from '../trigger.ts';

/** Cognito Sync: a client of an identity pool changes its dataset. */
export const awsCognitoSync: Trigger = {
  id: 'aws:cognito-sync',
  title: 'Amazon Cognito Sync',
  document: 'https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-events.html',
  outsiderControlled: true,
  example: 'aws/cognito-event.json',
  keys: ['datasetRecords'],
  fields: () => record('version eventType region identityPoolId identityId', { datasetName: 'outsider', datasetRecords: 'outsider' }),
  recognizes: (event) => hasTexts(event, 'identityPoolId', 'datasetName') && hasObject(event, 'datasetRecords'),
};
