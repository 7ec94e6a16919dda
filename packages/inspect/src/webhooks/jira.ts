import type { Webhook } from '../webhook.ts';

/** An event of Jira or Confluence. Where anybody may open issues, anybody writes them. */
export const jira: Webhook = {
  id: 'webhook:jira',
  title: 'Jira',
  document: 'https://developer.atlassian.com/cloud/jira/platform/webhooks/',
  example: 'webhooks/jira-issue.json',
  headers: ['x-atlassian-webhook-identifier'],
  signature: {
    header: 'X-Hub-Signature',
    scheme: 'HMAC-SHA256 of the body, in hex behind `sha256=`, when a secret was set',
    document: 'https://developer.atlassian.com/cloud/jira/platform/webhooks/#secure-admin-webhooks',
  },
  recognizes: (body) => body.has('webhookEvent'),
};
