import type { Webhook } from '../webhook.ts';

/** An event of Bitbucket. It is signed only when the webhook was given a secret. */
export const bitbucket: Webhook = {
  id: 'webhook:bitbucket',
  title: 'Bitbucket',
  document: 'https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/',
  example: 'webhooks/bitbucket-push.json',
  headers: ['x-event-key', 'x-hook-uuid'],
  signature: {
    header: 'X-Hub-Signature',
    scheme: 'HMAC-SHA256 of the body, in hex behind `sha256=`',
    document: 'https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/#Secure-webhooks',
  },
};
