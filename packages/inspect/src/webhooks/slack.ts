import { hasText, type Webhook } from '../webhook.ts';

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
  recognizes: (body) =>
    (hasText(body, 'api_app_id') && hasText(body, 'team_id')) || (body.hasField('command') && body.hasField('response_url')),
};
