import type { Webhook } from '../webhook.ts';

/** A delivery of GitHub. Branch names, titles, messages and comments are anybody's who may open an issue or a pull request. */
export const github: Webhook = {
  id: 'webhook:github',
  title: 'GitHub',
  document: 'https://docs.github.com/webhooks/webhook-events-and-payloads',
  example: 'webhooks/github-push.json',
  headers: ['x-github-event'],
  signature: {
    header: 'X-Hub-Signature-256',
    scheme: 'HMAC-SHA256 of the body, in hex behind `sha256=`',
    document: 'https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries',
  },
};
