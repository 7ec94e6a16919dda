import type { Webhook } from '../webhook.ts';

/** A row of a table changed. Nothing is signed. */
export const supabase: Webhook = {
  id: 'webhook:supabase',
  title: 'Supabase database webhook',
  document: 'https://supabase.com/docs/guides/database/webhooks',
  example: 'webhooks/supabase-insert.json',
  headers: [],
  signature: {
    header: 'Authorization',
    scheme: 'no signature: whatever header was set for the webhook',
    document: 'https://supabase.com/docs/guides/database/webhooks',
  },
  recognizes: (body) => body.has('old_record') && body.has('table'),
};
