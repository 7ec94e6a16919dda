import { peek } from './trigger.ts';

/** Another company's service that calls a function over HTTP, and what proves that a request is its own. */
export interface Webhook {
  /** `webhook:github`. */
  readonly id: string;
  readonly title: string;
  /** The document that defines the requests. */
  readonly document: string;
  /** File under fixtures/events. */
  readonly example: string;
  /** Headers that only this sender sends, in lower case. */
  readonly headers: readonly string[];
  readonly signature: WebhookSignature;
  /** Whether a decoded body looks like this sender's: asked when no header tells. Reads through {@link peek} or {@link isField} only. */
  recognizes?(body: WebhookBody): boolean;
}

export interface WebhookSignature {
  /** The header that proves the sender, as the sender's documents spell it. Absent when there is none. */
  readonly header?: string;
  /** Where in the body the proof is, when it is no header: `signature.signature`. */
  readonly field?: string;
  /** How it is made, or what there is instead. */
  readonly scheme: string;
  readonly document: string;
}

/** A look at a request's body, as far as it was decoded. */
export interface WebhookBody {
  /** The body as data, if it is JSON. */
  readonly data: unknown;
  /** Whether a form has a field of this name. */
  hasField(name: string): boolean;
}

/** What is known of the webhook that a request is. */
export interface WebhookReading {
  readonly id: string;
  /** The header that the receiver should check. Absent when the sender signs in the body or not at all. */
  readonly signatureHeader?: string;
  /** Whether the proof is there; whether it is right only the receiver can tell, who has the secret. */
  readonly present: boolean;
}

/** The own member `name` of a decoded JSON body is a string. */
export function hasText(body: WebhookBody, ...names: readonly string[]): boolean {
  return typeof peek(body.data, ...names) === 'string';
}
