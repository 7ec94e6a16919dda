import { decodeBase64 } from './formats/base64.ts';
import { Place } from './place.ts';
import { decodeUtf8 } from './text/utf8.ts';
import { isList, peek } from './trigger.ts';
import type { Document } from './value.ts';
import type { Webhook, WebhookBody, WebhookReading } from './webhook.ts';
import { webhooks } from './webhooks/index.ts';

/** As far as a body is looked at. What tells a sender apart stands in front, and a wrong guess costs a label only: no detector asks for it. */
const lookedAt = 4096;

/** Of the headers that tell: most names of a request differ from all of them already in length. */
const lengths = new Uint8Array(64);
let byHeader: Map<string, Webhook> | undefined;

/**
 * Whose webhook a request is, whatever platform it came through; undefined for what is none. A header that only one sender has tells; without one, the look
 * of the body: somebody who forges a request may leave the signature out.
 */
export function readWebhook(event: unknown, documents: readonly Document[] = []): WebhookReading | undefined {
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
    const name = names[i] as string;
    if (lengths[name.length] !== 1) continue;
    const webhook = byHeader.get(name.toLowerCase());
    if (webhook !== undefined) return reading(webhook, headers, names);
  }
  const body = lookAtBody(event, documents);
  if (body === undefined) return undefined;
  for (let i = 0; i < webhooks.length; i++) {
    const webhook = webhooks[i] as Webhook;
    if (webhook.recognizes?.(body) === true) return reading(webhook, headers, names);
  }
  return undefined;
}

function headersOf(event: unknown): object | undefined {
  const headers =
    peek(event, 'headers') ??
    peek(event, 'multiValueHeaders') ??
    peek(event, '__ow_headers') ??
    peek(event, 'http', 'headers') ??
    peek(event, 'Data', 'req', 'Headers');
  return typeof headers === 'object' && headers !== null && !isList(headers) ? headers : undefined;
}

function headerTable(): Map<string, Webhook> {
  const table = new Map<string, Webhook>();
  for (const webhook of webhooks)
    for (const name of webhook.headers) {
      table.set(name, webhook);
      lengths[name.length] = 1;
    }
  return table;
}

function lookAtBody(event: unknown, documents: readonly Document[]): WebhookBody | undefined {
  const http = peek(event, 'http');
  const body = peek(event, 'body') ?? peek(event, '__ow_body') ?? peek(http, 'body') ?? peek(event, 'Data', 'req', 'Body');
  if (typeof body === 'string') {
    if (body === '') return undefined;
    const parsed = documents[0];
    if (parsed !== undefined && isOfBody(parsed)) return membersOf(parsed.data);
    const start = body.slice(0, lookedAt);
    const isEncoded =
      peek(event, 'isBase64Encoded') === true ||
      peek(http, 'isBase64Encoded') === true ||
      (peek(event, '__ow_body') !== undefined && isBase64(start));
    return textBody(isEncoded ? decodeUtf8(decodeBase64(start)) : start);
  }
  // What was parsed already.
  if (typeof body === 'object' && body !== null) return membersOf(body);
  // A web action has what was in the body as parameters of its own.
  return peek(event, '__ow_headers') === undefined ? undefined : { has: (name) => peek(event, name) !== undefined };
}

/** Members of the body itself or, in a batch, of its first item. */
function membersOf(body: unknown): WebhookBody {
  const first = isList(body) ? peek(body, 0) : body;
  return { has: (name) => peek(first, name) !== undefined };
}

/** Whether a document is the body of the request as a whole. */
function isOfBody({ place }: Document): boolean {
  return place instanceof Place && place.parent?.key === 'body' && place.parent.depth <= 2;
}

/** A raw web action has plain text as it is, all else in base64; no flag says which. */
function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

function textBody(text: string): WebhookBody {
  const isJson = /^\s{0,8}[[{]/.test(text);
  return { has: (name) => (isJson ? text.includes(`"${name}"`) : text.includes(`${name}=`) || text.includes(`name="${name}"`)) };
}

function reading({ id, signature }: Webhook, headers: object, names: readonly string[]): WebhookReading {
  const { header, field } = signature;
  if (header === undefined) return { id, present: field !== undefined };
  const wanted = header.toLowerCase();
  let present = false;
  for (let i = 0; i < names.length && !present; i++) {
    const name = names[i] as string;
    if (name.toLowerCase() === wanted) present = !isBlank(peek(headers, name));
  }
  return { id, signatureHeader: header, present };
}

/** Whether a header, or each of several of one name, proves nothing. */
function isBlank(value: unknown): boolean {
  if (!isList(value)) return typeof value !== 'string' || value.trim() === '';
  for (let i = 0; i < value.length && i < mostHeaders; i++) if (!isBlank(peek(value, i))) return false;
  return true;
}

/** Of one name. */
const mostHeaders = 16;
