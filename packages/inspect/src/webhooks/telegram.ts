import type { Webhook } from '../webhook.ts';

/** An update for a Telegram bot: anybody may write to a bot. */
export const telegram: Webhook = {
  id: 'webhook:telegram',
  title: 'Telegram bot update',
  document: 'https://core.telegram.org/bots/api#update',
  example: 'webhooks/telegram-update.json',
  headers: ['x-telegram-bot-api-secret-token'],
  signature: {
    header: 'X-Telegram-Bot-Api-Secret-Token',
    scheme: 'the secret itself, when one was set: compare in constant time',
    document: 'https://core.telegram.org/bots/api#setwebhook',
  },
  recognizes: (body) => body.has('update_id'),
};
