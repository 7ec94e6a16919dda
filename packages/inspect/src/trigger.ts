/**
 * Who decides about a field of an event, and how its content is wrapped.
 * A field that a trigger does not describe is untrusted: `outsider` only says so for the reader of the documentation.
 */
export type Field =
  | 'outsider'
  | 'platform'
  | { readonly kind: 'encoded'; readonly encoding: TransportEncoding; readonly flag?: string }
  | { readonly kind: 'envelope'; readonly encoding?: TransportEncoding }
  | { readonly kind: 'map'; readonly values: Field }
  | { readonly kind: 'dynamodb-item' }
  | { readonly kind: 'dynamodb-value' }
  | {
      readonly kind: 'object';
      readonly fields: ReadonlyMap<string, Field>;
      readonly ignoreCase: boolean;
      readonly others: Field;
      readonly namesAreData: boolean;
    }
  | { readonly kind: 'list'; readonly items: Field };

/** `gzip-base64`: base64 of compressed bytes. `bytes`: a list of numbers, a byte each. */
export type TransportEncoding = 'base64' | 'form' | 'gzip-base64' | 'hex' | 'bytes';

/** One way in which events reach a function. */
export interface Trigger {
  /** `aws:s3`. */
  readonly id: string;
  readonly title: string;
  /** The document that defines the event. */
  readonly document: string;
  /** Whether someone outside of the account can choose the content of such events. */
  readonly outsiderControlled: boolean;
  /** An event of it: a file under fixtures/events. */
  readonly example: string;
  /** The header or field whose signature proves the sender. */
  readonly verify?: string;
  /**
   * Names of members of which every such event has one, or what its first record names as its source, or the trigger's own id where the
   * type of a CloudEvent leads to it: only an event with one of them is asked about. Without names every event is.
   */
  readonly keys?: readonly string[];
  /** Whose each field is. Made when the first such event comes: most functions have one trigger. */
  fields(): Field;
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

/** A string that holds another platform's event, as JSON in a transport encoding. */
export function envelopeEncoded(encoding: TransportEncoding): Field {
  return { kind: 'envelope', encoding };
}

/** An object whose names the sender chooses. */
export function map(values: Field): Field {
  return { kind: 'map', values };
}

/** Attributes by name in the form of DynamoDB JSON: `{ "name": { "S": "text" }, "picture": { "B": "base64" } }`. */
export const dynamodbItem: Field = { kind: 'dynamodb-item' };
const dynamodbValue: Field = { kind: 'dynamodb-value' };
const base64List: Field = list(encoded('base64'));

/** What an object with the field `field` has under `name`; undefined when it says nothing of this name. */
export function memberOf(field: Field, name: string): Field | undefined {
  if (typeof field !== 'object') return undefined;
  switch (field.kind) {
    case 'object':
      return field.fields.get(field.ignoreCase ? name.toLowerCase() : name);
    case 'dynamodb-value':
      if (name === 'M') return dynamodbItem;
      if (name === 'L') return list(dynamodbValue);
      return name === 'B' ? encoded('base64') : name === 'BS' ? base64List : 'outsider';
    case 'list':
      // Azure hands over a batch, or one item of it alone.
      return memberOf(field.items, name);
    default:
      return undefined;
  }
}

/** What the members are that {@link memberOf} says nothing of. */
export function othersOf(field: Field): Field {
  if (field === 'platform') return 'platform';
  if (typeof field !== 'object') return 'outsider';
  switch (field.kind) {
    case 'object':
      return field.others;
    case 'map':
      return field.values;
    case 'dynamodb-item':
      return dynamodbValue;
    case 'list':
      return typeof field.items === 'object' ? othersOf(field.items) : 'outsider';
    default:
      return 'outsider';
  }
}

const built = new Map<Trigger, Field>();

/** The fields of a trigger, made once. */
export function fieldsOf(trigger: Trigger): Field {
  let field = built.get(trigger);
  if (field === undefined) {
    field = trigger.fields();
    built.set(trigger, field);
  }
  return field;
}

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

/** Whether it is a list. A revoked proxy is none. */
export function isList(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** Whether the first record of a batch says that `source` made it. */
export function hasRecordsOf(event: unknown, source: string): boolean {
  return peek(event, 'Records', 0, 'eventSource') === source || peek(event, 'Records', 0, 'EventSource') === source;
}
