import { cloudEventFields, cloudEventTrigger } from '../cloud-event.ts';
import { record } from '../event-shape.ts';
import { encoded, peek, type Trigger } from '../trigger.ts';

/** A Pub/Sub message: pushed to an endpoint, or as CloudEvent. The data is base64; attributes and the ordering key are the publisher's. */
export const googlePubsub: Trigger = {
  id: 'google:pubsub',
  title: 'Google Cloud Pub/Sub message',
  document: 'https://cloud.google.com/pubsub/docs/push#receive_push',
  example: 'gcp/pubsub-message-published-data-text.json',
  verify: 'authorization',
  keys: ['subscription', 'google:pubsub'],
  outsiderControlled: true,
  fields() {
    const message = record('@type messageId message_id publishTime publish_time', {
      data: encoded('base64'),
      attributes: 'outsider',
      orderingKey: 'outsider',
    });
    const delivery = { message, subscription: 'platform', deliveryAttempt: 'platform' } as const;
    return cloudEventFields(record('', delivery), delivery);
  },
  recognizes(event) {
    if (typeof peek(event, 'subscription') === 'string') {
      const message = peek(event, 'message');
      return typeof peek(message, 'messageId') === 'string' || typeof peek(message, 'message_id') === 'string';
    }
    return cloudEventTrigger(event) === 'google:pubsub';
  },
};
