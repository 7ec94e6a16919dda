import { appsyncContext, isAppsyncContext } from '../appsync.ts';
import { list, peek, type Trigger } from '../trigger.ts';

/** A batched resolver of AppSync: one context for each object whose field is asked for. */
export const awsAppsyncBatch: Trigger = {
  id: 'aws:appsync-batch',
  title: 'AWS AppSync batch resolver',
  document: 'https://docs.aws.amazon.com/appsync/latest/devguide/tutorial-lambda-resolvers.html',
  outsiderControlled: true,
  example: 'aws/pt-app-sync-batch-event.json',
  keys: ['0'],
  fields: () => list(appsyncContext()),
  recognizes: (event) => Array.isArray(event) && isAppsyncContext(peek(event, 0)),
};
