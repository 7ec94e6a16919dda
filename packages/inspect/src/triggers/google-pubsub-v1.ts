import { record } from '../event-shape.ts';
import { encoded, peek, type Trigger } from '../trigger.ts';

/** A Pub/Sub message as a background function of the first generation gets it: without an envelope. */
export const googlePubsubV1: Trigger = {
  id: 'google:pubsub-v1',
  title: 'Google Cloud Pub/Sub message, background function',
  document: 'https://cloud.google.com/functions/1stgendocs/calling/pubsub',
  example: 'gcp/pubsub-push-v1-background.json',
  keys: ['@type'],
  outsiderControlled: true,
  fields: () =>
    record('@type messageId publishTime', {
      data: encoded('base64'),
      attributes: 'outsider',
      orderingKey: 'outsider',
    }),
  recognizes(event) {
    const type = peek(event, '@type');
    return typeof type === 'string' && type.endsWith('google.pubsub.v1.PubsubMessage');
  },
};
