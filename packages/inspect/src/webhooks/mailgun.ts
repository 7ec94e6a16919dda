import type { Webhook } from '../webhook.ts';

/** An event or an inbound mail of Mailgun. The signature stands in the body and proves only that timestamp and token are Mailgun's. */
export const mailgun: Webhook = {
  id: 'webhook:mailgun',
  title: 'Mailgun',
  document: 'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhooks',
  example: 'webhooks/mailgun-event.json',
  headers: [],
  signature: {
    field: 'signature',
    scheme: 'HMAC-SHA256 of timestamp and token, in hex, in the body: it does not cover the content',
    document: 'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks',
  },
  // Events are JSON; routes post mails as a form.
  recognizes: (body) => body.has('event-data') || (body.has('body-plain') && body.has('token') && body.has('signature')),
};
