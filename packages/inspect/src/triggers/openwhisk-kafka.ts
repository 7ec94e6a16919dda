import { record } from '../event-shape.ts';
import { envelope, list, peek, type Trigger } from '../trigger.ts';

/** Records of Kafka or Event Streams (Message Hub). With `isBinaryKey` or `isBinaryValue` set in the feed, keys or values come in base64. */
export const openwhiskKafka: Trigger = {
  id: 'openwhisk:kafka',
  title: 'OpenWhisk, Kafka and Event Streams',
  document: 'https://github.com/apache/openwhisk-package-kafka',
  example: 'openwhisk/messagehub-trigger.json',
  keys: ['messages'],
  outsiderControlled: true,
  fields: () => record('', { messages: list(record('topic partition offset', { key: 'outsider', value: envelope })) }),
  recognizes(event) {
    const first = peek(event, 'messages', 0);
    return typeof peek(first, 'topic') === 'string' && peek(first, 'partition') !== undefined && peek(first, 'offset') !== undefined;
  },
};
