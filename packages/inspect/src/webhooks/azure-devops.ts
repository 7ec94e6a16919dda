import { peek } from '../trigger.ts';
import { hasText, type Webhook } from '../webhook.ts';

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
  recognizes: (body) => hasText(body, 'publisherId') && hasText(body, 'eventType') && peek(body.data, 'resource') !== undefined,
};
