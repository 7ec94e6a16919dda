import { record, stamped } from './event-shape.ts';
import { encoded, type Field, object, peek } from './trigger.ts';

const attributes = ['id', 'type', 'time', 'specversion', 'datacontenttype', 'dataschema'] as const;
const inHeaders: readonly string[] = attributes.map((name) => `ce-${name}`);

/**
 * A CloudEvent of a service of the platform, structured (`data` beside the attributes) or binary (attributes in `ce-` headers, the data as body),
 * and beside it what `more` describes: the bare payload that background functions of the first generation get.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 */
export function cloudEventFields(data: Field, more: Readonly<Record<string, Field>> = {}): Field {
  return record('', {
    ...stamped(...attributes, 'source', 'context', 'method'),
    // What the event is about; outsiders name objects and documents.
    subject: 'outsider',
    data_base64: encoded('base64'),
    headers: object(stamped(...inHeaders, 'ce-source', 'host', 'content-type', 'content-length'), { ignoreCase: true }),
    body: data,
    ...more,
    data,
  });
}

/** The type of a CloudEvent in structured or binary mode; undefined for whatever is none. */
export function cloudEventType(event: unknown): string | undefined {
  let type: unknown;
  if (typeof peek(event, 'specversion') === 'string') type = peek(event, 'type');
  else {
    const headers = peek(event, 'headers');
    if (headers === undefined) return undefined;
    type = peek(headers, 'ce-type') ?? peek(headers, 'Ce-Type');
  }
  return typeof type === 'string' ? type : undefined;
}

// Who makes events of a type, the longer prefix first. `google.` alone is any other service that Eventarc relays.
const makers: readonly (readonly [prefix: string, trigger: string])[] = [
  ['google.cloud.pubsub.', 'google:pubsub'],
  ['google.cloud.storage.', 'google:storage'],
  ['google.cloud.firestore.', 'google:firestore'],
  ['google.cloud.datastore.', 'google:firestore'],
  ['google.cloud.scheduler.', 'google:scheduler'],
  ['google.cloud.cloudbuild.', 'google:cloud-build'],
  ['google.cloud.audit.', 'google:audit-log'],
  ['google.firebase.database.', 'google:realtime-database'],
  ['google.firebase.auth.', 'google:firebase-auth'],
  ['google.firebase.remoteconfig.', 'google:remote-config'],
  ['google.firebase.testlab.', 'google:test-lab'],
  ['google.firebase.firebasealerts.', 'google:firebase-alerts'],
  ['google.firebase.analytics.', 'google:analytics'],
  ['google.', 'google:eventarc'],
  ['Microsoft.', 'azure:eventgrid-cloudevent'],
];

/** The trigger whose service makes such CloudEvents; `cloudevents:event` for all others, undefined for what is no CloudEvent. */
export function cloudEventTrigger(event: unknown): string | undefined {
  const type = cloudEventType(event);
  if (type === undefined) return undefined;
  for (let i = 0; i < makers.length; i++) {
    const [prefix, trigger] = makers[i] as readonly [string, string];
    if (type.startsWith(prefix)) return trigger;
  }
  return peek(event, 'pubsubname') === undefined ? 'cloudevents:event' : 'azure:dapr';
}
