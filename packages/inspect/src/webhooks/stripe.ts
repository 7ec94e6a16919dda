import type { Webhook } from '../webhook.ts';

/** An event of Stripe. Names, descriptions and metadata are what customers typed. */
export const stripe: Webhook = {
  id: 'webhook:stripe',
  title: 'Stripe',
  document: 'https://docs.stripe.com/api/events/object',
  example: 'webhooks/stripe-event.json',
  headers: ['stripe-signature'],
  signature: {
    header: 'Stripe-Signature',
    scheme: 'HMAC-SHA256 of timestamp and body, in hex as `v1`',
    document: 'https://docs.stripe.com/webhooks/signature',
  },
  recognizes: (body) => body.has('pending_webhooks') && body.has('api_version'),
};
