import { peek } from './trigger.ts';
import type { Webhook, WebhookBody, WebhookReading } from './webhook.ts';
import { webhooks } from './webhooks/index.ts';

/** Where the platforms put the body of a request. */
export const bodyPaths: ReadonlySet<string> = new Set(['$.body', '$.__ow_body', '$.http.body', '$.Data.req.Body']);

/** Forms of webhooks are short; a longer body is looked at as far as this. */
const lookedAt = 16_384;

let byHeader: Map<string, Webhook> | undefined;

/**
 * Whose webhook a request is, whatever platform it came through. A header that only one sender has tells; without one, the look of the body: somebody
 * who forges a request may leave the signature out. `body` is what was decoded of the body: the data of a JSON document, or the text.
 */
export function readWebhook(event: unknown, body: { readonly data?: unknown; readonly text?: string }): WebhookReading | undefined {
  const headers = headersOf(event);
  if (headers === undefined) return undefined;
  let names: readonly string[];
  try {
    names = Object.keys(headers);
  } catch {
    return undefined; // a proxy that lists no names
  }
  byHeader ??= headerTable();
  for (let i = 0; i < names.length; i++) {
    const webhook = byHeader.get((names[i] as string).toLowerCase());
    if (webhook !== undefined) return reading(webhook, names);
  }
  const look = lookAt(event, body);
  if (look === undefined) return undefined;
  for (let i = 0; i < webhooks.length; i++) {
    const webhook = webhooks[i] as Webhook;
    if (webhook.recognizes?.(look) === true) return reading(webhook, names);
  }
  return undefined;
}

function headersOf(event: unknown): object | undefined {
  const headers =
    peek(event, 'headers') ??
    peek(event, 'multiValueHeaders') ??
    peek(event, '__ow_headers') ??
    peek(event, 'http', 'headers') ??
    peek(event, 'Data', 'req', 'Headers') ??
    peek(event, 'bindings', 'req', 'headers');
  return typeof headers === 'object' && headers !== null ? headers : undefined;
}

function headerTable(): Map<string, Webhook> {
  const table = new Map<string, Webhook>();
  for (const webhook of webhooks) for (const name of webhook.headers) table.set(name, webhook);
  return table;
}

function lookAt(event: unknown, { data, text }: { readonly data?: unknown; readonly text?: string }): WebhookBody | undefined {
  if (data !== undefined) return { data, hasField: () => false };
  const body = peek(event, 'body');
  if (typeof body === 'object' && body !== null) return { data: body, hasField: (name) => peek(body, name) !== undefined };
  // A web action has what was in the body as parameters of its own.
  if (peek(event, '__ow_headers') !== undefined && peek(event, '__ow_body') === undefined)
    return { data: event, hasField: (name) => peek(event, name) !== undefined };
  if (text === undefined) return undefined;
  const start = text.length > lookedAt ? text.slice(0, lookedAt) : text;
  return { data: undefined, hasField: (name) => start.includes(`${name}=`) || start.includes(`name="${name}"`) };
}

function reading({ id, signature }: Webhook, names: readonly string[]): WebhookReading {
  const { header, field } = signature;
  if (header === undefined) return { id, present: field !== undefined };
  const wanted = header.toLowerCase();
  let present = false;
  for (let i = 0; i < names.length; i++) if ((names[i] as string).toLowerCase() === wanted) present = true;
  return { id, signatureHeader: header, present };
}
