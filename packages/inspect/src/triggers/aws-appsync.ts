import { appsyncContext, isAppsyncContext } from '../appsync.ts';
import type { Trigger } from '../trigger.ts';

/** A resolver or pipeline function of AppSync, a resolver of Amplify, and a channel handler of AppSync Events. */
export const awsAppsync: Trigger = {
  id: 'aws:appsync',
  title: 'AWS AppSync resolver',
  document: 'https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference.html',
  outsiderControlled: true,
  example: 'aws/pt-app-sync-direct-resolver.json',
  keys: ['info', 'fieldName'],
  fields: appsyncContext,
  recognizes: (event) => !Array.isArray(event) && isAppsyncContext(event),
};
