/**
 * Who decides about a field of an event, and how its content is wrapped.
 * A field that a trigger does not describe is untrusted: `outsider` only says so for the reader of the documentation.
 */
export type Field =
  | 'outsider'
  | 'platform'
  | { readonly kind: 'encoded'; readonly encoding: TransportEncoding; readonly flag?: string }
  | { readonly kind: 'envelope' }
  | {
      readonly kind: 'object';
      readonly fields: ReadonlyMap<string, Field>;
      readonly ignoreCase: boolean;
      readonly others: Field;
      readonly namesAreData: boolean;
    }
  | { readonly kind: 'list'; readonly items: Field };

export type TransportEncoding = 'base64' | 'form';

/** One way in which events reach a function. */
export interface Trigger {
  /** `aws:s3`. */
  readonly id: string;
  readonly title: string;
  /** The document that defines the event. */
  readonly document: string;
  /** Whether someone outside of the account can choose the content of such events. */
  readonly outsiderControlled: boolean;
  readonly event: Field;
  /** Whether an event is of this trigger. Reads through {@link peek} only: the event may be hostile. */
  recognizes(event: unknown): boolean;
}

export interface ObjectOptions {
  /** Names match in any case: header names (RFC 9110 §5.1). */
  readonly ignoreCase?: boolean;
  /** What members not named here are. */
  readonly others?: Field;
  /** The sender chooses the names too. */
  readonly namesAreData?: boolean;
}

export function object(fields: Readonly<Record<string, Field>>, options: ObjectOptions = {}): Field {
  return {
    kind: 'object',
    fields: new Map(Object.entries(fields)),
    ignoreCase: options.ignoreCase ?? false,
    others: options.others ?? 'outsider',
    namesAreData: options.namesAreData ?? true,
  };
}

export function list(items: Field): Field {
  return { kind: 'list', items };
}

/** Content in a transport encoding; with `flag` only when the sibling of that name is true. */
export function encoded(encoding: TransportEncoding, flag?: string): Field {
  return flag === undefined ? { kind: 'encoded', encoding } : { kind: 'encoded', encoding, flag };
}

/** A string that may be another platform's event again, as JSON. */
export const envelope: Field = { kind: 'envelope' };

/** The own property at `keys` of something that may be anything. Undefined when there is none or reading it throws. */
export function peek(value: unknown, ...keys: readonly (string | number)[]): unknown {
  let current = value;
  try {
    for (let i = 0; i < keys.length; i++) {
      if (typeof current !== 'object' || current === null || !Object.hasOwn(current, keys[i] as string)) return undefined;
      current = (current as Readonly<Record<string | number, unknown>>)[keys[i] as string];
    }
    return current;
  } catch {
    return undefined;
  }
}

/** Whether the first record of a batch says that `source` made it. */
export function hasRecordsOf(event: unknown, source: string): boolean {
  return peek(event, 'Records', 0, 'eventSource') === source || peek(event, 'Records', 0, 'EventSource') === source;
}
