import type { Webhook } from '../webhook.ts';

/** A mail that SendGrid took in, as a multipart form. Everything but `SPF`, `dkim` and the spam score is the sender's. */
export const sendgridInbound: Webhook = {
  id: 'webhook:sendgrid-inbound',
  title: 'SendGrid, inbound mail',
  document: 'https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook',
  example: 'webhooks/sendgrid-inbound.json',
  headers: [],
  signature: {
    scheme: 'none by default: whoever knows the address may post a mail',
    document: 'https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/securing-your-parse-webhooks',
  },
  recognizes: (body) => body.has('envelope') && body.has('sender_ip') && (body.has('SPF') || body.has('spam_score')),
};
