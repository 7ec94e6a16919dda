import { cloudEventFields, cloudEventTrigger } from '../cloud-event.ts';
import { record, stamped } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** A new version of the remote configuration was published: by somebody of the project. */
export const googleRemoteConfig: Trigger = {
  id: 'google:remote-config',
  title: 'Firebase Remote Config update',
  document: 'https://firebase.google.com/docs/functions/rc-events',
  example: 'gcp/remoteconfig-remote-config-event-data-simple.json',
  keys: ['updateOrigin', 'google:remote-config'],
  outsiderControlled: false,
  fields() {
    const update = {
      ...stamped('versionNumber', 'updateTime', 'updateOrigin', 'updateType', 'rollbackSource'),
      updateUser: record('', { email: 'platform', name: 'outsider', imageUrl: 'outsider' }),
      description: 'outsider',
    } as const;
    return cloudEventFields(record('', update), update);
  },
  recognizes(event) {
    if (typeof peek(event, 'updateOrigin') === 'string') return peek(event, 'versionNumber') !== undefined;
    return cloudEventTrigger(event) === 'google:remote-config';
  },
};
