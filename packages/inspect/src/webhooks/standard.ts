import type { Webhook } from '../webhook.ts';

/** An event of one of the many services that follow the Standard Webhooks specification. */
export const standard: Webhook = {
  id: 'webhook:standard',
  title: 'Standard Webhooks (Svix and others)',
  document: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
  example: 'webhooks/standard-webhook.json',
  headers: ['webhook-signature', 'svix-signature'],
  signature: {
    header: 'webhook-signature',
    scheme: 'HMAC-SHA256 of id, timestamp and body, in base64 behind `v1,`, or Ed25519 behind `v1a,`',
    document: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#verifying-webhook-authenticity',
  },
};
