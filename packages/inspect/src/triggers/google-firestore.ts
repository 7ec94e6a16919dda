import { cloudEventFields, cloudEventTrigger } from '../cloud-event.ts';
import { record, stamped } from '../event-shape.ts';
import { encoded, type Field, list, map, peek, type Trigger } from '../trigger.ts';

/**
 * A document of Firestore or Datastore was written, with the value before and after it. Values are typed: `{stringValue}`, `{mapValue: {fields}}`;
 * bytes are base64. Clients often write documents directly.
 */
export const googleFirestore: Trigger = {
  id: 'google:firestore',
  title: 'Google Cloud Firestore document',
  document: 'https://cloud.google.com/firestore/docs/reference/rest/v1/Value',
  example: 'gcp/firestore-document-event-data-complex.json',
  keys: ['updateMask', 'google:firestore'],
  outsiderControlled: true,
  fields() {
    const document = record('createTime updateTime', {
      // Ends in the document's id, which its writer may choose.
      name: 'outsider',
      fields: map(typedValue(3)),
    });
    const change = { value: document, oldValue: document, updateMask: record('', { fieldPaths: 'outsider' }) } as const;
    return cloudEventFields(record('', change), { ...change, params: 'outsider' });
  },
  recognizes(event) {
    if (typeof peek(event, 'updateMask') === 'object')
      return typeof peek(event, 'value') === 'object' || typeof peek(event, 'oldValue') === 'object';
    return cloudEventTrigger(event) === 'google:firestore';
  },
};

/** Deeper than `levels`, bytes are recognised by their look only. */
function typedValue(levels: number): Field {
  const inner = levels === 0 ? 'outsider' : typedValue(levels - 1);
  return record('', {
    stringValue: 'outsider',
    bytesValue: encoded('base64'),
    referenceValue: 'outsider',
    ...stamped('integerValue', 'doubleValue', 'booleanValue', 'timestampValue', 'geoPointValue', 'nullValue'),
    mapValue: record('', { fields: map(inner) }),
    arrayValue: record('', { values: list(inner) }),
  });
}
