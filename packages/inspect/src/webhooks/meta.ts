import type { Webhook } from '../webhook.ts';

/** A message or a change from one of Meta's services. Told by its body, since the header is one that GitHub has too. */
export const meta: Webhook = {
  id: 'webhook:meta',
  title: 'WhatsApp, Messenger and Instagram',
  document: 'https://developers.facebook.com/docs/graph-api/webhooks/',
  example: 'webhooks/meta-message.json',
  headers: [],
  signature: {
    header: 'X-Hub-Signature-256',
    scheme: 'HMAC-SHA256 of the body, in hex behind `sha256=`',
    document: 'https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads',
  },
  recognizes: (body) => body.has('entry') && body.has('object'),
};
