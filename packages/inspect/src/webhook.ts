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
  /** Whether a body looks like this sender's: asked when no header tells. */
  recognizes?(body: WebhookBody): boolean;
}

export interface WebhookSignature {
  /** The header that proves the sender, as the sender's documents spell it. Absent when there is none. */
  readonly header?: string;
  /** The member of the body that holds the proof, when it is no header. */
  readonly field?: string;
  /** How it is made, or what there is instead. */
  readonly scheme: string;
  readonly document: string;
}

/** A look at the beginning of a request's body. */
export interface WebhookBody {
  /** Whether there is a member, or a field of a form, of this name. */
  has(name: string): boolean;
}

/** What is known of the webhook that a request is. */
export interface WebhookReading {
  readonly id: string;
  /** The header that the receiver should check. Absent when the sender signs in the body or not at all. */
  readonly signatureHeader?: string;
  /** Whether the proof is there; whether it is right only the receiver can tell, who has the secret. */
  readonly present: boolean;
}
