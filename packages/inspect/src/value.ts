import type { LimitName } from '@postern/core';
import type { WebhookReading } from './webhook.ts';

/** A piece of untrusted text in one of the forms that the function may see: as it arrived, or with encodings peeled off. */
export interface Value {
  readonly text: string;
  /** JSON path in the original input, `$` for the whole of it. */
  readonly path: string;
  /** Encodings peeled off, outermost first; a step into structured data carries its own path: `base64`, `gzip`, `json:$.cmd`. */
  readonly encodings: readonly string[];
  /** The text is the name of a member, not its content. */
  readonly isKey?: boolean;
  /** The text was a whole JSON document and everything in it stands in other values: looking into it again would find quotes and commas of JSON. */
  readonly isParsed?: boolean;
}

/** What the reader saw of the form of an event, beside its values. */
export type Shape =
  /** An object with more members than programs have names for; `sample` holds some of them, from first to last. */
  | (ShapePlace & { readonly kind: 'many-keys'; readonly count: number; readonly sample: readonly string[] })
  /** A name that stands twice in an object of a JSON text. The parser drops the first; its value is read all the same. */
  | (ShapePlace & { readonly kind: 'duplicate-key'; readonly key: string })
  /** A bound that was reached here. */
  | (ShapePlace & { readonly kind: 'limit'; readonly limit: LimitName });

interface ShapePlace {
  readonly path: string;
  readonly encodings: readonly string[];
}

/** Data that was decoded from a text, with the place where it stands. */
export interface Document {
  readonly place: { readonly trail: { readonly path: string; readonly encodings: readonly string[] } };
  readonly data: unknown;
}

/** The untrusted values of one event. */
export interface Reading {
  readonly trigger: string;
  /** Whether someone outside of the account can choose the content of such events. */
  readonly outsiderControlled: boolean;
  readonly values: readonly Value[];
  /** Whose webhook the request is, when it is one. */
  readonly webhook?: WebhookReading;
  /** Absent when there is nothing to say. */
  readonly shapes?: readonly Shape[];
  /** What came out of texts as data: what several members of it say together no single value shows. Absent when there is none. */
  readonly documents?: readonly Document[];
  /** The bound that ended the reading before the data did. */
  readonly incomplete?: LimitName;
}

/** `path` with one more member, in the notation of RFC 9535: `$.a`, `$['x-y']`. */
export function memberPath(path: string, key: string): string {
  return isIdentifier(key) ? `${path}.${key}` : `${path}['${/['\\]/.test(key) ? key.replace(/['\\]/g, '\\$&') : key}']`;
}

/**
 * A name that can change nothing in any language that it is put into: letters, digits, `_`, and single dashes between them. Such names, most of
 * those in an event, are no values; two dashes would be SQL's comment, a leading one an option. The names that lead to an object's prototype, and
 * those in two underscores, by which languages name what is inside of them, are not plain.
 */
export function isPlainName(key: string): boolean {
  if (key.charCodeAt(0) === 95 && key.charCodeAt(1) === 95) return false;
  if ((key.length === 11 && key === 'constructor') || (key.length === 9 && key === 'prototype')) return false;
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    const isWord = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code >= 48 && code <= 57);
    const isDash = code === 45 && i > 0 && i < key.length - 1 && key.charCodeAt(i - 1) !== 45;
    if (!isWord && !isDash) return false;
  }
  return true;
}

/** Letters, digits and `_` only. */
export function isIdentifier(key: string): boolean {
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    const isWord = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code >= 48 && code <= 57);
    if (!isWord) return false;
  }
  return key.length > 0;
}
