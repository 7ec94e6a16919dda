import type { Trigger } from '../trigger.ts';

/** An event that no other trigger recognises, such as one of a direct invocation: every string in it is untrusted. */
export const unknown: Trigger = {
  id: 'unknown',
  title: 'Any other event',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-invocation.html',
  outsiderControlled: true,
  example: 'azure/http-trigger.json',
  fields: () => 'outsider',
  recognizes: () => true,
};
