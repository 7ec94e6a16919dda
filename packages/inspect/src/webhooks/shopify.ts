import type { Webhook } from '../webhook.ts';

/** An event of a Shopify shop. Customers write names, addresses and notes. */
export const shopify: Webhook = {
  id: 'webhook:shopify',
  title: 'Shopify',
  document: 'https://shopify.dev/docs/apps/build/webhooks',
  example: 'webhooks/shopify-order.json',
  headers: ['x-shopify-hmac-sha256', 'x-shopify-topic'],
  signature: {
    header: 'X-Shopify-Hmac-SHA256',
    scheme: 'HMAC-SHA256 of the body, in base64',
    document: 'https://shopify.dev/docs/apps/build/webhooks/subscribe/https',
  },
};
