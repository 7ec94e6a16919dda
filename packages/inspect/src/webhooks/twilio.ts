import type { Webhook } from '../webhook.ts';

/** An SMS, MMS or call through Twilio. Whoever has a telephone writes `Body`; caller ids and caller names can be forged. */
export const twilio: Webhook = {
  id: 'webhook:twilio',
  title: 'Twilio messages and calls',
  document: 'https://www.twilio.com/docs/messaging/guides/webhook-request',
  example: 'webhooks/twilio-sms.json',
  headers: ['x-twilio-signature'],
  signature: {
    header: 'X-Twilio-Signature',
    scheme: 'HMAC-SHA1 of the address and the sorted form fields, in base64',
    document: 'https://www.twilio.com/docs/usage/security#validating-requests',
  },
  recognizes: (body) => body.has('AccountSid') && (body.has('MessageSid') || body.has('CallSid')),
};
