import type { Webhook } from '../webhook.ts';

/** What became of mails that SendGrid sent. Signed only when that was switched on; the user agent and the address of a click are the recipient's. */
export const sendgridEvents: Webhook = {
  id: 'webhook:sendgrid-events',
  title: 'SendGrid, events of sent mail',
  document: 'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event',
  example: 'webhooks/sendgrid-events.json',
  headers: ['x-twilio-email-event-webhook-signature'],
  signature: {
    header: 'X-Twilio-Email-Event-Webhook-Signature',
    scheme: 'ECDSA (P-256, SHA-256) of the timestamp header and the body, in base64',
    document: 'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features',
  },
  recognizes: (body) => body.has('sg_event_id'),
};
