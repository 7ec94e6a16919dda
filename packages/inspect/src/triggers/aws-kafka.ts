import { hasObject, record } from '../event-shape.ts';
import { encoded, envelopeEncoded, list, map, peek, type Trigger } from '../trigger.ts';

/** Records of Amazon MSK or a Kafka cluster of one's own, by topic and partition. Keys and values are base64, header values lists of bytes. */
export const awsKafka: Trigger = {
  id: 'aws:kafka',
  title: 'Amazon MSK and self-managed Apache Kafka',
  document: 'https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html',
  outsiderControlled: true,
  example: 'aws/pt-kafka-event-msk.json',
  keys: ['aws:kafka', 'aws:SelfManagedKafka', 'SelfManagedKafka'],
  fields: () =>
    record('eventSource eventSourceArn bootstrapServers', {
      records: map(
        list(
          record('partition offset timestampType topic', {
            // By default the producer's clock.
            timestamp: 'outsider',
            key: encoded('base64'),
            value: envelopeEncoded('base64'),
            headers: list(map(encoded('bytes'))),
            keySchemaMetadata: 'platform',
            valueSchemaMetadata: 'platform',
          }),
        ),
      ),
    }),
  recognizes(event) {
    const source = peek(event, 'eventSource');
    return (source === 'aws:kafka' || source === 'aws:SelfManagedKafka' || source === 'SelfManagedKafka') && hasObject(event, 'records');
  },
};
