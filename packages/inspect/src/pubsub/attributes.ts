import { peek } from '../trigger.ts';
import { scalarText } from './identity.ts';

export interface Attribute {
  readonly name: string;
  readonly text: string;
}

/** What a sender may put beside a message is bounded by every broker; SQS and SNS allow 10. */
const mostAttributes = 100;

/** Attributes of a message in any platform's form: SQS `{stringValue}`, SNS `{Type, Value}`, Kafka's list of names with bytes, RabbitMQ `{bytes}`, plain texts. */
export function attributesOf(attributes: unknown): readonly Attribute[] {
  const found: Attribute[] = [];
  if (Array.isArray(attributes)) for (let i = 0; i < attributes.length && i < mostAttributes; i++) addAll(peek(attributes, i), found);
  else addAll(attributes, found);
  return found;
}

function addAll(attributes: unknown, found: Attribute[]): void {
  if (typeof attributes !== 'object' || attributes === null || Array.isArray(attributes)) return;
  let names: readonly string[];
  try {
    names = Object.keys(attributes);
  } catch {
    return; // a proxy that refuses
  }
  for (let i = 0; i < names.length && found.length < mostAttributes; i++) {
    const name = names[i] as string;
    const value = peek(attributes, name);
    const text =
      scalarText(value) ??
      scalarText(peek(value, 'stringValue') ?? peek(value, 'StringValue') ?? peek(value, 'Value')) ??
      bytesText(peek(value, 'bytes') ?? value);
    found.push({ name, text: text ?? '' });
  }
}

function bytesText(bytes: unknown): string | undefined {
  if (!Array.isArray(bytes) || bytes.length > 256) return undefined;
  let text = '';
  for (let i = 0; i < bytes.length; i++) {
    const byte = peek(bytes, i);
    if (typeof byte !== 'number') return undefined;
    text += String.fromCharCode(byte & 255);
  }
  return text;
}

const cloudEventPrefixes: readonly string[] = ['ce-', 'ce_', 'cloudevents:', 'cloudevents_'];
const required: readonly string[] = ['id', 'source', 'specversion', 'type'];

/**
 * Why `name` is one that only the platform uses: `AWS.` and `Amazon.` (SQS message attributes), `x-amz-`, `goog` (Pub/Sub attributes), `iothub-` (Azure IoT
 * Hub message properties); and a `ce-` name where the others that make a CloudEvent are missing.
 */
export function reservedReason(name: string, all: readonly Attribute[]): string | undefined {
  const lower = name.toLowerCase();
  // What a publisher to SNS sets for SMS and mobile push starts like this.
  if ((lower.startsWith('aws.') && !lower.startsWith('aws.sns.') && !lower.startsWith('aws.mm.')) || lower.startsWith('amazon.'))
    return 'a name that AWS reserves';
  if (lower.startsWith('x-amz-') || lower.startsWith('x-aws-')) return 'a header name of AWS among the attributes';
  if ((lower.startsWith('goog') && !lower.startsWith('googclient_')) || lower.startsWith('x-goog-'))
    return lower.startsWith('google') ? undefined : 'a name that Google reserves';
  if (lower.startsWith('iothub-')) return 'a property that IoT Hub stamps';
  for (let i = 0; i < cloudEventPrefixes.length; i++) {
    const prefix = cloudEventPrefixes[i] as string;
    if (!lower.startsWith(prefix)) continue;
    for (let j = 0; j < required.length; j++)
      if (!all.some((attribute) => attribute.name.toLowerCase() === prefix + required[j]))
        return `a CloudEvents attribute without ${prefix}${required[j]}`;
  }
  return undefined;
}
