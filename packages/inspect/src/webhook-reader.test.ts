import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inspectEvent } from './inspect.ts';
import { peek } from './trigger.ts';
import { readWebhook } from './webhook-reader.ts';
import { webhooks } from './webhooks/index.ts';

const events = join(import.meta.dirname, '../../../fixtures/events');
const read = (file: string): Record<string, unknown> => JSON.parse(readFileSync(join(events, file), 'utf8'));

const signed: readonly { readonly file: string; readonly id: string; readonly header?: string }[] = [
  { file: 'github-push', id: 'github', header: 'X-Hub-Signature-256' },
  { file: 'gitlab-merge-request', id: 'gitlab', header: 'X-Gitlab-Token' },
  { file: 'bitbucket-push', id: 'bitbucket', header: 'X-Hub-Signature' },
  { file: 'azure-devops-push', id: 'azure-devops', header: 'Authorization' },
  { file: 'twilio-sms', id: 'twilio', header: 'X-Twilio-Signature' },
  { file: 'twilio-mms', id: 'twilio', header: 'X-Twilio-Signature' },
  { file: 'twilio-voice', id: 'twilio', header: 'X-Twilio-Signature' },
  { file: 'sendgrid-events', id: 'sendgrid-events', header: 'X-Twilio-Email-Event-Webhook-Signature' },
  { file: 'mailgun-event', id: 'mailgun' },
  { file: 'mailgun-inbound', id: 'mailgun' },
  { file: 'stripe-event', id: 'stripe', header: 'Stripe-Signature' },
  { file: 'slack-event', id: 'slack', header: 'X-Slack-Signature' },
  { file: 'slack-command', id: 'slack', header: 'X-Slack-Signature' },
  { file: 'slack-interaction', id: 'slack', header: 'X-Slack-Signature' },
  { file: 'shopify-order', id: 'shopify', header: 'X-Shopify-Hmac-SHA256' },
  { file: 'pagerduty-incident', id: 'pagerduty', header: 'X-PagerDuty-Signature' },
  { file: 'discord-interaction', id: 'discord', header: 'X-Signature-Ed25519' },
  { file: 'telegram-update', id: 'telegram', header: 'X-Telegram-Bot-Api-Secret-Token' },
  { file: 'jira-issue', id: 'jira', header: 'X-Hub-Signature' },
  { file: 'meta-message', id: 'meta', header: 'X-Hub-Signature-256' },
  { file: 'standard-webhook', id: 'standard', header: 'webhook-signature' },
];
const unsigned: readonly { readonly file: string; readonly id: string; readonly header?: string }[] = [
  { file: 'sendgrid-inbound', id: 'sendgrid-inbound' },
  { file: 'hasura-event', id: 'hasura' },
  { file: 'supabase-insert', id: 'supabase', header: 'Authorization' },
];

describe('whose webhook a request is', () => {
  for (const [rows, present] of [[signed, true] as const, [unsigned, false] as const])
    for (const { file, id, header } of rows)
      test(file, () => {
        const expected = { id: `webhook:${id}`, ...(header === undefined ? {} : { signatureHeader: header }), present };
        const event = read(`webhooks/${file}.json`);
        assert.deepEqual(readWebhook(event), expected);
        const { webhook, level } = inspectEvent(event);
        assert.deepEqual({ webhook, level }, { webhook: expected, level: 'none' });
      });
});

test('every webhook has an example, and every example a row', () => {
  const rows = [...signed, ...unsigned];
  assert.deepEqual(readdirSync(join(events, 'webhooks')).sort(), rows.map(({ file }) => `${file}.json`).sort());
  for (const { id, example, headers, recognizes } of webhooks) {
    assert.ok(
      rows.some((row) => `webhook:${row.id}` === id && `webhooks/${row.file}.json` === example),
      id,
    );
    assert.ok(headers.length > 0 || recognizes !== undefined, `${id} is never told`);
  }
  const all = webhooks.flatMap(({ headers }) => headers);
  assert.equal(new Set(all).size, all.length, 'a header belongs to one sender');
});

describe('a request without the headers of its sender', () => {
  // What is left of such a request is for the receiver to refuse; those told by their headers alone are any other request then.
  for (const { file, id, header } of signed) {
    const webhook = webhooks.find((one) => one.id === `webhook:${id}`);
    if (header === undefined || webhook?.recognizes === undefined) continue;
    test(file, () => {
      const event = read(`webhooks/${file}.json`);
      for (const name of ['headers', 'multiValueHeaders', '__ow_headers'])
        if (peek(event, name) !== undefined) event[name] = { 'Content-Type': 'text/plain' };
      // A payload of an interaction is JSON within a form, and has no member of its own.
      const expected = file === 'slack-interaction' ? undefined : { id: `webhook:${id}`, signatureHeader: header, present: false };
      assert.deepEqual(readWebhook(event), expected);
    });
  }
});

const plain: readonly { readonly name: string; readonly event: unknown }[] = [
  { name: 'a gateway event', event: read('aws/apigw-request.json') },
  { name: 'payload 2.0', event: read('aws/apigw-v2-request-no-authorizer.json') },
  { name: 'a function URL', event: read('aws/lambda-urls-request.json') },
  { name: 'a load balancer', event: read('aws/alb-lambda-target-request-multivalue-headers.json') },
  { name: 'Azure', event: read('azure/http-trigger.json') },
  { name: 'Google', event: read('gcp/http-request.json') },
  { name: 'a web action', event: read('openwhisk/http-web-action.json') },
  { name: 'a raw web action', event: read('openwhisk/raw-http-web-action.json') },
  { name: 'a queue', event: read('aws/sqs-event.json') },
  { name: 'a body that is no object', event: { headers: {}, body: 'null' } },
  { name: 'one name of many', event: { headers: {}, body: '{"token":"a","project":1,"table":"t","entry":[]}' } },
  { name: 'headers that are a list', event: { headers: ['x-github-event'] } },
  { name: 'headers that are text', event: { headers: 'x-github-event' } },
  {
    name: 'headers that refuse',
    event: {
      headers: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no');
          },
        },
      ),
    },
  },
  { name: 'no event', event: null },
];
describe('other requests are nobody’s webhook', () => {
  for (const { name, event } of plain) test(name, () => assert.equal(readWebhook(event), undefined));
});

for (const [value, present] of [
  ['', false],
  [' \t', false],
  [[], false],
  [['', ' '], false],
  [['', 'sha256=00'], true],
  [null, false],
  ['sha256=00', true],
] as const)
  test(`a signature of ${JSON.stringify(value)}`, () =>
    assert.equal(readWebhook({ headers: { 'X-GitHub-Event': 'push', 'x-hub-signature-256': value } })?.present, present));

test('a body in base64 is looked into', () => {
  const body = btoa('{"update_id":1,"message":{"text":"hello"}}');
  assert.equal(readWebhook({ headers: {}, body, isBase64Encoded: true })?.id, 'webhook:telegram');
  assert.equal(readWebhook({ headers: {}, body, isBase64Encoded: false }), undefined);
});
