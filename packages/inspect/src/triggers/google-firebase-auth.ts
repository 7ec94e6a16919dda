import { cloudEventFields, cloudEventTrigger } from '../cloud-event.ts';
import { record, stamped } from '../event-shape.ts';
import { list, peek, type Trigger } from '../trigger.ts';

/** A user signed up or was deleted. Names, pictures and addresses are the user's own words, a display name in free text. */
export const googleFirebaseAuth: Trigger = {
  id: 'google:firebase-auth',
  title: 'Firebase Authentication user',
  document: 'https://firebase.google.com/docs/functions/auth-events',
  example: 'gcp/auth-auth-event-data-complex.json',
  keys: ['uid', 'google:firebase-auth'],
  outsiderControlled: true,
  fields() {
    const words = { displayName: 'outsider', email: 'outsider', photoURL: 'outsider', phoneNumber: 'outsider' } as const;
    const user = {
      ...words,
      ...stamped('disabled', 'emailVerified'),
      // An administrator's import or a custom token may choose it.
      uid: 'outsider',
      metadata: record('createTime lastSignInTime createdAt lastSignedInAt creationTime'),
      providerData: list(record('', { ...words, uid: 'outsider', providerId: 'platform' })),
      customClaims: 'outsider',
    } as const;
    return cloudEventFields(record('', user), user);
  },
  recognizes(event) {
    if (typeof peek(event, 'uid') === 'string') {
      const metadata = peek(event, 'metadata');
      return (peek(metadata, 'createTime') ?? peek(metadata, 'createdAt') ?? peek(metadata, 'creationTime')) !== undefined;
    }
    return cloudEventTrigger(event) === 'google:firebase-auth';
  },
};
