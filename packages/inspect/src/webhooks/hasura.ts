import type { Webhook } from '../webhook.ts';

/** A row of a table changed. Nothing is signed; the session variables are those of whoever changed it. */
export const hasura: Webhook = {
  id: 'webhook:hasura',
  title: 'Hasura event trigger',
  document: 'https://hasura.io/docs/2.0/event-triggers/payload/',
  example: 'webhooks/hasura-event.json',
  headers: [],
  signature: {
    scheme: "no signature: a header with a secret of one's own",
    document: 'https://hasura.io/docs/2.0/event-triggers/create-trigger/',
  },
  recognizes: (body) => body.has('delivery_info') && body.has('trigger'),
};
