import type { Webhook } from '../webhook.ts';

/** An event of Azure DevOps. Nothing is signed: who knows the address and the password may send anything. */
export const azureDevops: Webhook = {
  id: 'webhook:azure-devops',
  title: 'Azure DevOps service hook',
  document: 'https://learn.microsoft.com/azure/devops/service-hooks/events',
  example: 'webhooks/azure-devops-push.json',
  headers: ['x-vss-activityid', 'x-vss-subscriptionid'],
  signature: {
    header: 'Authorization',
    scheme: 'no signature: basic authentication, or a header that was set for the subscription',
    document: 'https://learn.microsoft.com/azure/devops/service-hooks/services/webhooks',
  },
  recognizes: (body) => body.has('publisherId') && body.has('eventType') && body.has('resource'),
};
