import type { Webhook } from '../webhook.ts';

/** A message, a slash command or an interaction from Slack: everything that members type. */
export const slack: Webhook = {
  id: 'webhook:slack',
  title: 'Slack events, commands and interactions',
  document: 'https://docs.slack.dev/apis/events-api/',
  example: 'webhooks/slack-event.json',
  headers: ['x-slack-signature', 'x-slack-request-timestamp'],
  signature: {
    header: 'X-Slack-Signature',
    scheme: 'HMAC-SHA256 of version, timestamp and body, in hex behind `v0=`',
    document: 'https://docs.slack.dev/authentication/verifying-requests-from-slack',
  },
  recognizes: (body) => (body.has('api_app_id') && body.has('team_id')) || (body.has('response_url') && body.has('command')),
};
