import type { Webhook } from '../webhook.ts';

/** A command or a click in Discord. Discord sends wrong signatures on purpose, and drops endpoints that accept them. */
export const discord: Webhook = {
  id: 'webhook:discord',
  title: 'Discord interaction',
  document: 'https://discord.com/developers/docs/interactions/receiving-and-responding',
  example: 'webhooks/discord-interaction.json',
  headers: ['x-signature-ed25519'],
  signature: {
    header: 'X-Signature-Ed25519',
    scheme: 'Ed25519 of timestamp and body, in hex',
    document: 'https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint',
  },
  recognizes: (body) => body.has('application_id') && body.has('token') && body.has('version'),
};
